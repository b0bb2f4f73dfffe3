"""A night's visit to one site: its lists, the reports they link to, and the files of those reports.

Every list page known from earlier nights is asked for once, with its validators; one that has not changed ends there.
Reports that are already archived are not asked for again. What could not be fetched leaves its list without
fingerprint and validators in the log, so that the next night looks at it again.
"""

import logging
from collections import deque
from dataclasses import dataclass, replace

from crawler import conditions, links
from crawler.answer import Answer, problem_of
from crawler.attachments import Attachment, find_attachments, published_date
from crawler.capture import CaptureHeaders
from crawler.credit import doubts
from crawler.families import FAMILIES, Link, ListPage, detect
from crawler.families.hanweb import is_page_of
from crawler.fetch import MAX_ERRORS, Fetcher, SiteStoppedError
from crawler.plan import KnownUrl, SitePlan
from crawler.record import Found, Recorder, without_validators
from crawler.site import Column
from crawler.urls import host_of, key_of, list_key_of, shared_start

logger = logging.getLogger("gongkai")
ARCHIVED = ("article", "attachment", "not_modified")


@dataclass(frozen=True)
class ListTask:
    """A list page to ask for. ``is_guess``: it may not exist (any more). ``is_first``: the registry names it."""

    url: str
    column: Column
    is_first: bool = False
    is_guess: bool = False


class Visit:
    """One site in one night. ``fetcher`` sends the requests, ``record`` writes down what came of them."""

    def __init__(self, plan: SitePlan, fetcher: Fetcher, record: Recorder) -> None:
        self._site = plan.site
        self._lists = plan.lists
        self._known = {key_of(url): known for url, known in plan.known.items()}
        self._known_lists = [*plan.lists, *(url for url, known in plan.known.items() if known.kind.startswith("list"))]
        self._fetcher = fetcher
        self._record = record
        self._tasks: deque[ListTask] = deque()
        self._asked_lists: set[str] = set()
        self._listed: dict[str, set[str]] = {}  # by column: what its pages linked to tonight
        self._complete: dict[str, bool] = {}
        self._failures: list[str] = []

    async def run(self) -> None:
        """Visits the site and writes its outcome.

        A visit that is cut short leaves none, nor lines of what it was in the middle of: it is taken up from there.
        """
        stopped: str | None = None
        is_failure = False
        try:
            await self._visit()
        except SiteStoppedError as stop:
            stopped, is_failure = str(stop), stop.is_failure
        except OSError:  # the disk takes no more, so nothing more must be fetched
            raise
        except Exception as error:  # a fault in our own code must not end the other sites' night
            logger.exception("%s %s: unexpected error", self._site.code, self._site.name)
            stopped, is_failure = f"unexpected error in the crawler ({type(error).__name__}: {error})", True
        self._write_outcome(stopped, is_failure or bool(self._failures))

    def _write_outcome(self, stopped: str | None, is_failure: bool) -> None:
        messages = [*self._failures, *([stopped] if stopped else [])]
        due = sum(not complete for complete in self._complete.values())
        if due:
            messages.append(f"{due} linked pages could not be fetched whole and stay due")
        error = "; ".join(dict.fromkeys(messages)) or None
        fetcher = self._fetcher
        self._record.outcome(
            self._site, is_failure=is_failure, error=error, requests=fetcher.requests, resumed=fetcher.resumed
        )

    async def _visit(self) -> None:
        if not self._site.columns:
            raise SiteStoppedError("the registry names no column of this site")
        for column in self._site.columns:
            self._add(ListTask(column.url, column, is_first=True))
        await self._visit_lists()
        # What only earlier nights showed the way to: a list page that has not changed is not read for its pages.
        for url in self._known_lists:
            # A host that has left the registry takes its lists with it.
            if host_of(url) in self._site.hosts:
                self._add(ListTask(url, self._column_of(url), is_guess=True))
        await self._visit_lists()

    async def _visit_lists(self) -> None:
        while self._tasks:
            await self._visit_list(self._tasks.popleft())

    def _add(self, task: ListTask) -> None:
        key = list_key_of(task.url)
        if key not in self._asked_lists:
            self._asked_lists.add(key)
            self._tasks.append(task)

    def _column_of(self, url: str) -> Column:
        """The column of a further page of a list: the one that it names, else the one with the likest address."""
        return max(self._site.columns, key=lambda column: (is_page_of(url, column.url), shared_start(column.url, url)))

    def _validators(self, url: str, earlier: str | None) -> KnownUrl | None:
        """What is known of a list page that was followed to its end under the rules of today, else None."""
        known = self._known.get(key_of(url))
        if known is None or known.kind in ARCHIVED or (earlier and links.is_current(earlier)):
            return known
        return None

    async def _visit_list(self, task: ListTask) -> None:
        state = self._lists.get(task.url)
        earlier = state.fingerprint if state else None
        known = self._validators(task.url, earlier)
        referer = None if task.is_first else task.column.url
        answer = await self._fetcher.fetch(task.url, known, referer)
        if answer.status == 304 and known is not None:
            headers = CaptureHeaders(
                etag=answer.headers.etag or known.etag,
                last_modified=answer.headers.last_modified or known.last_modified,
                content_type=answer.headers.content_type,
            )
            verdict = "not_modified" if known.kind in ARCHIVED else "list_not_modified"
            self._record.capture(answer, verdict, headers=headers, fingerprint=earlier)
            return
        problem = problem_of(answer)
        if problem is not None:
            if not (task.is_guess and problem[0] == "gone"):
                self._failures.append(f"list {task.url}: {problem[1]}")
            self._write_problem(answer, problem)
            return
        await self._read_list(task, answer, earlier)

    async def _read_list(self, task: ListTask, answer: Answer, earlier: str | None) -> None:
        family = task.column.family or detect(answer.text)
        if family not in FAMILIES:
            self._failures.append(f"list {task.url}: family {family} is not built")
            self._record.capture(
                answer, "error", headers=without_validators(answer), error=f"family {family} is not built"
            )
            return
        page = FAMILIES[family](answer.text, answer.final_url)
        judged = [(link, self._judge(link)) for link in page.links]
        # Menus have no dates and name no report; what is left is the list.
        listed = [(link, decision) for link, decision in judged if link.date or decision.accepted]
        fingerprint = links.fingerprint(link for link, _ in listed)
        repeats = self._add_pages(task, page, {link.url for link, _ in listed})
        if hidden := self._hidden(task, page, is_repeat=bool(repeats and listed)):
            self._failures.append(f"list {task.url}: {hidden}")
            earlier = None
        if fingerprint == earlier and not answer.is_partial:
            self._record.capture(
                answer, "list", fingerprint=fingerprint, reasons=("the same links as last time", *repeats)
            )
            return
        if not listed and task.is_first:
            self._write_page_without_links(task, answer)
            return

        def write(*, is_complete: bool) -> None:
            verdict = "partial" if answer.is_partial else "list"
            headers = answer.headers if is_complete else without_validators(answer)
            kept = fingerprint if is_complete else None
            self._record.capture(answer, verdict, headers=headers, error=hidden, fingerprint=kept, reasons=repeats)

        try:
            is_followed = await self._follow(task, listed)
        except SiteStoppedError:
            write(is_complete=False)
            raise
        write(is_complete=is_followed and not answer.is_partial and hidden is None)

    def _judge(self, link: Link) -> links.Decision:
        decision = links.judge(link.text)
        return replace(decision, reasons=(*decision.reasons, *doubts(link.url, self._site.code)))

    def _add_pages(self, task: ListTask, page: ListPage, listed: set[str]) -> tuple[str, ...]:
        """Puts the list's further pages on the way; the reason why not, for a page that repeats other ones."""
        seen = self._listed.setdefault(task.column.url, set())
        # Some servers give a page again for one that isn't there, and some lists lead on for ever.
        is_repeat = not task.is_first and listed <= seen
        seen |= listed
        if is_repeat:
            return ("no other links than earlier pages of this list, so the pages after it are not asked for",)
        for url in page.next_pages:
            self._add(ListTask(url, task.column, is_guess=page.next_is_guess))
        return ()

    @staticmethod
    def _hidden(task: ListTask, page: ListPage, *, is_repeat: bool) -> str | None:
        """Why a part of the list can't be had, or None."""
        if is_repeat and page.is_counted and not task.is_guess:
            return "repeats what earlier pages list, so what should stand here and after it can't be had"
        return page.gap

    def _write_page_without_links(self, task: ListTask, answer: Answer) -> None:
        if conditions.is_report(answer.text):
            title = conditions.title_of(answer.text)
            self._record.capture(
                answer, "article", list_url=task.url, link_text=title, reasons=("the column is itself a report",)
            )
            return
        problem = "shows no dated link and no report: it has moved, or a script fills it"
        self._failures.append(f"list {task.url}: {problem}")
        self._record.capture(answer, "list", headers=without_validators(answer), error=problem)

    async def _follow(self, task: ListTask, listed: list[tuple[Link, links.Decision]]) -> bool:
        """Logs every judged link and fetches the accepted ones. Whether nothing stays due."""
        for link, decision in listed:
            self._record.link(task.url, link, decision)
        outcomes = [
            await self._visit_article(Found(task.url, link, decision)) for link, decision in listed if decision.accepted
        ]
        return all(outcomes)

    async def _visit_article(self, found: Found) -> bool:
        """Fetches a report and its files. Whether nothing of it stays due."""
        key = key_of(found.link.url)
        if key not in self._complete and not self._is_archived(key):
            self._complete[key] = False
            self._complete[key] = await self._fetch_article(found)
        return self._complete.get(key, True)

    def _is_archived(self, key: str) -> bool:
        known: KnownUrl | None = self._known.get(key)
        return known is not None and known.sha256 is not None and known.kind in ARCHIVED

    async def _fetch_article(self, found: Found) -> bool:
        answer = await self._fetcher.fetch(found.link.url)
        problem = problem_of(answer)
        if problem is not None:
            self._write_problem(answer, problem, found)
            return not answer.is_transient
        if not answer.text:
            self._record.capture(answer, "partial" if answer.is_partial else "attachment", found)
            return not answer.is_partial
        date = published_date(answer.text) or found.link.date
        dated = Found(found.list_url, Link(found.link.url, found.link.text, date), found.decision)
        files = find_attachments(answer.text, answer.final_url)
        try:
            outcomes = [await self._fetch_attachment(file, dated) for file in files]
        except SiteStoppedError:
            self._record.capture(answer, "partial", dated)
            raise
        is_complete = all(outcomes) and not answer.is_partial
        self._record.capture(answer, "article" if is_complete else "partial", dated)
        return is_complete

    async def _fetch_attachment(self, file: Attachment, found: Found) -> bool:
        key = key_of(file.url)
        if key in self._complete or self._is_archived(key):
            return self._complete.get(key, True)
        self._complete[key] = False
        answer = await self._fetcher.fetch(file.url)
        problem = problem_of(answer)
        if problem is None and answer.text:
            problem = ("error", "the answer is a web page, not a file")
        # A label such as 附件 names nothing; the article's title does.
        link = Link(file.url, file.text, found.link.date) if links.judge(file.text).accepted else found.link
        linked = Found(found.list_url, link, found.decision)
        reason = f"linked as {file.text}" if file.text else "shown in the article"
        if problem is not None:
            self._write_problem(answer, problem, linked, article_url=found.link.url, reasons=(reason,))
            self._complete[key] = not answer.is_transient
        else:
            verdict = "partial" if answer.is_partial else "attachment"
            self._record.capture(answer, verdict, linked, article_url=found.link.url, reasons=(reason,))
            self._complete[key] = not answer.is_partial
        return self._complete[key]

    def _write_problem(
        self,
        answer: Answer,
        problem: tuple[str, str],
        found: Found | None = None,
        article_url: str | None = None,
        reasons: tuple[str, ...] = (),
    ) -> None:
        """Writes what went wrong, and ends the visit where going on would be rude or useless."""
        verdict, cause = problem
        headers = without_validators(answer)
        self._record.capture(
            answer, verdict, found, headers=headers, error=cause, article_url=article_url, reasons=reasons
        )
        if verdict.startswith("blocked:"):
            raise SiteStoppedError(cause)
        if answer.host_waits and article_url is None:
            raise SiteStoppedError(cause)
        if self._fetcher.errors_in_a_row >= MAX_ERRORS:
            raise SiteStoppedError(f"{MAX_ERRORS} requests in a row failed, the last with: {cause}")
