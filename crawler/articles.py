"""Reports and their files: what an accepted link leads to is fetched, judged once more and written down.

Documents that are archived already are not asked for again.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from crawler import links
from crawler.answer import Answer, problem_of
from crawler.attachments import Attachment, find_attachments, published_date
from crawler.conditions import is_report, text_outside_links, title_of
from crawler.families import Link
from crawler.families.parts import frames
from crawler.fetch import MAX_ERRORS, Fetcher, SiteStoppedError
from crawler.plan import KnownUrl
from crawler.record import Found, Recorder, without_validators
from crawler.urls import key_of

FRAME_TEXT = 300  # characters of its own, outside links, below which an article is what its frames show
ARCHIVED = ("article", "attachment", "not_modified")


class Articles:
    """The documents of one site in one night. ``on_list`` takes what turns out to be a list.

    It says whether it was the first to lead there tonight, or None for a page that is no list.
    """

    def __init__(
        self,
        known: Mapping[str, KnownUrl],
        fetcher: Fetcher,
        record: Recorder,
        on_list: Callable[[Found, Answer], bool | None],
    ) -> None:
        self._known = known
        self._fetcher = fetcher
        self._record = record
        self._on_list = on_list
        self._complete: dict[str, bool] = {}
        self._decisions: dict[str, links.Decision] = {}  # on links that had left their list in doubt

    @property
    def due(self) -> int:
        """How many documents could not be fetched whole."""
        return sum(not complete for complete in self._complete.values())

    def is_archived(self, url: str) -> bool:
        """Whether an earlier night fetched a document whole."""
        known = self._known.get(key_of(url))
        return known is not None and known.sha256 is not None and known.kind in ARCHIVED

    def decision_on(self, found: Found) -> links.Decision:
        """What came of a link that left its list in doubt."""
        if self.is_archived(found.link.url):
            why = (*found.decision.reasons, "an earlier night found it to be a report")
            return replace(found.decision, accepted=True, is_doubtful=False, reasons=why)
        return self._decisions.get(key_of(found.link.url), found.decision)

    async def visit(self, found: Found, *, is_altered: bool = False) -> bool:
        """Fetches a report and its files, for the second time when its list speaks of it in other words than before.

        Whether nothing of it stays due.
        """
        key = key_of(found.link.url)
        if key not in self._complete and (is_altered or not self.is_archived(found.link.url)):
            self._complete[key] = False
            self._complete[key] = await self._fetch_article(found, is_anew=self.is_archived(found.link.url))
        return self._complete.get(key, True)

    async def visit_missing(self, found: Found) -> None:
        """Asks for a report that no list names any more whether it is still there, and writes down what came of it."""
        key = key_of(found.link.url)
        if key in self._complete or not self.is_archived(found.link.url):
            return
        self._complete[key] = True
        answer = await self._fetcher.fetch(found.link.url, self._known[key])
        reasons = ("no list names it any more",)
        problem = problem_of(answer)
        if answer.status == 304 or (problem is None and answer.sha256 == self._known[key].sha256):
            self._record.capture(answer, "not_modified", found, reasons=reasons)
        elif problem is not None:
            self.write_problem(answer, (problem[0], f"no list names it any more; {problem[1]}"), found)
        else:
            self._record.capture(answer, "other", found, reasons=reasons)

    async def _fetch_article(self, found: Found, *, is_anew: bool) -> bool:
        answer = await self._fetcher.fetch(found.link.url)
        problem = problem_of(answer)
        if problem is not None:
            self.write_problem(answer, problem, found)
            return not answer.is_transient
        if not answer.text:
            self._record.capture(answer, "partial" if answer.is_partial else "attachment", found)
            return not answer.is_partial
        files = find_attachments(answer.text, answer.final_url)
        is_new_list = None if files else self._on_list(found, answer)
        if is_new_list is not None:
            if not is_new_list:
                self.write_problem(answer, ("gone", "sent on to a list"), found)
            return True
        if found.decision.is_doubtful:
            found = self._judged_by_itself(found, answer)
            self._decisions[key_of(found.link.url)] = found.decision
            if not found.decision.accepted:
                self._record.capture(answer, "other", found)
                return True
        is_empty = not files and len(text_outside_links(answer.text)) < FRAME_TEXT
        shown = frames(answer.text, answer.final_url) if is_empty else ()
        date = published_date(answer.text) or found.link.date
        dated = Found(found.list_url, Link(found.link.url, found.link.text, date), found.decision)
        try:
            outcomes = [await self._fetch_frame(address, dated) for address in shown]
            outcomes += [await self._fetch_attachment(file, dated, is_anew=is_anew) for file in files]
        except SiteStoppedError:
            self._record.capture(answer, "partial", dated)
            raise
        is_complete = all(outcomes) and not answer.is_partial
        self._record.capture(answer, "article" if is_complete else "partial", dated)
        return is_complete

    def _judged_by_itself(self, found: Found, answer: Answer) -> Found:
        """A link that left its page in doubt, judged by the title and the form of the page itself."""
        title = title_of(answer.text)
        decision = links.judge(title)
        link = replace(found.link, text=title) if decision.accepted else found.link
        if is_report(answer.text):
            decision = replace(
                decision, accepted=True, reasons=(*decision.reasons, "the page has the form of a report")
            )
        return Found(found.list_url, link, replace(decision, reasons=("judged by its own title", *decision.reasons)))

    async def _fetch_frame(self, address: str, found: Found) -> bool:
        """Fetches a page that an article without text of its own shows in a frame: the report, or the page's head."""
        key = key_of(address)
        if key in self._complete or self.is_archived(address):
            return self._complete.get(key, True)
        self._complete[key] = False
        answer = await self._fetcher.fetch(address, referer=found.link.url)
        problem = problem_of(answer)
        if problem is not None:
            self.write_problem(answer, problem, found, article_url=found.link.url)
            self._complete[key] = not answer.is_transient
        else:
            whole = "attachment" if not answer.text or is_report(answer.text) else "other"
            verdict = "partial" if answer.is_partial else whole
            self._record.capture(answer, verdict, found, article_url=found.link.url, reasons=("shown in a frame",))
            self._complete[key] = not answer.is_partial
        return self._complete[key]

    async def _fetch_attachment(self, file: Attachment, found: Found, *, is_anew: bool) -> bool:
        key = key_of(file.url)
        if key in self._complete or (self.is_archived(file.url) and not is_anew):
            return self._complete.get(key, True)
        self._complete[key] = False
        answer = await self._fetcher.fetch(file.url, self._known.get(key))
        if answer.status == 304 and key in self._known:
            self._record.capture(answer, "not_modified", found, article_url=found.link.url)
            self._complete[key] = True
            return True
        problem = problem_of(answer)
        if problem is None and answer.text:
            problem = ("error", "the answer is a web page, not a file")
        # A label such as 附件 names nothing; the article's title does.
        link = Link(file.url, file.text, found.link.date) if links.judge(file.text).accepted else found.link
        linked = Found(found.list_url, link, found.decision)
        reason = f"linked as {file.text}" if file.text else "shown in the article"
        if problem is not None:
            self.write_problem(answer, problem, linked, article_url=found.link.url, reasons=(reason,))
            self._complete[key] = not answer.is_transient
        else:
            verdict = "partial" if answer.is_partial else "attachment"
            self._record.capture(answer, verdict, linked, article_url=found.link.url, reasons=(reason,))
            self._complete[key] = not answer.is_partial
        return self._complete[key]

    def write_problem(
        self,
        answer: Answer,
        problem: tuple[str, str],
        found: Found | None = None,
        article_url: str | None = None,
        list_url: str | None = None,
        reasons: tuple[str, ...] = (),
    ) -> None:
        """Writes what went wrong, and ends the visit where going on would be rude or useless."""
        verdict, cause = problem
        self._record.capture(
            answer,
            verdict,
            found,
            headers=without_validators(answer),
            error=cause,
            list_url=list_url,
            article_url=article_url,
            reasons=reasons,
        )
        if verdict.startswith("blocked:"):
            raise SiteStoppedError(cause)
        if answer.host_waits and article_url is None:
            raise SiteStoppedError(cause)
        if self._fetcher.errors_in_a_row >= MAX_ERRORS:
            raise SiteStoppedError(f"{MAX_ERRORS} requests in a row failed, the last with: {cause}")
