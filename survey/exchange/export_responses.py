"""Export the responses of a study: one row per interview, in the form that import reads, with a codebook beside it."""

import csv
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from questionnaires.codebook import codebook
from survey.collection.tables import Interview
from survey.exchange import cell
from survey.exchange.columns import FIXED, TOLD, column_of, variables_of
from survey.exchange.import_responses import LOCAL
from survey.formulas import guarded
from survey.locations.find import codes_by_form
from survey.studies import find
from survey.studies.tables import Study

NOTICE = "synthetische gegevens: de antwoorden zijn verzonnen"
_CHUNK = 2000
_CODEBOOK = (
    "column",
    "kind",
    "page",
    "role",
    "sensitive",
    "required",
    "min",
    "max",
    "code",
    "label",
    "text",
    "measures",
    "notice",
)


def export_responses(session: Session, slug: str, path: Path, *, with_excluded: bool = False) -> int:
    """Write the interviews to `path` and the codebook to `<name>.codebook.csv` beside it; gives how many there are.

    Interviews that wait for a person are in it (`state` is `flagged`); excluded ones only with `with_excluded`. Answers off the
    path are in it as well, named in `off_path`: they do not count in any figure. Both files are UTF-8 with commas.

    Raises:
        Problem: `study_unknown`.
        OSError: the file can not be written.
    """
    study = find.study(session, slug)
    areas = find.areas(session, study)
    versions = find.versions(session, study)
    waves = {wave.id: wave.number for wave in find.waves(session, study)}
    hashes = {version.id: version.hash for version in versions}
    programmes = [find.programme(version, areas) for version in reversed(versions)]
    variables = variables_of(programmes)
    notice = NOTICE if study.synthetic else ""
    came_by = codes_by_form(session, study)
    count = 0
    with path.open("w", encoding="utf-8", newline="") as written:
        writer = csv.DictWriter(written, [*FIXED, *variables, *TOLD])
        writer.writeheader()
        for interview in _interviews(session, study, with_excluded=with_excluded):
            told = {
                "wave": waves[interview.wave_id],
                "open_link_place": came_by.get(interview.id, ""),
                "notice": notice,
            }
            about = {"questionnaire": hashes.get(interview.version_id, "")}
            writer.writerow(_row(interview, variables) | told | about)
            count += 1
    _write_codebook(path.with_name(f"{path.stem}.codebook.csv"), programmes, variables, notice)
    return count


def _interviews(session: Session, study: Study, *, with_excluded: bool) -> Iterator[Interview]:
    wanted = select(Interview).where(Interview.study_id == study.id)
    if not with_excluded:
        wanted = wanted.where(Interview.state != "excluded")
    ordered = wanted.order_by(col(Interview.completed_at), col(Interview.id)).execution_options(
        yield_per=_CHUNK
    )
    yield from session.exec(ordered)


def _row(interview: Interview, variables: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    answers = {
        column: cell.write(interview.answers.get(variable["name"])) for column, variable in variables.items()
    }
    counted = set(interview.counted)
    off_path = [
        column
        for column, variable in variables.items()
        if answers[column] and variable["name"] not in counted and interview.state == "accepted"
    ]
    return answers | {
        "interview": str(interview.id),
        "origin": interview.origin,
        "mode": interview.mode,
        "language": interview.language,
        "started_at": _moment(interview.started_at),
        "completed_at": _moment(interview.completed_at),
        "weight": "" if interview.weight == 1 else repr(interview.weight),
        "stratum": guarded(interview.stratum or ""),
        "psu": "" if interview.psu in (None, str(interview.id)) else guarded(interview.psu),
        "state": interview.state,
        "off_path": "|".join(off_path),
    }


def _moment(moment: datetime) -> str:
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return known.astimezone(LOCAL).isoformat()


def _write_codebook(
    path: Path, programmes: list[dict[str, Any]], variables: Mapping[str, Any], notice: str
) -> None:
    described = {one.name: one for programme in reversed(programmes) for one in codebook(programme)}
    with path.open("w", encoding="utf-8", newline="") as written:
        writer = csv.DictWriter(written, _CODEBOOK)
        writer.writeheader()
        for variable in variables.values():
            one = described[variable["name"]]
            measures = [f"{each['measure']}:{each['entity'] or ''}" for each in one.measures]
            about = {
                "column": column_of(one.name),
                "kind": one.kind,
                "page": one.page,
                "role": one.role or "",
                "sensitive": str(one.sensitive).lower(),
                "required": str(one.required).lower(),
                "min": "" if one.minimum is None else one.minimum,
                "max": "" if one.maximum is None else one.maximum,
                "text": guarded(one.text),
                "measures": "|".join(measures),
                "notice": notice,
            }
            codes = dict(one.codes) | {
                cell.MISSING_PREFIX + code: label for code, label in one.missing.items()
            }
            for code, label in (codes or {"": ""}).items():
                writer.writerow(about | {"code": code, "label": guarded(label)})
