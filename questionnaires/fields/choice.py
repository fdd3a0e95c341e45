"""One answer from a list: single choice, scale, area, consent."""

from questionnaires.fields.answer import AnswerField


class ChoiceField(AnswerField):
    """Radio buttons; the answer is a code."""

    def answer(self, given: list[str]) -> str | None:
        """The first code; a browser sends one."""
        return given[0] if given else None
