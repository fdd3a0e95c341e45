"""What all fields share: they read a posted page into the answer that the programme knows, and ask the engine to judge it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from wtforms import Field, ValidationError
from wtforms.form import BaseForm

from questionnaires.engine.kinds import Problem

MISSING = "missing:"
"""What stands before a missing code in the value of an input."""


class Posted(Protocol):
    """What a browser sent: several values per name, such as `werkzeug`'s `MultiDict`."""

    def __contains__(self, key: Any) -> bool: ...

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Any]: ...

    def getlist(self, key: str) -> list[str]:
        """The values of one name, in the order of the page."""


@runtime_checkable
class Judging(Protocol):
    """A form that knows its interview."""

    def judge(self, field: "AnswerField") -> list[Problem]:
        """What is wrong with the answer in this field."""


def acceptable(form: BaseForm, field: Field) -> None:
    """The one validator of every field: the form's interview judges.

    Raises:
        ValidationError: there are problems; they are kept in `field.problems`.
    """
    if isinstance(form, Judging) and isinstance(field, AnswerField):
        field.problems = form.judge(field)
        if field.problems:
            raise ValidationError(", ".join(problem["code"] for problem in field.problems))


class AnswerField(Field):
    """A question on a page. `data` is its answer as `docs/programme.md` describes it; None: not answered.

    Attributes:
        problems: what the validator found.
        posted: whether the page that was sent held this question.
        confirmed: whether the respondent said "yes, this is right" to a soft problem.
        mixed: the missing code that was chosen beside an answer, or beside another missing code.
    """

    def __init__(self, variable: Mapping[str, Any], language: str = "", **wtforms: Any) -> None:
        self.variable = variable
        self.language = language
        self.problems: list[Problem] = []
        self.posted = False
        self.confirmed = False
        self.mixed: str | None = None
        super().__init__(validators=[acceptable], **wtforms)

    def process(
        self,
        formdata: Posted | None,
        data: Any = None,
        extra_filters: Sequence[Callable[[Any], Any]] | None = None,  # noqa: ARG002 -- WTForms passes it; an answer is never filtered
    ) -> None:
        """Takes the stored answer, then what was posted."""
        self.process_errors = []
        self.object_data = data
        self.data = data
        if formdata is None:
            return
        self.raw_data = formdata.getlist(self.name)
        self.confirmed = bool(formdata.getlist(f"{self.name}-sure"))
        self.data = self.read(formdata)

    def read(self, posted: Posted) -> Any:
        """The answer in what was posted."""
        values = [value for value in posted.getlist(self.name) if value]
        self.posted = bool(posted.getlist(self.name))
        codes, given = self._apart(values)
        if codes and not given and len(codes) == 1:
            return {"missing": codes[0]}
        self.mixed = codes[0] if codes else None
        return self.answer(given)

    def answer(self, given: list[str]) -> Any:
        """The answer in the values that are no missing codes: the first, unless the kind takes more of them."""
        return given[0] if given else None

    def _apart(self, values: list[str]) -> tuple[list[str], list[str]]:
        codes = [value.removeprefix(MISSING) for value in values if self._is_missing(value)]
        return codes, [value for value in values if not self._is_missing(value)]

    def _is_missing(self, value: str) -> bool:
        return value.startswith(MISSING) and value.removeprefix(MISSING) in self.variable["missing"]
