"""The same figures as files: CSV, JSON, the pictures of the charts, and the specifications they are drawn from."""

import hashlib
import json
from typing import Any

from flask import Response, request

from analysis.errors import AnalysisError
from survey.database import database, reading
from survey.problems import Problem, problem
from survey.results.asked import NotThereError, asked
from survey.results.bars import day_chart, ladder_chart
from survey.results.dots import dots
from survey.results.draw import svg
from survey.results.ladder import Climb, climbs, ladder_rows
from survey.results.pages import look_at
from survey.results.present import refusal
from survey.results.response import response
from survey.results.selection import selection
from survey.results.subject import Subject
from survey.results.tiles import has_map, tile_map
from survey.results.wording import OUTCOMES
from survey.results.written import as_csv, as_json, table_csv
from survey.security import needs
from survey.studies import find

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "vl.json": "application/json",
}


@needs("results.export")
def figures_file(slug: str, kind: str) -> Response:
    """The figures of the page as CSV or JSON."""
    looked_at = look_at(slug)
    chosen, rows = _rows(looked_at)
    if kind == "csv":
        return _answer(as_csv(looked_at, rows), kind, f"{slug}-cijfers")
    return _answer(as_json(looked_at, rows, asked=chosen), kind)


@needs("results.view")
def figures_chart(slug: str, kind: str) -> Response:
    """The dot-plot of the page."""
    looked_at = look_at(slug)
    _chosen, rows = _rows(looked_at)
    if not rows:
        raise _nothing()
    return _chart(dots(looked_at, [row for row in rows if row["kind"] == rows[0]["kind"]]), kind)


@needs("results.view")
def map_chart(slug: str, kind: str) -> Response:
    """The tile map of the page."""
    looked_at = look_at(slug)
    _chosen, rows = _rows(looked_at)
    shares = [row for row in rows if list(row["by"]) == ["area"] and row["kind"] == "proportion"]
    if not shares or not has_map(looked_at) or len({(row["measure"], row["entity"]) for row in shares}) > 1:
        raise _nothing()
    return _chart(tile_map(looked_at, shares), kind)


@needs("results.export")
def ladder_file(slug: str, kind: str) -> Response:
    """The ladders of the page as CSV or JSON."""
    looked_at = look_at(slug)
    rows = [row for climb in _climbs(looked_at) for row in ladder_rows(climb)]
    if kind == "csv":
        return _answer(as_csv(looked_at, rows, extra=("share", "base")), kind, f"{slug}-ladder")
    return _answer(as_json(looked_at, rows), kind)


@needs("results.view")
def ladder_chart_of(slug: str, kind: str) -> Response:
    """The ladders of one team of the page (`team`) as a picture."""
    looked_at = look_at(slug)
    shown = [climb for climb in _climbs(looked_at) if climb.entity == request.args.get("team")]
    if not shown:
        raise _nothing()
    return _chart(ladder_chart(looked_at, shown), kind)


@needs("results.view")
def response_chart(slug: str, kind: str) -> Response:
    """The interviews per day as a picture."""
    with reading(database()) as session:
        counted = response(session, find.study(session, slug))
    if not counted.by_day:
        raise _nothing()
    return _chart(day_chart(counted), kind)


@needs("results.export")
def response_file(slug: str, kind: str) -> Response:
    """What came in as CSV or JSON: complete interviews by day, area and mode, and every one by how it ended."""
    with reading(database()) as session:
        study = find.study(session, slug)
        counted = response(session, study)
    names = {area.code: area.name for area in counted.areas}
    lines: list[dict[str, Any]] = [
        {"by": "day", "value": day.isoformat(), "name": "", "origin": origin, "interviews": n}
        for (day, origin), n in sorted(counted.by_day.items())
    ]
    lines += [
        {
            "by": "area",
            "value": code or "",
            "name": names.get(code or "", ""),
            "origin": origin,
            "interviews": n,
        }
        for (code, origin), n in sorted(counted.by_area.items(), key=str)
    ]
    lines += [
        {"by": "mode", "value": mode, "name": "", "origin": origin, "interviews": n}
        for (origin, mode), n in sorted(counted.by_mode.items())
    ]
    lines += [
        {
            "by": "outcome",
            "value": outcome,
            "name": str(OUTCOMES.get(outcome, outcome)),
            "origin": origin,
            "interviews": n,
        }
        for (origin, outcome), n in sorted(counted.by_outcome.items())
    ]
    about = {"study": slug, "synthetic": study.synthetic}
    if kind == "csv":
        return _answer(
            table_csv([*about, *_COUNTED], [about | line for line in lines]), kind, f"{slug}-respons"
        )
    whole = {
        "interviews": counted.accepted,
        "broken_off": counted.broken_off,
        "flagged": counted.flagged,
        "excluded": counted.excluded,
        "conflicts": counted.conflicts,
    }
    return _answer(json.dumps(about | whole | {"rows": lines}, ensure_ascii=False, indent=1), kind)


_COUNTED = ("by", "value", "name", "origin", "interviews")


def _rows(looked_at: Subject) -> tuple[dict[str, str], list[dict[str, Any]]]:
    try:
        chosen = selection(looked_at, request.args)
        return chosen.query(), chosen.rows(looked_at)
    except (NotThereError, AnalysisError) as error:
        raise _refused(error) from error


def _climbs(looked_at: Subject) -> list[Climb]:
    try:
        chosen = asked(looked_at, origin=request.args.get("herkomst"), wave=request.args.get("golf"))
        return climbs(looked_at, chosen.origin, chosen.wave)
    except (NotThereError, AnalysisError) as error:
        raise _refused(error) from error


def _refused(error: Exception) -> Problem:
    return problem("bad_request", refusal(error))


def _nothing() -> Problem:
    return problem("not_found", "Voor deze keuze is er geen grafiek: er zijn geen cijfers die erin passen.")


def _chart(document: dict[str, Any], kind: str) -> Response:
    if kind == "svg":
        return _answer(svg(document), kind)
    return _answer(json.dumps(document, ensure_ascii=False, indent=1), kind)


def _answer(text: str, kind: str, name: str = "") -> Response:
    answer = Response(text, content_type=_TYPES[kind])
    # A new interview changes the figures at once: a copy is used only after asking whether it is still the same.
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(hashlib.sha256(text.encode()).hexdigest())
    if name:
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer.make_conditional(request)
    return answer
