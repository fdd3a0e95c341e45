"""Commands about fieldwork: quotas, contacts, and the rates that follow from them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from sqlalchemy import func
from sqlmodel import Session, col, select

from survey.database import opened, reading
from survey.fieldwork import rates as aapor
from survey.fieldwork.tables import OUTCOMES, Contact, Lease, QuotaCell, QuotaGroup
from survey.problems import Problem
from survey.security import needs
from survey.settings import Settings
from survey.studies import find
from survey.studies.tables import Study

_JSON = click.option("--json", "as_json", is_flag=True, help="Geef één JSON-document.")
_STUDY = click.argument("study", metavar="ONDERZOEK")


@needs("command.fieldwork")
@click.command()
@_STUDY
@_JSON
def quotas(study: str, *, as_json: bool) -> None:
    """Geef de quota van ONDERZOEK: per groep en gebied het doel, wat telt, wat erboven is en wat is uitgedeeld."""
    with _opened(study) as (session, found):
        rows = _quotas(session, found)
    if as_json:
        click.echo(json.dumps({"study": study, "quotas": rows}, ensure_ascii=False))
        return
    if not rows:
        click.echo(f"{study} heeft nog geen quota. Maak ze op /onderzoek/{study}/veldwerk/inrichten")
    for row in rows:
        over = f", {row['over']} erboven" if row["over"] else ""
        click.echo(
            f"{row['label']}, {row['area'] or 'overal'}: {row['counted']} van {row['target']}{over}, "
            f"{row['leased']} uitgedeeld"
        )


@needs("command.fieldwork")
@click.command()
@_STUDY
@_JSON
def contacts(study: str, *, as_json: bool) -> None:
    """Geef hoeveel mensen er voor ONDERZOEK zijn aangesproken, per uitkomst."""
    with _opened(study) as (session, found):
        counted = dict(
            session.exec(
                select(Contact.outcome, func.count())
                .where(col(Contact.study_id) == found.id)
                .group_by(col(Contact.outcome))
            ).all()
        )
    outcomes = {name: counted.get(name, 0) for name in OUTCOMES}
    if as_json:
        document = {"study": study, "approaches": sum(outcomes.values()), "outcomes": outcomes}
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    click.echo(f"{study}: {sum(outcomes.values())} keer iemand aangesproken")
    for name, count in outcomes.items():
        click.echo(f"  {name} ({aapor.DISPOSITIONS[name]}): {count}")


@needs("command.fieldwork")
@click.command()
@_STUDY
@_JSON
def rates(study: str, *, as_json: bool) -> None:
    """Geef respons, medewerking, weigering en contact van ONDERZOEK, zoals AAPOR ze omschrijft."""
    with _opened(study) as (session, found):
        told = aapor.rates(session, found)
    if as_json:
        click.echo(json.dumps({"study": study, **aapor.document(told)}, ensure_ascii=False))
        return
    click.echo(f"{study}: {told.total.approaches} keer aangesproken, {told.total.eligible} tellen mee")
    for name, rate in told.total.rates.items():
        click.echo(f"  {name}: {_said(rate)}")


def _said(rate: aapor.Rate | None) -> str:
    if rate is None:
        return f"te weinig om iets te zeggen (minder dan {aapor.LEAST})"
    return f"{rate.share:.0%} (95%: {rate.low:.0%} tot {rate.high:.0%}; n = {rate.n})"


def _quotas(session: Session, study: Study) -> list[dict[str, Any]]:
    leased = func.coalesce(func.sum(Lease.places), 0)
    rows = session.exec(
        select(QuotaCell, QuotaGroup, leased)
        .join(QuotaGroup, col(QuotaGroup.id) == col(QuotaCell.group_id))
        .join(Lease, col(Lease.cell_id) == col(QuotaCell.id), isouter=True)
        .where(col(QuotaCell.study_id) == study.id)
        .group_by(col(QuotaCell.id), col(QuotaGroup.id))
        .order_by(col(QuotaGroup.position), col(QuotaGroup.id), col(QuotaCell.area))
    )
    return [
        {
            "group": group.code, "label": group.label, "area": cell.area, "target": cell.target,
            "counted": cell.counted, "over": cell.over, "leased": int(places),
        }
        for cell, group, places in rows
    ]  # fmt: skip


@contextmanager
def _opened(slug: str) -> Iterator[tuple[Session, Study]]:
    with opened(Settings().database) as engine, reading(engine) as session:
        try:
            found = find.study(session, slug)
        except Problem as problem:
            raise click.ClickException(problem.detail) from problem
        yield session, found
