"""Texts with their pipes filled, in the language of the interview. The twin of `text.js`."""

from typing import Any

from questionnaires.engine.evaluate import answered
from questionnaires.engine.notation import day, numeral, real
from questionnaires.engine.route import Answers, Context, Programme, counted

NOTHING = "…"


def text(programme: Programme, parts: Any, answers: Answers, context: Context) -> str:
    """Fill a text.

    Args:
        programme: the programme.
        parts: a text as the programme has it: per language a list of strings and `{"pipe": name}` (or one
            string); or the list (or string) of one language; None is no text.
        answers: name → answer; those off the path do not show.
        context: its `language` is taken, else the first language of the programme.

    Returns:
        The text, empty when there is none.
    """
    chosen = _in_language(programme, parts, context) or []
    if isinstance(chosen, str):
        return chosen
    if all(isinstance(part, str) for part in chosen):
        return "".join(chosen)  # nothing to fill in: no need to walk
    counting = counted(programme, answers, context)
    return "".join(
        part if isinstance(part, str) else _shown(programme, part["pipe"], counting, context)
        for part in chosen
    )


def piped(programme: Programme, name: str, answers: Answers, context: Context) -> str:
    """Give what one pipe shows: the label of an entity, or the answer (its label) to a question that was asked.

    A missing code, an absent answer and an unknown name show as `…`.
    """
    return _shown(programme, name, counted(programme, answers, context), context)


def label(programme: Programme, labels: Any, context: Context) -> str:
    """Give a label (a string per language, or one string) in the language of the interview."""
    chosen = _in_language(programme, labels, context)
    return chosen if isinstance(chosen, str) and chosen else NOTHING


def _in_language(programme: Programme, texts: Any, context: Context) -> Any:
    if not isinstance(texts, dict):
        return texts
    return texts.get(context.get("language")) or texts.get(programme["languages"][0]["code"])


def _shown(programme: Programme, name: str, counting: Answers, context: Context) -> str:
    if name in programme["entities"]:
        return label(programme, programme["entities"][name]["label"], context)
    value = answered(counting, name)
    variable = programme["variables"].get(name)
    if variable is None:
        return NOTHING
    if variable["options"]:
        labels = {
            option["code"]: label(programme, option["label"], context) for option in variable["options"]
        }
        codes = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(code, NOTHING) if isinstance(code, str) else NOTHING for code in codes)
    return _written(variable["kind"], value, context)


def _written(kind: str, value: Any, context: Context) -> str:
    if kind == "number" and isinstance(value, float):
        return numeral(value, context.get("language") or "")
    if kind == "date" and isinstance(value, str):
        return day(value) if real(value) else NOTHING
    return value if kind in {"text", "long_text"} and isinstance(value, str) else NOTHING
