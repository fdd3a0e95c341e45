"""The commands about members: import, list, and the keys that seal their contact data."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from survey.accounts.organisation import Organisation, OrganisationUnclear, named
from survey.database import opened, reading, transaction
from survey.members import find
from survey.members.areas import areas
from survey.members.check_rows import Row, check_rows
from survey.members.compare import compare
from survey.members.contact import unseal
from survey.members.file_faults import Fault, FileRefused
from survey.members.import_members import Imported, RowsRefused, import_members
from survey.members.keyring import KeyRefused, Keyring, fresh_key, keyring
from survey.members.read_file import read_file
from survey.permissions import needs
from survey.settings import Settings

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Geef één JSON-document.")
_OF = click.option(
    "--organisation", "slug", metavar="NAAM", help="De organisatie; niet nodig als er maar één is."
)
_DATABASE = (
    "De database is niet te gebruiken (%s). Draai eerst: wijkpeil db upgrade. Helpt dat niet, controleer dan "
    "WIJKPEIL_DATABASE_URL of WIJKPEIL_DATA_DIR."
)
_MOST_SHOWN = 20


@contextmanager
def open_panel() -> Iterator[tuple[Engine, Keyring]]:
    """The database and the keys; what goes wrong with them is said in a sentence."""
    settings = Settings()
    try:
        with opened(settings.database) as engine:
            yield engine, keyring(settings)
    except (KeyRefused, FileRefused) as refused:
        raise click.ClickException(str(refused)) from refused
    except OrganisationUnclear as unclear:
        raise click.ClickException(
            "Zeg met --organisation NAAM om welke organisatie het gaat: die naam is er niet, of er zijn er meer."
        ) from unclear
    except SQLAlchemyError as error:
        raise click.ClickException(_DATABASE % type(error).__name__) from error


@needs("command.panel")
@click.command("import")
@click.argument("file", metavar="BESTAND", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_OF
@click.option("--dry-run", is_flag=True, help="Kijk alleen wat er zou gebeuren; verander niets.")
@_AS_JSON
def import_(file: Path, slug: str | None, *, dry_run: bool, as_json: bool) -> None:
    """Lees leden in uit een CSV- of XLSX-bestand: alle rijen, of geen enkele."""
    with open_panel() as (engine, keys):
        sheet = read_file(file.read_bytes())
        # The first organisation is made when there is none yet; not by a look.
        with reading(engine) if dry_run else transaction(engine) as session:
            organisation = _key(named(session, slug))
            rows, faults = check_rows(sheet, areas(session, organisation))
            found = compare(session, organisation, rows, keys)
        faults = sorted([*faults, *found.faults], key=_row)
        done = Imported(len(found.new), len(found.changed), found.unchanged, found.left)
        if not faults and not dry_run:
            done, faults = _import(engine, organisation, rows, keys)
    if faults:
        _refuse(faults, as_json=as_json)
    told = {"new": done.new, "changed": done.changed, "unchanged": done.unchanged, "left": done.left}
    if as_json:
        click.echo(json.dumps({"dry_run": dry_run} | told))
        return
    click.echo("Zo zou het gaan; er is niets veranderd." if dry_run else "Ingelezen.")
    click.echo(f"Nieuw: {done.new}, veranderd: {done.changed}, hetzelfde: {done.unchanged}.")
    if done.left:
        click.echo(f"Afgemeld, en dat blijft zo: {done.left}.")


@needs("command.panel")
@click.command("members")
@_OF
@click.option("--contact", is_flag=True, help="Geef ieder lid, met naam en adres.")
@_AS_JSON
def members(slug: str | None, *, contact: bool, as_json: bool) -> None:
    """Tel de leden naar stand en profiel; alleen met --contact staan er namen en adressen bij."""
    with open_panel() as (engine, keys), reading(engine) as session:
        organisation = _key(named(session, slug))
        told: dict[str, Any] = {"counts": find.counts(session, organisation)}
        told["synthetic"] = find.any_synthetic(session, organisation)
        if contact:
            told["members"] = _each(session, organisation, keys)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    if told["synthetic"]:
        click.echo("Let op: in dit panel staan synthetische (verzonnen) mensen.")
    if not told["counts"]["state"]:
        click.echo("Er zijn nog geen leden. Lees ze in met: wijkpeil panel import BESTAND")
    for name, counted in told["counts"].items():
        click.echo(f"{name}: {', '.join(f'{value} {count}' for value, count in counted.items()) or '-'}")
    for one in told.get("members", []):
        click.echo("\t".join(str(one[name]) for name in ("number", "state", "name", "email", "address")))


@needs("command.panel")
@click.command("new-key")
def new_key() -> None:
    """Maak een nieuwe sleutel voor contactgegevens en laat hem zien; er verandert niets."""
    try:
        known = keyring(Settings()).numbers
    except KeyRefused as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(fresh_key(max(known) + 1))
    click.echo(
        "Zet deze sleutel vóór de oude: WIJKPEIL_CONTACT_KEY=NIEUW,OUD (zonder die instelling: in contact.key in de "
        "gegevensmap, op de eerste regel). Herstart de server en draai: wijkpeil panel rotate-key",
        err=True,
    )


def _import(
    engine: Engine, organisation: int, rows: list[Row], keys: Keyring
) -> tuple[Imported, list[Fault]]:
    try:
        with transaction(engine) as session:
            return import_members(session, organisation, rows, keys, account_id=None), []
    except RowsRefused as refused:
        return Imported(0, 0, 0, 0), refused.faults


def _each(session: Session, organisation: int, keys: Keyring) -> list[dict[str, Any]]:
    found = []
    for member in find.every(session, organisation, {}):
        contact = unseal(member, keys)
        found.append(
            {
                "number": member.number, "state": member.state, "name": contact.name, "email": contact.email,
                "address": ", ".join(contact.address), "synthetic": member.synthetic,
            }
        )  # fmt: skip
    return found


def _refuse(faults: list[Fault], *, as_json: bool) -> None:
    if as_json:
        told = [
            {"row": each.row, "column": each.column, "came": each.came, "expected": each.expected}
            for each in faults
        ]
        click.echo(json.dumps({"faults": told}, ensure_ascii=False))
        raise click.exceptions.Exit(1)
    lines = [
        f"- rij {each.row}, kolom {each.column or '-'}: er staat ‘{each.came}’; verwacht: {each.expected}"
        for each in faults[:_MOST_SHOWN]
    ]
    if len(faults) > _MOST_SHOWN:
        lines.append(f"- … en nog {len(faults) - _MOST_SHOWN}.")
    raise click.ClickException("Er is niets ingelezen.\n" + "\n".join(lines))


def _row(fault: Fault) -> int:
    return fault.row


def _key(organisation: Organisation) -> int:
    return organisation.id or 0
