"""Figures as CSV and as JSON: every number with its n, interval, method and what must be said beside it."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext

from survey.formulas import guarded
from survey.results.figures import Row, sentences
from survey.results.present import entity_name, group_name, value_name
from survey.results.subject import Subject
from survey.results.wording import ORIGINS, measure_name

_NUMBERS = (
    "n",
    "estimate",
    "se",
    "low",
    "high",
    "level",
    "method",
    "deff",
    "n_eff",
    "df",
    "kind",
    "small",
    "missing",
)


def documented(subject: Subject, row: Row) -> Row:
    """A row with the names of its codes, and the sentences that belong to it."""
    return row | {
        "measure_name": measure_name(row["measure"]),
        "entity_name": entity_name(subject, row["entity"]),
        "by_names": {
            group_name(subject, name): value_name(subject, name, value) for name, value in row["by"].items()
        },
        "origin_name": str(ORIGINS[row["origin"]]),
        "caveat": " ".join(sentences(row)),
    }


def as_json(subject: Subject, rows: Iterable[Row], **about: Any) -> str:
    """One document: the study, whether it is synthetic, the snapshot, and the rows."""
    study = subject.study
    return json.dumps(
        {
            "study": study.slug,
            "title": study.title,
            "municipality": study.municipality,
            "synthetic": study.synthetic,
            "notice": notice(subject),
            "snapshot": subject.snapshot.hash,
            "interviews": subject.snapshot.interviews,
            **about,
            "rows": [documented(subject, row) for row in rows],
        },
        ensure_ascii=False,
        allow_nan=False,
        indent=1,
    )


def as_csv(subject: Subject, rows: Iterable[Row], extra: tuple[str, ...] = ()) -> str:
    """One line per row; per group a column with its code and one with its name; `extra` members come first."""
    listed = [documented(subject, row) for row in rows]
    groups = list(dict.fromkeys(name for row in listed for name in row["by"]))
    heads = ["study", *extra, "measure", "measure_name", "entity", "entity_name"]
    heads += [head for name in groups for head in (f"by_{name}", f"by_{name}_name")]
    heads += ["origin", *_NUMBERS, "caveat", "notice", "snapshot"]
    about = {"study": subject.study.slug, "notice": notice(subject), "snapshot": subject.snapshot.hash}
    written = io.StringIO()
    writer = csv.DictWriter(written, heads, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for row in listed:
        flat = {f"by_{name}": value for name, value in row["by"].items()}
        flat |= {f"by_{name}_name": value_name(subject, name, value) for name, value in row["by"].items()}
        writer.writerow({head: _cell(value) for head, value in (row | flat | about).items() if head in heads})
    return written.getvalue()


def table_csv(heads: list[str], lines: Iterable[Mapping[str, Any]]) -> str:
    """Counts as CSV."""
    written = io.StringIO()
    writer = csv.DictWriter(written, heads, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({head: _cell(line[head]) for head in heads} for line in lines)
    return written.getvalue()


def notice(subject: Subject) -> str:
    """What must be said of the data as a whole; empty when there is nothing."""
    return gettext("Synthetische gegevens: de antwoorden zijn verzonnen.") if subject.study.synthetic else ""


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return guarded(value) if isinstance(value, str) else value
