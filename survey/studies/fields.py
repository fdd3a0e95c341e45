"""Fields of a form that read strictly what was typed, say what is wrong with it, and show it again as it was."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask_babel import LazyString, format_date
from flask_babel import gettext as _
from wtforms import Field, FieldList, Form, FormField
from wtforms.validators import ValidationError

from survey.studies import typed
from survey.studies.refusals import NotFilledIn
from survey.studies.typed import NotUnderstood


class TypedField(Field):
    """One thing that is typed. `data` is what it means, None or empty when nothing was typed or it was not understood.

    Args:
        label: what stands above the field.
        needed: the sentence for when it stays empty; None: it may.
        hint: what stands under the label.
    """

    def __init__(
        self, label: LazyString, *, needed: LazyString | None = None, hint: LazyString | str = "", **more: Any
    ) -> None:
        self.needed, self.hint = needed, hint
        self.wrote = ""
        super().__init__(label, **more)

    def read(self, typed_: str) -> Any:
        """What was typed as a value: here the text itself. Raises NotUnderstood for what is something else."""
        return typed_

    def shown(self, value: Any) -> str:
        """A value as it is typed."""
        return "" if value is None else str(value)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read what came from the browser."""
        self.wrote = str(valuelist[0]) if valuelist else ""
        try:
            self.data = self.read(self.wrote)
        except NotUnderstood as error:
            self.data = None
            raise ValueError(str(error)) from error

    def pre_validate(self, form: Any) -> None:
        """Nothing typed where something is needed."""
        del form  # only this field matters
        if self.needed and self.data in (None, "") and not self.process_errors:
            raise ValidationError(str(self.needed))

    def _value(self) -> str:
        return self.wrote if self.raw_data else self.shown(self.data)


class LineField(TypedField):
    """One line of at most `longest` characters."""

    def __init__(self, label: LazyString, longest: int, **more: Any) -> None:
        self.longest = longest
        super().__init__(label, **more)

    def read(self, typed_: str) -> str:
        """The line without spaces around it."""
        return typed.line(typed_, self.longest)


class LinesField(LineField):
    """Some lines of together at most `longest` characters."""

    def read(self, typed_: str) -> str:
        """The text without white space around it."""
        return typed.text(typed_, self.longest)


class WholeField(TypedField):
    """A whole number from `least` to `most`."""

    def __init__(self, label: LazyString, least: int, most: int, **more: Any) -> None:
        self.least, self.most = least, most
        super().__init__(label, **more)

    def read(self, typed_: str) -> int | None:
        """The number."""
        return typed.whole(typed_, self.least, self.most)


class ChoiceField(TypedField):
    """One of some names; `choices` are the names with what they are called, and may be set later."""

    def __init__(
        self, label: LazyString, choices: Sequence[tuple[str, LazyString | str]] = (), **more: Any
    ) -> None:
        self.choices = choices
        super().__init__(label, **more)

    def read(self, typed_: str) -> str:
        """The name."""
        return typed_

    def pre_validate(self, form: Any) -> None:
        """A name that is not in the list."""
        super().pre_validate(form)
        if self.data not in {name for name, _label in self.choices}:
            raise ValidationError(_("Kies iets uit de lijst."))


class DayField(TypedField):
    """A day."""

    def read(self, typed_: str) -> date | None:
        """The day."""
        return typed.day(typed_)

    def shown(self, value: Any) -> str:
        """The day as it is typed."""
        return str(format_date(value, "d-M-y")) if isinstance(value, date) else ""


def filled_in(form: Form) -> None:
    """See that every field of the form was understood.

    Raises:
        NotFilledIn: some were not; with a link to each.
    """
    if not form.validate():
        raise NotFilledIn([(field.id, f"{field.label.text}: {field.errors[0]}") for field in _wrong(form)])


def _wrong(fields: "Form | FormField[Any] | FieldList[Any]") -> Iterator[Field]:
    for field in fields:
        if isinstance(field, FormField | FieldList):
            yield from _wrong(field)
        elif field.errors:
            yield field
