"""Own words: one line or several."""

from questionnaires.fields.answer import AnswerField


class TextField(AnswerField):
    """The answer is the text, without blanks around it; a new line is one character, whatever the browser sends."""

    def answer(self, given: list[str]) -> str | None:
        """The text."""
        text = given[0].replace("\r\n", "\n").strip() if given else ""
        return text or None
