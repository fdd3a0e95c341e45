"""Import a file with responses: every row becomes an interview, or, when one row is wrong, none does."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlmodel import Session, col, select

from questionnaires.context import MODES, ORIGINS
from survey.collection.receive import receive
from survey.collection.tables import Interview
from survey.exchange import cell
from survey.exchange.columns import DESIGN, FIXED, REQUIRED, TOLD, variables_of
from survey.exchange.read_csv import Fault, ImportRefused, Sheet, read_csv
from survey.problems import Problem
from survey.studies import find
from survey.studies.tables import Study

ROUTE = "import"
LOCAL = ZoneInfo("Europe/Amsterdam")  # a time without a zone is read as the clock on the wall
_FEW = 400
_ALLOWED = {"origin": ORIGINS, "mode": MODES}


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the rows: stored now, there already, kept but waiting for a person, left out as excluded."""

    stored: int
    repeated: int
    flagged: int
    excluded: int


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    identity: UUID
    members: dict[str, Any]  # of the body of an interview
    design: dict[str, Any]

    def body(self) -> bytes:
        """The bytes to keep: the same row gives the same bytes."""
        return json.dumps(self.members, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def import_responses(session: Session, slug: str, path: Path) -> Imported:
    """Read every row and receive it as an interview; flushes, does not commit.

    A row that is there already with the same content counts once; with other content it is a fault.

    Raises:
        ImportRefused: something is wrong in a row, which is named; the caller must roll back.
        Problem: `study_unknown`.
    """
    study = find.study(session, slug)
    areas = find.areas(session, study)
    versions = list(reversed(find.versions(session, study)))
    variables = variables_of(find.programme(version, areas) for version in versions)
    sheet = read_csv(path)
    _check_columns(sheet, variables)
    kept = [(number, cells) for number, cells in sheet.rows if cells.get("state") != "excluded"]
    rows, faults = _rows(sheet, kept, study, variables, versions[0].hash)
    if faults:
        raise ImportRefused(faults)
    there = _there_already(session, study, rows)
    fresh = [row for row in rows if row.identity not in there]
    _receive(session, fresh)
    return Imported(
        stored=len(fresh),
        repeated=len(there),
        flagged=_flagged(session, fresh),
        excluded=len(sheet.rows) - len(kept),
    )


def _check_columns(sheet: Sheet, variables: Mapping[str, Any]) -> None:
    known = (*FIXED, *TOLD, *variables)
    faults = [
        Fault(1, name, "deze kolom ontbreekt; zij is nodig.")
        for name in REQUIRED
        if name not in sheet.columns
    ]
    faults += [
        Fault(1, name, f"deze kolom is niet bekend. Bekend zijn: {', '.join(known)}.")
        for name in sheet.columns
        if name not in known
    ]
    if faults:
        raise ImportRefused(faults)


def _rows(
    sheet: Sheet,
    kept: list[tuple[int, dict[str, str]]],
    study: Study,
    variables: Mapping[str, Any],
    newest: str,
) -> tuple[list[_Row], list[Fault]]:
    rows, faults = [], []
    seen: dict[UUID, int] = {}
    for number, cells in kept:
        found: list[Fault] = []
        identity = _identity(sheet, number, cells, study, found)
        if identity in seen:
            found.append(Fault(number, "interview", f"hetzelfde interview staat al in rij {seen[identity]}."))
        seen[identity] = number
        members = _members(number, cells, study, newest, found)
        members["answers"] = _answers(number, cells, variables, found)
        design = _design(number, cells, found)
        members["paradata"] = {"design": design} if design else {}
        rows.append(_Row(number, identity, members, design))
        faults += found
    return rows, faults


def _identity(sheet: Sheet, number: int, cells: Mapping[str, str], study: Study, found: list[Fault]) -> UUID:
    given = cells.get("interview", "").strip()
    if given:
        try:
            return UUID(given)
        except ValueError:
            found.append(Fault(number, "interview", f"'{given[:40]}' is geen UUID. Laat de cel anders leeg."))
    # The same file gives the same identities, so that importing it twice counts once.
    return uuid5(NAMESPACE_URL, f"wijkpeil:{study.slug}:{sheet.digest}:{number}")


def _members(
    number: int, cells: Mapping[str, str], study: Study, newest: str, found: list[Fault]
) -> dict[str, Any]:
    members: dict[str, Any] = {
        "study": study.slug,
        "questionnaire": cells.get("questionnaire", "").strip() or newest,
    }
    for name in REQUIRED:
        text = cells[name].strip()
        if not text:
            found.append(Fault(number, name, "deze cel is leeg; zij is nodig."))
        elif name in _ALLOWED and text not in _ALLOWED[name]:
            found.append(
                Fault(number, name, f"'{text[:40]}' kan niet; kies uit {', '.join(_ALLOWED[name])}.")
            )
        members[name] = _moment(number, name, text, found) if name.endswith("_at") and text else text
    return members


def _moment(number: int, name: str, text: str, found: list[Fault]) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        what = f"'{text[:40]}' is geen tijdstip; schrijf bijvoorbeeld 2026-11-22T10:15:00+01:00."
        found.append(Fault(number, name, what))
        return text
    return (moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)).isoformat()


def _answers(
    number: int, cells: Mapping[str, str], variables: Mapping[str, Any], found: list[Fault]
) -> dict[str, Any]:
    answers = {}
    # What was flagged when it was exported is read as it was sent; it will be flagged again.
    lenient = cells.get("state") == "flagged"
    for column, variable in variables.items():
        try:
            answer = cell.read(variable, cells.get(column, ""), lenient=lenient)
        except cell.CellError as error:
            found.append(Fault(number, column, f"{error}."))
            continue
        if answer is not None:
            answers[variable["name"]] = answer
    return answers


def _design(number: int, cells: Mapping[str, str], found: list[Fault]) -> dict[str, Any]:
    given = {name: cells.get(name, "").strip() for name in DESIGN}
    design: dict[str, Any] = {name: text for name, text in given.items() if text}
    if "weight" in design:
        try:
            design["weight"] = float(design["weight"])
        except ValueError:
            design["weight"] = 0.0
        if not 0 < design["weight"] < float("inf"):
            found.append(
                Fault(
                    number, "weight", f"'{given['weight'][:40]}' is geen gewicht; schrijf een getal boven 0."
                )
            )
    return design


def _there_already(session: Session, study: Study, rows: list[_Row]) -> set[UUID]:
    there: set[UUID] = set()
    faults = []
    for start in range(0, len(rows), _FEW):
        part = {row.identity: row for row in rows[start : start + _FEW]}
        for interview in session.exec(select(Interview).where(col(Interview.id).in_(part))):
            row = part[interview.id]
            there.add(interview.id)
            if interview.study_id != study.id or not _same(interview, row):
                what = "dit interview is er al, met een andere inhoud. Een antwoord dat er is, wordt niet overschreven."
                faults.append(Fault(row.number, "interview", what))
    if faults:
        raise ImportRefused(faults)
    return there


def _same(interview: Interview, row: _Row) -> bool:
    kept = {name: getattr(interview, name) for name in ("origin", "mode", "language", "answers")}
    moments = (_utc(interview.started_at), _utc(interview.completed_at))
    sent = tuple(_utc(datetime.fromisoformat(row.members[name])) for name in ("started_at", "completed_at"))
    return moments == sent and all(row.members[name] == value for name, value in kept.items())


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _receive(session: Session, rows: list[_Row]) -> None:
    faults = []
    for row in rows:
        try:
            receive(session, row.identity, row.body(), ROUTE)
        except Problem as problem:
            faults.append(Fault(row.number, "", problem.detail))
            continue
        if row.design:
            changed = update(Interview).where(col(Interview.id) == row.identity).values(row.design)
            session.connection().execute(changed)
    if faults:
        raise ImportRefused(faults)


def _flagged(session: Session, rows: list[_Row]) -> int:
    flagged = 0
    for start in range(0, len(rows), _FEW):
        part = [row.identity for row in rows[start : start + _FEW]]
        found = select(Interview.id).where(col(Interview.id).in_(part), Interview.state == "flagged")
        flagged += len(session.exec(found).all())
    return flagged
