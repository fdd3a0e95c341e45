"""A page of a programme as a WTForms class: it reads what was posted; whether it is acceptable says `engine.check`."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, ClassVar

from wtforms.form import BaseForm

from questionnaires.engine.check import check
from questionnaires.engine.kinds import Problem, problem
from questionnaires.engine.route import asked, locked
from questionnaires.engine.text import label
from questionnaires.fields.answer import AnswerField, Posted
from questionnaires.fields.choice import ChoiceField
from questionnaires.fields.date import DateField
from questionnaires.fields.multiple import MultipleField
from questionnaires.fields.number import NumberField
from questionnaires.fields.text import TextField

FIELDS: Mapping[str, Callable[..., Any]] = {
    "single": ChoiceField,
    "scale": ChoiceField,
    "area": ChoiceField,
    "consent": ChoiceField,
    "multiple": MultipleField,
    "number": NumberField,
    "text": TextField,
    "long_text": TextField,
    "date": DateField,
}
"""The field of each kind of question."""


class Form(BaseForm):
    """One page of one interview. The fields go by the names of the variables: `form["age"]`.

    A question that is not asked is not judged, and a locked answer stays what it was, whatever is posted.
    """

    programme: ClassVar[Mapping[str, Any]]
    page: ClassVar[Mapping[str, Any]]
    context: ClassVar[Mapping[str, Any]]

    def __init__(self, formdata: Posted | None = None, *, answers: Mapping[str, Any] | None = None) -> None:
        self.before = dict(answers or {})
        self.locked = frozenset(locked(self.programme, self.context))
        variables = self.programme["variables"]
        language = self.context.get("language") or ""
        super().__init__(
            {
                name: FIELDS[variables[name]["kind"]](variable=variables[name], language=language)
                for name in self.page["questions"]
            }
        )
        self.process(formdata, data={name: self.before.get(name) for name in self.page["questions"]})
        if formdata is not None:
            self._keep()

    def _keep(self) -> None:
        """Gives back the stored answers that may not change any more."""
        for name in self.locked.intersection(self.page["questions"]):
            field = self.field(name)
            field.data = self.before.get(name)
            field.mixed = None

    def field(self, name: str) -> AnswerField:
        """The field of a variable.

        Raises:
            KeyError: it is not on this page.
        """
        found = self[name]
        if not isinstance(found, AnswerField):
            raise KeyError(name)
        return found

    @cached_property
    def everything(self) -> dict[str, Any]:
        """All answers of the interview, with those of this page in place of what was there."""
        return self.before | {name: self.field(name).data for name in self.page["questions"]}

    @cached_property
    def asked(self) -> list[str]:
        """The questions of this page that are asked, now that it is answered."""
        names = set(asked(self.programme, self.everything, self.context))
        return [name for name in self.page["questions"] if name in names]

    def judge(self, field: AnswerField) -> list[Problem]:
        """What is wrong with the answer in a field."""
        if field.name not in self.asked or field.name in self.locked:
            return []
        if field.mixed is not None:
            said = label(self.programme, self.programme["missing"][field.mixed], self.context)
            return [problem("exclusive_with_others", value=field.mixed, label=said)]
        found = check(self.programme, field.name, field.data, self.everything, self.context)
        return [one for one in found if not (one["soft"] and field.confirmed)]


def form(programme: Mapping[str, Any], page_id: str, context: Mapping[str, Any]) -> type[Form]:
    """The form of one page, to be called with what was posted (anything with `getlist`) and `answers=` so far.

    Raises:
        LookupError: the programme has no such page.
    """
    page = next((page for page in programme["pages"] if page["id"] == page_id), None)
    if page is None:
        raise LookupError(f"the programme has no page {page_id!r}")
    return type("PageForm", (Form,), {"programme": programme, "page": page, "context": context})


def fill(made: type[Form], answers: Mapping[str, Any]) -> Form:
    """The form with the answers that there are already."""
    return made(answers=answers)


def answers(form: Form) -> dict[str, Any]:
    """The answers on a page: name → value as in `docs/programme.md`, None for what was left empty or emptied.

    Only questions that are asked are in it, so that updating the stored answers with it keeps what is off the path. After
    a mistake it holds what was typed, to be shown again.
    """
    return {name: form.field(name).data for name in form.asked}


def problems(form: Form) -> dict[str, list[Problem]]:
    """What the validation of a form found: name → problems, only for questions that have any."""
    return {name: form.field(name).problems for name in form.asked if form.field(name).problems}
