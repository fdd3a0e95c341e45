"""One form that is being filled in: the draft, its questionnaire, and how far it is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC
from functools import cached_property
from typing import Any, cast
from zoneinfo import ZoneInfo

from questionnaires.engine.check import check
from questionnaires.engine.route import Walk, locked, walk
from survey.panel.tables import Draft
from survey.studies.tables import Study

_HERE = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Filling:
    """A draft together with what is needed to show and to judge it.

    Attributes:
        study: what it is for.
        hash: of the questionnaire version that it was begun with.
        programme: that version, with the areas of the study.
        draft: the answers so far.
        language: the language in which the questions are shown now.

    """

    study: Study
    hash: str
    programme: Mapping[str, Any]
    draft: Draft
    language: str
    _walks: dict[int, Walk] = field(default_factory=dict, repr=False, compare=False)

    @property
    def context(self) -> dict[str, Any]:
        """The context in which the questions are asked."""
        return {
            "today": self.today,
            "seed": self.draft.seed,
            "language": self.language,
            "mode": "online",
            "origin": self.draft.origin,
            "shown": self.draft.shown,
        }

    @cached_property
    def today(self) -> str:
        """The day on which the form was begun, in the Netherlands."""
        return self.draft.started_at.replace(tzinfo=UTC).astimezone(_HERE).date().isoformat()

    @property
    def walk(self) -> Walk:
        """The path that the answers make."""
        revision = self.draft.revision
        if revision not in self._walks:
            self._walks[revision] = walk(self.programme, self.draft.answers, self.context)
        return self._walks[revision]

    def page(self, page_id: str) -> Mapping[str, Any]:
        """The page with this id; raises LookupError when the questionnaire has none."""
        found = next((page for page in self.programme["pages"] if page["id"] == page_id), None)
        if found is None:
            raise LookupError(f"no page {page_id!r}")
        return cast("Mapping[str, Any]", found)

    def frontier(self) -> str | None:
        """The first page on the path that is not yet done; None when nothing is left to ask."""
        passage, fixed = self.walk, frozenset(self.locked())
        asked = frozenset(passage.names)
        return next((page for page in passage.pages if not self._done(page, asked, fixed)), None)

    def doubtful(self) -> str | None:
        """The first page with an answer that later answers made unacceptable; None when all is well."""
        answers, context, fixed = self.draft.answers, self.context, self.locked()
        variables = self.programme["variables"]
        for name in self.walk.names:
            found = check(self.programme, name, answers.get(name), answers, context)
            if name not in fixed and any(not problem["soft"] for problem in found):
                return str(variables[name]["page"])
        return None

    def may_see(self, page_id: str) -> bool:
        """Whether this page is on the path and everything before it is done."""
        pages = self.walk.pages
        if page_id not in pages:
            return False
        frontier = self.frontier()
        return frontier is None or pages.index(page_id) <= pages.index(frontier)

    def locked(self) -> list[str]:
        """The answers that are fixed, because a page that gives them away was shown."""
        return locked(self.programme, self.context)

    def speaking(self, language: str) -> "Filling":
        """The same form in another language."""
        return replace(self, language=language, _walks={})

    def _done(self, page_id: str, asked: Collection[str], fixed: Collection[str]) -> bool:
        draft, variables = self.draft, self.programme["variables"]
        return all(
            name in fixed
            or (name in draft.languages and (name in draft.answers or not variables[name]["required"]))
            for name in self.page(page_id)["questions"]
            if name in asked
        )
