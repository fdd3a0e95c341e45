"""The columns of a file with responses: what each is called, which must be there, and which only tell."""

from collections.abc import Iterable, Mapping
from typing import Any

REQUIRED = ("origin", "mode", "language", "started_at", "completed_at")
"""Without these an interview can not be placed; they may be in any order."""

DESIGN = ("weight", "stratum", "psu")
"""How the interview was drawn; may be left out, or left empty."""

FIXED = ("interview", "questionnaire", *REQUIRED, *DESIGN)
"""Read by import. Without `interview` the identity is made from the file and the row; without `questionnaire` the newest holds."""

TOLD = ("wave", "state", "off_path", "open_link_place", "notice")
"""Written by export so that the reader knows; not read by import, but for rows whose `state` is `excluded` or `flagged`."""

_OTHERWISE = "answer_"


def column_of(variable: str) -> str:
    """The column of a question: its name, or `answer_<name>` when a fixed column is called so."""
    return _OTHERWISE + variable if variable in (*FIXED, *TOLD) else variable


def variables_of(programmes: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The questions of all versions by column, in their order; the newest version, which comes first, decides."""
    found: dict[str, Mapping[str, Any]] = {}
    for programme in programmes:
        for page in programme["pages"]:
            for name in page["questions"]:
                found.setdefault(column_of(name), {"name": name, **programme["variables"][name]})
    return found
