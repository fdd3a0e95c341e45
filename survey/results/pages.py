"""The pages of the researcher: the studies, what came in, the awareness ladder, and the figures."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as WerkzeugResponse

from analysis.errors import AnalysisError
from survey.collection.same_device import shared, undecided
from survey.database import database, reading
from survey.results import present
from survey.results.asked import EVERY_ORIGIN, NotThereError, asked
from survey.results.figures import Row, explained
from survey.results.ladder import climbs, side_by_side
from survey.results.response import response
from survey.results.selection import selection
from survey.results.subject import Subject, subject
from survey.results.tiles import CLASSES, has_map, tiles
from survey.results.wording import CHOICES, GROUPS, MODES, ORIGINS, OUTCOMES, SMALL, STEPS, measure_name
from survey.security import needs, organisation
from survey.settings import settings
from survey.studies import find

_BAD_REQUEST = 400


def look_at(slug: str) -> Subject:
    """The study of this address, as it is now."""
    return subject(database(), settings(), slug)


@needs("results.view")
def studies() -> str:
    """Every study with how much came in, the newest first, as on the first page."""
    with reading(database()) as session:
        newest = sorted(
            find.studies(session, organisation()), key=lambda study: study.created_at, reverse=True
        )
        listed = [(study, response(session, study)) for study in newest]
    return render_template("results/studies.html", listed=listed, origins=ORIGINS, present=present)


@needs("results.view")
def overview(slug: str) -> str:
    """What came in for one study."""
    with reading(database()) as session:
        study = find.study(session, slug)
        counted = response(session, study)
        same_device = undecided(shared(session, study))
    return render_template(
        "results/overview.html",
        same_device=same_device,
        study=study,
        counted=counted,
        origins=ORIGINS,
        modes=MODES,
        outcomes=OUTCOMES,
        small=SMALL,
        present=present,
    )


@needs("results.view")
def ladder(slug: str) -> tuple[str, int]:
    """How far residents know, find and use each team."""
    looked_at = look_at(slug)
    origin, wave = request.args.get("herkomst", ""), request.args.get("golf", "")
    problem, found = "", []
    try:
        chosen = asked(looked_at, origin=origin, wave=wave)
        found = climbs(looked_at, chosen.origin, chosen.wave)
    except (NotThereError, AnalysisError) as error:
        problem = present.refusal(error)
    page = render_template(
        "results/ladder.html",
        stairs=side_by_side(found),
        steps=STEPS,
        problem=problem,
        query={"herkomst": origin, "golf": wave},
        **_frame(
            looked_at,
            [
                row
                for climb in found
                for rung in (*climb.rungs, *((climb.corrected,) if climb.corrected else ()))
                for row in (rung.of_all, rung.of_before)
                if row is not None
            ],
        ),
    )
    return page, _BAD_REQUEST if problem else 200


@needs("results.view")
def figures(slug: str) -> tuple[str, int] | WerkzeugResponse:
    """One measure, split up: table, dot-plot and tile map."""
    looked_at = look_at(slug)
    problem = ""
    try:
        chosen = selection(looked_at, request.args)
    except NotThereError as error:
        problem = str(error)
        chosen = selection(looked_at, {})
    try:
        rows = chosen.rows(looked_at)
    except AnalysisError as error:
        rows, problem = [], present.refusal(error)
    several = len(chosen.asked.indicators) > 1
    maps = {}
    if chosen.asked.by == ("area",) and not several and has_map(looked_at) and _are_shares(rows):
        maps = {
            origin: tiles(looked_at, rows, origin) for origin in dict.fromkeys(row["origin"] for row in rows)
        }
    page = render_template(
        "results/figures.html",
        chosen=chosen,
        query=chosen.query(),
        rows=rows,
        several=several,
        maps=maps,
        classes=CLASSES,
        problem=problem,
        measures=_measures(looked_at),
        groups=_groups(looked_at),
        method_choices=present.method_choices(),
        measure_name=measure_name,
        silent=_silent(looked_at, rows) if chosen.asked.by == ("area",) else [],
        counts_as=[]
        if several
        else present.counts_as(looked_at, chosen.asked.indicators[0].column)
        if chosen.asked.indicators
        else [],
        **_frame(looked_at, rows),
    )
    return page, _BAD_REQUEST if problem else 200


@needs("results.view")
def home_of_studies() -> WerkzeugResponse:
    """The address with a slash behind it leads to the list as well."""
    return redirect(url_for("results.studies"))


def _frame(looked_at: Subject, rows: list[Row]) -> dict[str, Any]:
    """What every page with figures shows: the names, the method, the caveats, and what is left out."""
    with reading(database()) as session:
        counted = response(session, looked_at.study)
    caveats, technical = explained(rows)
    return {
        "study": looked_at.study,
        "subject": looked_at,
        "counted": counted,
        "origins": ORIGINS,
        "origin_choices": _origins(looked_at),
        "wave_choices": [
            ("", gettext("Alle metingen samen")),
            *((str(one.number), one.label) for one in looked_at.waves),
        ],
        "present": present,
        "small": SMALL,
        "caveats": caveats,
        "technical": technical,
        "level": present.level(rows),
        "methods": present.methods(rows),
        "any_small": any(row["small"] for row in rows),
    }


def _origins(looked_at: Subject) -> list[tuple[str, str]]:
    known = [(origin, str(ORIGINS[origin])) for origin in looked_at.snapshot.origins]
    together = [(EVERY_ORIGIN, str(ORIGINS[EVERY_ORIGIN]))] if len(known) > 1 else []
    return [("", gettext("Elke herkomst apart")), *known, *together]


def _are_shares(rows: list[Row]) -> bool:
    return bool(rows) and all(row["kind"] == "proportion" for row in rows)


def _measures(looked_at: Subject) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be chosen, per measure: all its subjects together, and each apart."""
    listed: dict[str, list[tuple[str, str]]] = {}
    for one in looked_at.indicators:
        short = str(CHOICES.get(one.measure) or measure_name(one.measure))
        value, name = one.measure, short
        if one.entity:
            value = f"{one.measure}:{one.entity}"
            name = f"{short}: {present.entity_name(looked_at, one.entity)}"
        listed.setdefault(one.measure, []).append((value, name))
    for measure, choices in listed.items():
        if len(choices) > 1:
            short = str(CHOICES.get(measure) or measure_name(measure))
            choices.insert(0, (measure, gettext("%(measure)s: alles naast elkaar", measure=short)))
    return [(measure_name(measure), choices) for measure, choices in listed.items()]


def _groups(looked_at: Subject) -> list[tuple[str, str]]:
    fixed = [(name, str(GROUPS[name])) for name in GROUPS if name != "area" or looked_at.areas]
    # Everybody who is interviewed consents, and the question for the area is the area.
    hidden = {"area", "consent"}
    closed = (name for name in looked_at.closed if looked_at.variables[name]["kind"] not in hidden)
    return [*fixed, *((name, present.group_name(looked_at, name)) for name in closed)]


def _silent(looked_at: Subject, rows: list[Row]) -> list[str]:
    """The areas in which nobody was interviewed: they have no row, and are not zero."""
    seen = {row["by"].get("area") for row in rows if row["n"]}
    return [area.name for area in looked_at.areas if area.code not in seen]
