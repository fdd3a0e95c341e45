"""The commands about devices: which there are, a code to let one in or in again, and shutting one out."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from survey.accounts.organisation import Organisation, OrganisationUnclear, all_of_them, named
from survey.database import opened, reading, transaction
from survey.devices import change, entry_code, find
from survey.devices.enrol import offer
from survey.devices.tables import Device, Enrolment
from survey.fieldwork.lease import outstanding, release
from survey.permissions import needs
from survey.settings import Settings

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Geef één JSON-document.")
_OF = click.option(
    "--organisation", "slug", metavar="NAAM", help="De organisatie; niet nodig als er maar één is."
)
_DEVICE = click.argument("device_id", metavar="NUMMER", type=click.IntRange(1, 2_147_483_647))
_MAY = needs("command.fieldwork")


@_MAY
@click.group()
def device() -> None:
    """Apparaten van het veldwerk: tablets en telefoons."""


@_MAY
@device.command("list")
@_OF
@_AS_JSON
def listed(slug: str | None, *, as_json: bool) -> None:
    """Geef de apparaten, met wat zij het laatst meldden."""
    with _open() as engine, reading(engine) as session:
        which = [named(session, slug)] if slug else all_of_them(session)
        rows = [
            _described(each, organisation, unsent.get(each.id or 0), outstanding(session, each.id or 0))
            for organisation in which
            for unsent in [find.unsent(session, organisation.id or 0)]
            for each in find.devices(session, organisation.id or 0)
        ]
    if as_json:
        click.echo(json.dumps({"devices": rows}, ensure_ascii=False))
        return
    for row in rows:
        waiting = "?" if row["unsent"] is None else row["unsent"]
        state = f"  ingetrokken: {row['revoked_reason']}" if row["revoked_at"] else ""
        click.echo(
            f"{row['device']}\t{row['name']}\tniet verzonden: {waiting}\tgezien: {row['seen_at'] or 'nog nooit'}{state}"
        )
    if not rows:
        click.echo("Er zijn nog geen apparaten. Laat er een toe met: wijkpeil device enrol NAAM")


@_MAY
@device.command("enrol")
@click.argument("name", metavar="NAAM")
@_OF
@_AS_JSON
def enrol(name: str, slug: str | None, *, as_json: bool) -> None:
    """Maak een code waarmee één apparaat zich binnen 24 uur als NAAM aanmeldt; hij is maar één keer te zien."""
    settings = Settings()
    with _open() as engine, transaction(engine) as session:
        organisation = named(session, slug)
        made, code = offer(session, organisation.id or 0, _name(name), settings.secret, None)
        told = _offered(made, code, organisation)
    _tell_code(told, as_json=as_json)


@_MAY
@device.command("again")
@_DEVICE
@_AS_JSON
def again(device_id: int, *, as_json: bool) -> None:
    """Maak een code waarmee een leeg gemaakt apparaat binnen 24 uur weer het apparaat met dit NUMMER wordt."""
    settings = Settings()
    with _open() as engine, transaction(engine) as session:
        found = _device(session, device_id)
        made, code = offer(session, found.organisation_id, found.name, settings.secret, None, found)
        told = _offered(made, code, _organisation(session, found))
    _tell_code(told, as_json=as_json)


@_MAY
@device.command("revoke")
@_DEVICE
@click.option("--reason", required=True, help="Waarom, zoals: gestolen op de markt. Geen namen.")
@click.option(
    "--release",
    "also_release",
    is_flag=True,
    help="Geef ook de open plekken van de quota vrij. Komt er toch nog iets van dit apparaat, dan kan dat te veel zijn.",
)
@_AS_JSON
def revoke(device_id: int, reason: str, *, also_release: bool, as_json: bool) -> None:
    """Trek het apparaat met dit NUMMER in: het kan niets meer verzenden of ophalen. Wat erop staat, blijft erop staan."""
    with _open() as engine, transaction(engine) as session:
        found = _device(session, device_id)
        try:
            change.revoke(session, found, reason)
        except change.ChangeRefused as refused:
            raise click.ClickException(str(refused)) from refused
        released = release(session, device_id) if also_release else 0
        unsent = find.unsent(session, found.organisation_id).get(device_id)
        told = _described(found, _organisation(session, found), unsent, outstanding(session, device_id))
    if as_json:
        click.echo(json.dumps(told | {"released": released}, ensure_ascii=False))
        return
    click.echo(f"{found.name} is ingetrokken. Vrijgegeven plekken: {released}.")
    if unsent:
        click.echo(
            f"Er stonden nog {unsent} interviews op; bewaar die daar als bestand en lees dat bestand in."
        )


@contextmanager
def _open() -> Iterator[Engine]:
    """The database; what goes wrong is said in a sentence."""
    try:
        with opened(Settings().database) as engine:
            yield engine
    except OrganisationUnclear as unclear:
        raise click.ClickException(
            "Zeg met --organisation NAAM om welke organisatie het gaat: die naam is er niet, of er zijn er meer."
        ) from unclear
    except SQLAlchemyError as error:
        raise click.ClickException(
            f"De database is niet te gebruiken ({type(error).__name__}). Draai eerst: wijkpeil db upgrade"
        ) from error


def _name(typed: str) -> str:
    try:
        return change.name_of(typed)
    except change.ChangeRefused as refused:
        raise click.ClickException(str(refused)) from refused


def _device(session: Session, device_id: int) -> Device:
    found = session.exec(select(Device).where(col(Device.id) == device_id)).first()
    if found is None:
        raise click.ClickException(
            f"Er is geen apparaat met nummer {device_id}. Kijk met: wijkpeil device list"
        )
    return found


def _offered(made: Enrolment, code: str, organisation: Organisation) -> dict[str, Any]:
    return {
        "name": made.name,
        "organisation": organisation.slug,
        "code": entry_code.shown(code),
        "address": f"{Settings().base_url.rstrip('/')}/veld#code={code}",
        "expires_at": made.expires_at.isoformat(),
    }


def _tell_code(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"Code voor {told['name']}: {told['code']}\nOf open op het apparaat: {told['address']}")


def _organisation(session: Session, device: Device) -> Organisation:
    return session.get_one(Organisation, device.organisation_id)


def _described(device: Device, at: Organisation, unsent: int | None, places: int) -> dict[str, Any]:
    return {
        "device": device.id,
        "organisation": at.slug,
        "name": device.name,
        "enrolled_at": device.enrolled_at.isoformat(),
        "seen_at": device.seen_at.isoformat() if device.seen_at else None,
        "unsent": unsent,
        "open_places": places,
        "clock_offset_ms": device.clock_offset_ms,
        "client": device.client,
        "platform": device.platform,
        "revoked_at": device.revoked_at.isoformat() if device.revoked_at else None,
        "revoked_reason": device.revoked_reason,
    }
