"""The fieldwork log as a CSV file for the report: a row per line that was written, and a row of facts per day."""

import csv
from collections.abc import Mapping
from datetime import date
from io import StringIO

from survey.fieldwork.tables import OUTCOMES
from survey.formulas import guarded
from survey.monitor.clock import LOCAL, aware
from survey.monitor.facts import DayFacts

COLUMNS = (
    "day", "kind", "place", "text", "written_at", "struck_out", "interviews", "not_finished", "devices",
    "interviewers", "areas", *(f"contacts_{outcome}" for outcome in OUTCOMES),
)  # fmt: skip


def log_file(days: Mapping[date, DayFacts]) -> str:
    """The file: commas, UTF-8, texts guarded against spreadsheets; struck lines are in it and marked."""
    written = StringIO(newline="")
    writer = csv.DictWriter(written, COLUMNS, restval="")
    writer.writeheader()
    for day, facts in sorted(days.items()):
        writer.writerow(
            {
                "day": day.isoformat(),
                "kind": "facts",
                "interviews": facts.complete,
                "not_finished": facts.stopped,
                "devices": len(facts.devices),
                "interviewers": len(facts.interviewers),
                "areas": len(facts.areas),
                **{f"contacts_{outcome}": facts.contacts[outcome] for outcome in OUTCOMES},
            }
        )
        for note in facts.notes:
            writer.writerow(
                {
                    "day": day.isoformat(),
                    "kind": "note",
                    "place": guarded(note.place),
                    "text": guarded(note.text),
                    "written_at": aware(note.written_at).astimezone(LOCAL).isoformat(timespec="seconds"),
                    "struck_out": "yes" if note.struck_at else "no",
                }
            )
    return written.getvalue()
