"""A night's visit to one site: its lists, the reports they link to, and the files of those reports.

Every list page known from earlier nights is asked for once, with its validators; one that has not changed ends there.
What could not be fetched leaves its list without fingerprint and validators in the log, so that the next night looks at
it again.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace

from crawler import conditions, links
from crawler.answer import Answer, problem_of
from crawler.articles import ARCHIVED, Articles
from crawler.capture import CaptureHeaders
from crawler.changes import ListChanges
from crawler.credit import doubts
from crawler.families import FAMILIES, Link, ListPage, detect
from crawler.families.annual import is_annual
from crawler.fetch import Fetcher, SiteStoppedError
from crawler.lists import ListQueue, ListTask, is_list, read_list
from crawler.plan import KnownUrl, SitePlan
from crawler.record import Found, Recorder, without_validators
from crawler.urls import host_of, key_of

logger = logging.getLogger("gongkai")
Judged = Sequence[tuple[Link, links.Decision]]


class Visit:
    """One site in one night. ``fetcher`` sends the requests, ``record`` writes down what came of them."""

    def __init__(self, plan: SitePlan, fetcher: Fetcher, record: Recorder) -> None:
        self._site = plan.site
        self._states = plan.lists
        self._known = {key_of(url): known for url, known in plan.known.items()}
        self._known_lists = [*plan.lists, *(url for url, known in plan.known.items() if known.kind.startswith("list"))]
        self._fetcher = fetcher
        self._record = record
        self._lists = ListQueue(plan.site)
        self._changes = ListChanges(plan.accepted)
        self._articles = Articles(self._known, fetcher, record, self._take_list)
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
        due = self._articles.due
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
            self._lists.add(ListTask(column.url, column, is_first=True))
        await self._visit_lists()
        # What only earlier nights showed the way to: a list page that has not changed is not read for its pages.
        for url in self._known_lists:
            # A host that has left the registry takes its lists with it.
            if host_of(url) in self._site.hosts:
                self._lists.add(ListTask(url, self._lists.column_of(url), is_guess=True))
        await self._visit_lists()

        for url, list_url, title in self._changes.missing():
            await self._articles.visit_missing(Found(list_url, Link(url, title, None), links.judge(title)))

    async def _visit_lists(self) -> None:
        for task in self._lists:
            await self._visit_list(task)

    def _validators(self, url: str, earlier: str | None) -> KnownUrl | None:
        """What is known of a list page that was followed to its end under the rules of today, else None."""
        known = self._known.get(key_of(url))
        if known is None or known.kind in ARCHIVED or (earlier and links.is_current(earlier)):
            return known
        return None

    async def _visit_list(self, task: ListTask) -> None:
        state = self._states.get(task.url)
        earlier = state.fingerprint if state else None
        known = self._validators(task.url, earlier)
        referer = None if task.is_first else task.column.url
        answer = task.answer or await self._fetcher.fetch(task.url, known, referer)
        if answer.status == 304 and known is not None:
            headers = CaptureHeaders(
                etag=answer.headers.etag or known.etag,
                last_modified=answer.headers.last_modified or known.last_modified,
                content_type=answer.headers.content_type,
            )
            verdict = "not_modified" if known.kind in ARCHIVED else "list_not_modified"
            self._record.capture(answer, verdict, headers=headers, fingerprint=earlier)
            self._changes.keep(task.url)
            return
        problem = problem_of(answer)
        if problem is not None:
            is_gone = problem[0] == "gone"
            if is_gone and not task.is_first:
                self._changes.read(task.url, ())
            else:
                self._changes.keep(task.url)
            if not (is_gone and (task.is_guess or self._lists.is_beyond(task))):
                self._failures.append(f"list {task.url}: {problem[1]}")
            # Pages that the list counts and that aren't there are told among the pages that are gone.
            self._articles.write_problem(answer, problem, list_url=task.column.url if task.may_be_beyond else None)
            return
        self._failures += [
            f"list {url}: is not there, and pages after it are" for url in self._lists.holes_before(task)
        ]
        await self._read_list(task, answer, earlier)

    async def _read_list(self, task: ListTask, answer: Answer, earlier: str | None) -> None:
        family = task.column.family or detect(answer.listing)
        if family not in FAMILIES:
            self._failures.append(f"list {task.url}: family {family} is not built")
            self._record.capture(
                answer, "error", headers=without_validators(answer), error=f"family {family} is not built"
            )
            return
        page = read_list(answer.listing, answer.final_url, family)
        judged = [(link, self._judge(link)) for link in page.links]
        # Menus have no dates and name no report; what is left is the list.
        listed = [(link, decision) for link, decision in judged if link.date or decision.accepted]
        is_report = conditions.is_report(answer.text) and not is_annual(answer.final_url)
        # A page that is a report itself is as new as its report, whatever else changes around it.
        own = [Link(answer.final_url, conditions.report_text(answer.text), None)] if is_report else []
        fingerprint = links.fingerprint([*(link for link, _ in listed), *own])
        repeats = self._lists.add_pages(task, page, {link.url for link, _ in listed})
        if hidden := self._hidden(task, page, is_repeat=bool(repeats and listed)):
            self._failures.append(f"list {task.url}: {hidden}")
            earlier = None
        if answer.is_partial:
            self._changes.keep(task.url)
        self._changes.read(task.url, (link for link, _ in listed))
        if fingerprint == earlier and not answer.is_partial:
            self._record.capture(
                answer, "list", fingerprint=fingerprint, reasons=("the same links as last time", *repeats)
            )
            return
        if is_report:
            self._write_report(task, answer)
        elif not listed and task.is_first and not page.parts and not page.next_pages:
            problem = "shows no dated link and no report: it has moved, or a script fills it"
            self._failures.append(f"list {task.url}: {problem}")
            self._record.capture(answer, "list", headers=without_validators(answer), error=problem)
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

    @staticmethod
    def _hidden(task: ListTask, page: ListPage, *, is_repeat: bool) -> str | None:
        """Why a part of the list can't be had, or None."""
        if is_repeat and page.is_counted and not task.is_guess:
            return "repeats what earlier pages list, so what should stand here and after it can't be had"
        return page.gap

    def _take_list(self, found: Found, answer: Answer) -> bool | None:
        """Puts the list that a report's link led to on the way, with the answer that showed it. See Articles."""
        if not is_list(answer.text, answer.final_url):
            return None
        if self._lists.has(answer.final_url):
            return False
        self._lists.add(
            ListTask(found.link.url, self._lists.column_of(found.list_url), part=found.link.url, depth=1, answer=answer)
        )
        return True

    def _write_report(self, task: ListTask, answer: Answer) -> None:
        """A page of a list whose own body is a report; it links to itself, so that it is seen as long as it stands."""
        title = conditions.title_of(answer.text)
        why = ("the column is itself a report",)
        self._record.link(task.url, Link(task.url, title, None), links.Decision(accepted=True, score=0, reasons=why))
        self._record.capture(answer, "article", list_url=task.url, link_text=title, reasons=why)

    async def _follow(self, task: ListTask, listed: Judged) -> bool:
        """Logs every judged link and fetches the accepted and the doubtful ones. Whether nothing stays due."""
        founds = []
        for link, decision in listed:
            is_followed = (decision.accepted or decision.is_doubtful) and not self._lists.has(link.url)
            if decision.accepted and not is_followed:
                why = (*decision.reasons, "leads to a list of this site")
                self._record.link(task.url, link, replace(decision, accepted=False, reasons=why))
            elif not decision.is_doubtful:
                self._record.link(task.url, link, decision)
            if is_followed:
                founds.append(Found(task.url, link, decision))
        outcomes = [
            await self._articles.visit(found, is_altered=self._changes.is_altered(task.url, found.link))
            for found in founds
        ]
        for found in founds:
            if found.decision.is_doubtful:
                self._record.link(task.url, found.link, self._articles.decision_on(found))
        return all(outcomes)
