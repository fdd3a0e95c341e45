"""Take the answers of one page: judge them, keep them, or say why not."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from questionnaires import forms
from questionnaires.engine.evaluate import absent
from questionnaires.fields.answer import Posted
from survey.moment import now
from survey.panel.filling import Filling

_MARK_LENGTH = 16


@dataclass(frozen=True)
class Judgement:
    """Why the answers of a page were not kept; nothing in it: they were.

    Attributes:
        problems: per question what is wrong.
        changed_elsewhere: another tab changed an answer of this page after it was shown.
        locked: the questions whose answer may not change any more, and that came back changed.

    """

    problems: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    changed_elsewhere: bool = False
    locked: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether the answers were kept."""
        return not (self.problems or self.changed_elsewhere or self.locked)


def read(filling: Filling, page_id: str, posted: Posted) -> forms.Form:
    """The page as a form with what was posted in it."""
    made = forms.form(filling.programme, page_id, filling.context)
    return made(posted, answers=filling.draft.answers)


def answer(filling: Filling, page_id: str, posted: Posted, *, seen: str) -> Judgement:
    """Judge and keep the answers of one page.

    Args:
        filling: the form.
        page_id: the page that was sent.
        posted: what the browser sent.
        seen: the `mark` of this page's answers when it was shown.

    """
    form = read(filling, page_id, posted)
    before = filling.draft.answers
    locked = tuple(
        name
        for name in form.asked
        if name in form.locked
        and (typed := form.field(name)).posted
        and not _same(typed.read(posted), before.get(name))
    )
    if locked:
        return Judgement(locked=locked)
    given = {name: value for name, value in forms.answers(form).items() if name not in form.locked}
    # What is the same in both tabs, or a second click, is no conflict.
    if seen != mark(filling, page_id) and any(not _same(before.get(name), given[name]) for name in given):
        return Judgement(changed_elsewhere=True)
    if not form.validate():
        return Judgement(problems=forms.problems(form))
    _keep(filling, given)
    return Judgement()


def show(filling: Filling, page_id: str) -> None:
    """Write down that a page is shown now."""
    draft = filling.draft
    if page_id not in draft.shown:
        draft.shown = [*draft.shown, page_id]
        draft.updated_at = now()


def mark(filling: Filling, page_id: str) -> str:
    """A short text that changes when a kept answer of this page changes."""
    kept = {name: filling.draft.answers.get(name) for name in filling.page(page_id)["questions"]}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:_MARK_LENGTH]


def _keep(filling: Filling, given: Mapping[str, Any]) -> None:
    draft = filling.draft
    for name, value in given.items():
        if _same(draft.answers.get(name), value) and name in draft.languages:
            continue
        # A question that was left empty has its language too: it was read, and passed.
        draft.languages[name] = filling.language
        if absent(value):
            draft.answers.pop(name, None)
        else:
            draft.answers[name] = value
    flag_modified(draft, "answers")
    flag_modified(draft, "languages")
    draft.language = filling.language
    draft.revision += 1
    draft.updated_at = now()


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) or (absent(one) and absent(other))
