"""Texts of a programme as HTML: pipes filled and set apart, and the language said where a text fell back to another."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from questionnaires.engine.text import piped

Programme = Mapping[str, Any]

SENTENCE = 3
"""From so many words on two languages do not say a thing the same way by chance."""


def direction(programme: Programme, language: str) -> str:
    """`ltr` or `rtl`; of an unknown language that of the first of the programme."""
    known = {each["code"]: each["direction"] for each in programme["languages"]}
    return str(known.get(language, programme["languages"][0]["direction"]))


def chosen(programme: Programme, texts: Mapping[str, Any], language: str) -> tuple[Any, str | None]:
    """A text in a language, and the language that it really is in when that is another; None: as asked.

    A text that was not translated is there in the words of the first language. It is taken for such when the two
    languages are written in other directions, or when it is long: `Markt` and `School` are good words in more than one
    language, a whole sentence is not, and the name of a Dutch team is Dutch wherever it stands.
    """
    first = programme["languages"][0]["code"]
    own, fallback = texts.get(language), texts.get(first) or ""
    if language == first:
        return fallback, None
    if not own:
        return fallback, first
    turned = direction(programme, language) != direction(programme, first)
    return own, first if own == fallback and (turned or _words(own) >= SENTENCE) else None


def markup(
    programme: Programme,
    texts: Mapping[str, Any] | None,
    answers: Mapping[str, Any],
    context: Mapping[str, Any],
) -> Markup:
    """A text (per language a string or a list of parts) as HTML; empty when there is none."""
    if texts is None:
        return Markup()
    found, other = chosen(programme, texts, context.get("language") or "")
    parts = [found] if isinstance(found, str) else found
    inside = Markup().join(
        escape(part) if isinstance(part, str) else _pipe(programme, part["pipe"], answers, context)
        for part in parts
    )
    return Markup("<span{}>{}</span>").format(spoken(programme, other), inside) if other else inside


def spoken(programme: Programme, language: str | None) -> Markup:
    """The attributes `lang` and `dir` for a language, with a space before them; empty for None."""
    if language is None:
        return Markup()
    return Markup(' lang="{}" dir="{}"').format(language, direction(programme, language))


def _words(text: Any) -> int:
    parts = [text] if isinstance(text, str) else text
    return sum(len(part.split()) for part in parts if isinstance(part, str))


def _pipe(programme: Programme, name: str, answers: Mapping[str, Any], context: Mapping[str, Any]) -> Markup:
    other = None
    if name in programme["entities"]:
        _, other = chosen(programme, programme["entities"][name]["label"], context.get("language") or "")
    shown = piped(programme, name, answers, context)
    return Markup('<bdi data-pipe="{}"{}>{}</bdi>').format(name, spoken(programme, other), shown)
