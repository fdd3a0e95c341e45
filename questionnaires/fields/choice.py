"""One answer from a list: single choice, scale, area, consent."""

from questionnaires.fields.answer import AnswerField


class ChoiceField(AnswerField):
    """Radio buttons; the answer is a code. A browser sends one; of more the first counts."""
