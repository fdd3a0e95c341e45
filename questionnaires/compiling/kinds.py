"""What the kinds of questions are: which have codes, and what their answers are to the expression language."""

from collections.abc import Sequence

from questionnaires.questionnaire import Question

CODED = frozenset({"single", "multiple", "scale", "consent"})
"""Kinds of which every answer is a code that the file knows."""

VALUES = {
    "single": "text",
    "scale": "text",
    "consent": "text",
    "area": "text",
    "text": "text",
    "long_text": "text",
    "number": "number",
    "date": "date",
    "multiple": "list",
}
"""The kind that the answer to a question has in an expression."""


def of_statement(block: Question) -> str:
    """The kind of the variables of a block: a scale when its codes are numbers, or are the standard ones."""
    return "scale" if numbered([option.code for option in block.options]) else "single"


def numbered(codes: Sequence[str]) -> bool:
    """Whether every code is a whole number, so that a mean of them has a meaning."""
    return all(code.isdecimal() for code in codes)
