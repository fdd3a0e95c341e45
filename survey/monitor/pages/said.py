"""A signal as a sentence: what was measured, in the words of the page."""

from collections.abc import Mapping
from typing import Any

from flask_babel import format_percent
from flask_babel import gettext as _

from survey.monitor.labels import in_language, page_names
from survey.monitor.pages.frame import lasting
from survey.monitor.signals import SENTENCES, Signal


def signal_said(signal: Signal, programme: Mapping[str, Any] | None) -> str:
    """What stands out, with its figures, in the words of the questionnaire as far as it is known."""
    pages = page_names(programme) if programme else {}
    variables, missing = (programme or {}).get("variables", {}), (programme or {}).get("missing", {})
    measured = dict(signal.measured)
    for name in ("took", "median", "off"):
        if name in measured:
            measured[name + "_seconds"] = measured[name]
            measured[name] = lasting(measured[name])
    if "share" in measured:
        measured["share"] = format_percent(measured["share"], "#,##0%")
    if "page" in measured:
        measured["page"] = pages.get(measured["page"], measured["page"])
    if measured.get("first") in variables:
        measured["first"] = in_language(variables[measured["first"]]["text"])
    if measured.get("code") in missing:
        measured["code"] = in_language(missing[measured["code"]])
    if "off" in measured:
        measured["way"] = _("voor") if measured["off_seconds"] > 0 else _("achter")
    return str(SENTENCES[signal.code]) % measured
