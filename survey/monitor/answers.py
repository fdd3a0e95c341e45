"""The answers of one body in words, and two bodies side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from survey.collection.body import Body
from survey.monitor.labels import in_language, said


@dataclass(frozen=True, slots=True)
class Answer:
    """One question and what was answered.

    Attributes:
        variable: its name.
        question: its text; its name when the questionnaire does not know it.
        said: the answer in words.
        language: in which language it was given; empty when the client did not say.
        counts: whether it is on the path: answers off the path are kept and left out of figures.
        seconds: how long its page was on the screen; None when that is not known.
    """

    variable: str
    question: str
    said: str
    language: str
    counts: bool
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One question and what each body answers to it; `–` where one has no answer."""

    question: str
    said: tuple[str, ...]
    differs: bool


def answers(programme: Mapping[str, Any] | None, sent: Body, counted: Sequence[str]) -> list[Answer]:
    """Every answer of a body in the order of the questionnaire, then those that it does not know."""
    pages = _pages(programme)
    languages, times = (_mapping(sent.paradata.get(name)) for name in ("languages", "times"))
    return [
        Answer(
            variable=name,
            question=_question(programme, name),
            said=said(programme, name, sent.answers[name]),
            language=str(languages.get(name) or "")[:20],
            counts=name in counted,
            seconds=_seconds(times.get(pages.get(name, ""))),
        )
        for name in _in_order(pages, [sent])
    ]


def differences(programme: Mapping[str, Any] | None, bodies: Sequence[Body]) -> list[Difference]:
    """What each body says to every question that one of them answers; those that differ are marked, not moved."""
    return [
        Difference(
            _question(programme, name),
            tuple(said(programme, name, body.answers.get(name)) for body in bodies),
            any(body.answers.get(name) != bodies[0].answers.get(name) for body in bodies),
        )
        for name in _in_order(_pages(programme), bodies)
    ]


def _pages(programme: Mapping[str, Any] | None) -> dict[str, str]:
    if programme is None:
        return {}
    return {name: page["id"] for page in programme["pages"] for name in page["questions"]}


def _in_order(pages: Mapping[str, str], bodies: Sequence[Body]) -> list[str]:
    answered = dict.fromkeys(name for body in bodies for name in body.answers)
    return [*(name for name in pages if name in answered), *(name for name in answered if name not in pages)]


def _question(programme: Mapping[str, Any] | None, name: str) -> str:
    asked = programme["variables"].get(name) if programme else None
    return in_language(asked["text"]) if asked else name


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _seconds(milliseconds: Any) -> float | None:
    known = isinstance(milliseconds, int | float) and not isinstance(milliseconds, bool)
    return milliseconds / 1000 if known else None
