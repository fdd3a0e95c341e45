"""What a questionnaire calls its questions and answers, in the language of the page."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _

from survey.i18n import current_language
from survey.studies.tables import Area


def in_language(label: Any) -> str:
    """A label of a questionnaire in the language of the page, else in its first one; what is filled in stands as dots."""
    if not label:
        return ""
    found = label.get(current_language()) or next(iter(label.values()))
    return (
        found if isinstance(found, str) else "".join(part if isinstance(part, str) else "…" for part in found)
    )


def area_names(areas: Iterable[Area]) -> dict[str, str]:
    """What each area is called; interviews without one have a name too."""
    return {"": _("Wijk niet bekend")} | {area.code: area.name for area in areas}


def page_names(programme: Mapping[str, Any]) -> dict[str, str]:
    """The questions on each page of a questionnaire."""
    variables = programme["variables"]
    return {
        page["id"]: " / ".join(in_language(variables[name]["text"]) for name in page["questions"])
        for page in programme["pages"]
    }


def said(programme: Mapping[str, Any] | None, variable: str, answer: Any) -> str:
    """An answer in words: the labels of what was chosen; a code that the questionnaire does not know as it came."""
    if answer is None or answer in ("", []):
        return "–"
    asked = programme["variables"].get(variable) if programme else None
    if isinstance(answer, dict):
        code = str(answer.get("missing"))
        label = (programme or {}).get("missing", {}).get(code)
        return in_language(label) if label else code
    labels = {option["code"]: in_language(option["label"]) for option in asked["options"]} if asked else {}
    if isinstance(answer, list):
        return "; ".join(labels.get(str(code), str(code)) for code in answer)
    return labels.get(answer, str(answer)) if isinstance(answer, str) else str(answer)
