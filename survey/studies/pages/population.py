"""The population: how many residents fall in each category, from which source, and whether the totals agree."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from survey.database import database, reading, transaction
from survey.security import needs, staff
from survey.studies import areas, find
from survey.studies import margins as part
from survey.studies.change import change
from survey.studies.fields import filled_in
from survey.studies.forms import MarginsForm
from survey.studies.import_margins import export_margins, import_margins, margin, replaced
from survey.studies.margins import Row
from survey.studies.pages.frame import Page, attachment, changed, made_from, show, typed_or_uploaded
from survey.studies.refusals import SetupRefused
from survey.studies.tables import Study
from survey.studies.typed import NotUnderstood
from survey.studies.wording import told


@needs("study.manage")
def population(slug: str) -> Page:
    """The tables by variable."""
    return _population(slug)


@needs("study.manage")
def save_margins(slug: str) -> Page:
    """Keep the categories of one variable, in place of those that it had."""
    form = MarginsForm(request.form)
    try:
        filled_in(form)
        given = _given(form)
        with transaction(database()) as session:
            study = find.study(session, slug)
            wanted = replaced(part.read(session, study), given)
            event = change(
                session, study, "margins", wanted, account=staff().account_id, made_from=made_from()
            )
    except SetupRefused as refused:
        return _population(slug, form, refused)
    return changed(slug, "margins", event)


@needs("study.manage")
def import_population(slug: str) -> Page:
    """Read margins from a table: first show what would change, then keep it."""
    typed = request.form.get("tabel", "")
    try:
        typed = typed_or_uploaded("bestand", typed)
        with transaction(database()) as session:
            study = find.study(session, slug)
            before = part.read(session, study)
            wanted = import_margins(typed, before)
            if "bevestigd" in request.form:
                event = change(
                    session, study, "margins", wanted,
                    account=staff().account_id, made_from=made_from(), what="imported",
                )  # fmt: skip
                return changed(slug, "margins", event)
    except SetupRefused as refused:
        return _population(slug, None, refused, typed=typed)
    return show(
        "import", slug, "margins", seen=study.revision, typed=typed, told=told("margins", before, wanted)
    )


@needs("study.manage")
def remove_margins(slug: str) -> Page:
    """Take a variable away; it can be undone."""
    variable = request.form.get("variabele", "")
    try:
        with transaction(database()) as session:
            study = find.study(session, slug)
            wanted = [row for row in part.read(session, study) if row["variable"] != variable]
            event = change(
                session, study, "margins", wanted, account=staff().account_id, made_from=made_from()
            )
    except SetupRefused as refused:
        return _population(slug, None, refused)
    return changed(slug, "margins", event)


@needs("study.export")
def population_file(slug: str) -> Response:
    """The margins as CSV."""
    with reading(database()) as session:
        study = find.study(session, slug)
        return attachment(export_margins(part.read(session, study)), "text/csv", f"{slug}-bevolking.csv")


def _given(form: MarginsForm) -> list[Row]:
    found, faults = [], []
    for place, typed in enumerate((form.categories.data or "").splitlines(), start=1):
        if not typed.strip():
            continue
        category, _separator, count = typed.rpartition(";")
        try:
            found.append(
                margin(form.variable.data, category, count, form.source.data, str(form.year.data or ""))
            )
        except NotUnderstood as error:
            faults.append(_("Regel %(row)s: %(what)s", row=place, what=error))
    if faults:
        raise SetupRefused(*faults)
    return found


def _population(
    slug: str, form: MarginsForm | None = None, refused: SetupRefused | None = None, *, typed: str = ""
) -> Page:
    with reading(database()) as session:
        study = find.study(session, slug)
        rows = part.read(session, study)
        residents = sum(row["residents"] or 0 for row in areas.read(session, study))
        known = _known(session, study)
    return show(
        "population", slug, "margins", refused,
        form=form or _prefilled(rows, request.args.get("variabele", "")),
        tables=_tables(rows, known),
        totals=_disagreeing(rows, residents),
        known=sorted(known),
        typed=typed,
    )  # fmt: skip


def _prefilled(rows: list[Row], variable: str) -> MarginsForm:
    found = [row for row in rows if row["variable"] == variable]
    if not found:
        return MarginsForm()
    lines = "\n".join(f"{row['category']}; {row['count']}" for row in found)
    return MarginsForm(
        data={
            "variable": variable,
            "categories": lines,
            "source": found[0]["source"],
            "year": found[0]["year"],
        }
    )


def _known(session: Session, study: Study) -> dict[str, set[str]]:
    """The answers by question, of the newest questionnaire, for what can be chosen from a list."""
    programme = find.programme(find.version(session, study), find.areas(session, study))
    return {
        name: {option["code"] for option in variable["options"]}
        for name, variable in programme["variables"].items()
        if variable["options"] and variable["kind"] != "multiple"
    }


def _tables(rows: list[Row], known: dict[str, set[str]]) -> list[dict[str, Any]]:
    """By variable its rows, its total, and the categories that the questionnaire does not have."""
    return [
        {
            "variable": variable,
            "rows": [row for row in rows if row["variable"] == variable],
            "total": total,
            "unknown": [
                row["category"]
                for row in rows
                if row["variable"] == variable
                and variable in known
                and row["category"] not in known[variable]
            ],
        }
        for variable, total in part.totals(rows).items()
    ]


def _disagreeing(rows: list[Row], residents: int) -> list[tuple[str, int, int]]:
    """What has another total than the first variable: its name, its total, and how much more (or, below 0, less)."""
    totals = list(part.totals(rows).items())
    if not totals:
        return []
    first = totals[0][1]
    others = [*totals[1:], *([(str(_("de inwoners van alle gebieden")), residents)] if residents else [])]
    return [(name, total, total - first) for name, total in others if total != first]
