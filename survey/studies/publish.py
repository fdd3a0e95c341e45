"""Publish a questionnaire: reviewed, compiled, hashed, and from then on never changed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from flask_babel import gettext as _
from sqlalchemy import func
from sqlmodel import Session, col, select

from questionnaires.context import ORIGINS
from questionnaires.programme import Programme, publishable
from survey.accounts.organisation import OrganisationUnclear, named
from survey.moment import now
from survey.studies import find
from survey.studies.tables import Area, PopulationMargin, QuestionnaireVersion, Study, Wave

LONGEST_SLUG = 80
RESERVED = frozenset({"nieuw", "archief"})
"""Names in the address that are pages of their own."""
_SLUG = re.compile(rf"[a-z0-9][a-z0-9-]{{0,{LONGEST_SLUG - 1}}}")


class PublishRefused(ValueError):  # noqa: N818 (it says what happened)
    """The study cannot be made like this; the text says what was expected, in Dutch."""


@dataclass(frozen=True, slots=True)
class AreaSpec:
    """A wijk or buurt: its code and name, the place of its tile on the map, and how many residents it has."""

    code: str
    name: str
    row: int = 0
    col: int = 0
    residents: int | None = None


@dataclass(frozen=True, slots=True)
class WaveSpec:
    """A round of fieldwork, from its first to its last day (None: still going on)."""

    number: int
    label: str
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class MarginSpec:
    """How many residents fall in one category of one variable, from a named source and year."""

    variable: str
    category: str
    count: int
    source: str = ""
    year: int | None = None


def publish(  # noqa: PLR0913 (a study is made in one go)
    session: Session,
    slug: str,
    text: str,
    *,
    title: str | None = None,
    description: str = "",
    municipality: str = "",
    synthetic: bool = False,
    areas: Iterable[AreaSpec] = (),
    waves: Iterable[WaveSpec] = (),
    margins: Iterable[MarginSpec] = (),
    default_origin: str = "open_link",
    organisation: int | None = None,
) -> QuestionnaireVersion:
    """Publish the YAML `text` in the study `slug`, which is made when it is new.

    For a study that exists, areas, waves and margins are added or renewed by their code, number or category, and
    never removed; its title and the like stay. The same questionnaire again gives the version that there is.
    `organisation` is the key of whose study it is; None is the only organisation that there is.

    Raises:
        Refused: the questionnaire has mistakes (`questionnaires.mistakes`); each with its line.
        PublishRefused: the study itself cannot be made like this.

    """
    programme = publishable(text)
    study = session.exec(select(Study).where(col(Study.slug) == slug)).first()
    if study is None:
        _check(slug, default_origin)
        study = Study(
            organisation_id=organisation if organisation is not None else _only(session),
            slug=slug,
            title=(title or _first(programme.document["title"]) or slug)[:200],
            description=description,
            municipality=municipality,
            synthetic=synthetic,
            default_origin=default_origin,
        )
        session.add(study)
        session.flush()
    elif organisation is not None and study.organisation_id != organisation:
        raise PublishRefused(
            _(
                "De naam '%(slug)s' is al in gebruik. Kies een andere naam voor dit onderzoek.",
                slug=slug,
            )
        )
    study.revision = uuid4().hex
    _renew_areas(session, study, areas)
    _renew_waves(session, study, waves)
    _renew_margins(session, study, margins)
    session.flush()
    _check_areas(session, study, programme)
    return _version(session, study, programme, text)


def _only(session: Session) -> int:
    try:
        return _known(named(session, None).id)
    except OrganisationUnclear as several:
        raise PublishRefused(
            _("Er zijn meer organisaties. Zeg van welke dit onderzoek is, met --organisation NAAM.")
        ) from several


def _first(text: dict[str, Any]) -> str:
    return str(next(iter(text.values()), ""))


def _check(slug: str, default_origin: str) -> None:
    if not _SLUG.fullmatch(slug):
        raise PublishRefused(
            _(
                "De naam van een onderzoek bestaat uit kleine letters, cijfers en streepjes (hoogstens 80 tekens); "
                "'%(slug)s' kan dus niet. Kies bijvoorbeeld 'almelo-panel'.",
                slug=slug[:80],
            )
        )
    if slug in RESERVED:
        raise PublishRefused(
            _("De naam '%(slug)s' is die van een vaste pagina. Kies een andere naam.", slug=slug)
        )
    if default_origin not in ORIGINS:
        raise PublishRefused(
            _(
                "De herkomst '%(origin)s' bestaat niet. Kies uit: %(origins)s.",
                origin=default_origin,
                origins=", ".join(ORIGINS),
            )
        )


def _check_areas(session: Session, study: Study, programme: Programme) -> None:
    asks = any(variable["kind"] == "area" for variable in programme.document["variables"].values())
    if asks and not find.areas(session, study):
        raise PublishRefused(
            _(
                "De vragenlijst vraagt in welk gebied iemand woont, maar het onderzoek heeft geen gebieden. "
                "Geef eerst de gebieden op (bij een opdracht: --area CODE=NAAM of --areas BESTAND.csv)."
            )
        )


def _version(session: Session, study: Study, programme: Programme, text: str) -> QuestionnaireVersion:
    ours = col(QuestionnaireVersion.study_id) == study.id
    same = session.exec(
        select(QuestionnaireVersion).where(ours, col(QuestionnaireVersion.hash) == programme.hash)
    ).first()
    if same is not None:
        return same
    last = session.exec(select(func.max(QuestionnaireVersion.number)).where(ours)).one()
    made = QuestionnaireVersion(
        study_id=_known(study.id),
        number=(last or 0) + 1,
        hash=programme.hash,
        source=text,
        programme=programme.bytes,
    )
    session.add(made)
    session.flush()
    return made


def _renew_areas(session: Session, study: Study, areas: Iterable[AreaSpec]) -> None:
    kept = {area.code: area for area in find.areas(session, study)}
    for position, spec in enumerate(areas, start=len(kept)):
        if not spec.code or not spec.name:
            raise PublishRefused(_("Een gebied heeft een code en een naam; een van beide is leeg."))
        area = kept.get(spec.code)
        if area is None:
            area = kept[spec.code] = Area(
                study_id=_known(study.id), code=spec.code, name=spec.name, position=position
            )
        area.name, area.row, area.col, area.residents = spec.name, spec.row, spec.col, spec.residents
        session.add(area)


def _renew_waves(session: Session, study: Study, waves: Iterable[WaveSpec]) -> None:
    kept = {wave.number: wave for wave in find.waves(session, study)}
    specs = list(waves)
    if not specs and not kept:
        specs = [WaveSpec(1, _("Meting %(number)s", number=1), now().date())]
    for spec in specs:
        if spec.ends_on is not None and spec.ends_on < spec.starts_on:
            raise PublishRefused(
                _("Meting %(number)s eindigt voordat zij begint. Keer de dagen om.", number=spec.number)
            )
        wave = kept.get(spec.number) or Wave(
            study_id=_known(study.id), number=spec.number, label=spec.label, starts_on=spec.starts_on
        )
        wave.label, wave.starts_on, wave.ends_on = spec.label, spec.starts_on, spec.ends_on
        session.add(wave)


def _renew_margins(session: Session, study: Study, margins: Iterable[MarginSpec]) -> None:
    rows = session.exec(select(PopulationMargin).where(col(PopulationMargin.study_id) == study.id))
    kept = {(row.variable, row.category): row for row in rows}
    for spec in margins:
        row = kept.get((spec.variable, spec.category)) or PopulationMargin(
            study_id=_known(study.id), variable=spec.variable, category=spec.category, count=spec.count
        )
        row.count, row.source, row.year = spec.count, spec.source, spec.year
        session.add(row)


def _known(key: int | None) -> int:
    if key is None:
        raise LookupError("the study was not flushed")
    return key
