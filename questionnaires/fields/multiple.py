"""Several answers from a list."""

from questionnaires.fields.answer import AnswerField


class MultipleField(AnswerField):
    """Checkboxes; the answer is a list of codes."""

    def answer(self, given: list[str]) -> list[str] | None:
        """The codes, in the order of the page."""
        return given or None
