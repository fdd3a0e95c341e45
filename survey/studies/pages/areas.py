"""The areas: change them all at once, add some, take one away, carry them in and out as a table."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from survey.database import database, reading, transaction
from survey.security import needs, staff
from survey.studies import areas as part
from survey.studies import find, used
from survey.studies.areas import Row
from survey.studies.change import change
from survey.studies.fields import filled_in
from survey.studies.forms import AreasForm
from survey.studies.import_areas import export_areas, import_areas
from survey.studies.pages.frame import (
    Page,
    absent,
    attachment,
    changed,
    made_from,
    show,
    typed_or_uploaded,
)
from survey.studies.refusals import SetupRefused, Stale
from survey.studies.tables import Area
from survey.studies.wording import told


@needs("study.manage")
def areas(slug: str) -> Page:
    """The list of areas."""
    return _areas(slug)


@needs("study.manage")
def save_areas(slug: str) -> Page:
    """Keep names, order, residents and places; what is not in the form stays as it is."""
    form = AreasForm(request.form)
    try:
        filled_in(form)
        with transaction(database()) as session:
            study = find.study(session, slug)
            wanted = _with_typed(part.read(session, study), form)
            event = change(session, study, "areas", wanted, account=staff().account_id, made_from=made_from())
    except Stale as stale:
        return _areas(slug, form, stale, merged=True)
    except SetupRefused as refused:
        return _areas(slug, form, refused)
    return changed(slug, "areas", event)


@needs("study.manage")
def add_areas(slug: str) -> Page:
    """Read areas from a list or a table: first show what would change, then keep it."""
    typed = request.form.get("tabel", "")
    try:
        typed = typed_or_uploaded("bestand", typed)
        with transaction(database()) as session:
            study = find.study(session, slug)
            before = part.read(session, study)
            wanted = import_areas(typed, before)
            if "bevestigd" in request.form:
                event = change(
                    session, study, "areas", wanted,
                    account=staff().account_id, made_from=made_from(), what="imported",
                )  # fmt: skip
                return changed(slug, "areas", event)
    except SetupRefused as refused:
        return _areas(slug, None, refused, typed=typed)
    return show("import", slug, "areas", seen=study.revision, typed=typed, told=told("areas", before, wanted))


@needs("study.manage")
def confirm_area(slug: str, area_id: int) -> Page:
    """Ask before an area is taken away."""
    with reading(database()) as session:
        study = find.study(session, slug)
        name, code = _named(session, study.id or 0, area_id)
        count = used.naming_area(session, study, code)
    return show("remove_area", slug, "areas", name=name, count=count, area_id=area_id)


@needs("study.manage")
def remove_area(slug: str, area_id: int) -> Page:
    """Take an area away that nothing names."""
    try:
        with transaction(database()) as session:
            study = find.study(session, slug)
            _name, code = _named(session, study.id or 0, area_id)
            wanted = [row for row in part.read(session, study) if row["code"] != code]
            event = change(session, study, "areas", wanted, account=staff().account_id, made_from=made_from())
    except SetupRefused as refused:
        return _areas(slug, None, refused)
    return changed(slug, "areas", event)


@needs("study.export")
def areas_file(slug: str) -> Response:
    """The areas as CSV."""
    with reading(database()) as session:
        study = find.study(session, slug)
        return attachment(export_areas(part.read(session, study)), "text/csv", f"{slug}-gebieden.csv")


def _named(session: Any, study_id: int, area_id: int) -> tuple[str, str]:
    area = session.get(Area, area_id)
    if area is None or area.study_id != study_id:
        raise absent(_("Dit gebied is er niet (meer)."))
    return area.name, area.code


def _with_typed(rows: list[Row], form: AreasForm) -> list[Row]:
    typed = {entry.form.code.data: entry.form for entry in form.areas}
    ordered = []
    for place, row in enumerate(rows, start=1):
        given = typed.get(row["code"])
        if given is None:
            ordered.append((place, place, row))
            continue
        ordered.append(
            (
                given.order.data,
                place,
                {
                    "code": row["code"],
                    "name": given.name.data,
                    "row": given.line.data - 1,
                    "col": given.column.data - 1,
                    "residents": given.residents.data,
                },
            )
        )
    return [row for _order, _place, row in sorted(ordered, key=lambda each: each[:2])]


def _areas(
    slug: str,
    form: AreasForm | None = None,
    refused: SetupRefused | None = None,
    *,
    typed: str = "",
    merged: bool = False,
) -> Page:
    with reading(database()) as session:
        study = find.study(session, slug)
        rows = part.read(session, study)
        keys = {area.code: area.id for area in find.areas(session, study)}
        counts = used.interviews(session, study, "area")
    if form is None or merged:
        # After somebody else's change: their areas, with what was typed about those that are still there.
        shown = _with_typed(rows, form) if form is not None else rows
        form = AreasForm(areas=[_as_typed(place, row) for place, row in enumerate(shown, start=1)])
    return show(
        "areas", slug, "areas", refused,
        form=form, keys=keys, counts=counts, typed=typed, tiles=_tiles(rows), longest=part.MOST_PLACE,
    )  # fmt: skip


def _as_typed(place: int, row: Row) -> dict[str, Any]:
    return {
        "code": row["code"],
        "order": place,
        "name": row["name"],
        "residents": row["residents"],
        "line": row["row"] + 1,
        "column": row["col"] + 1,
    }


def _tiles(rows: list[Row]) -> list[list[list[str]]]:
    """The map as lines of places, each with the names of the areas there."""
    if not rows:
        return []
    lines: list[list[list[str]]] = [
        [[] for _column in range(max(row["col"] for row in rows) + 1)]
        for _line in range(max(row["row"] for row in rows) + 1)
    ]
    for row in rows:
        lines[row["row"]][row["col"]].append(row["name"])
    return lines
