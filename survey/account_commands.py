"""The commands about accounts: how the first administrator gets in, and help when nobody can."""

import json
import sys
from typing import Any

import click
from sqlmodel import Session

from survey.accounts import keys, link, passwords
from survey.accounts.entering.verify import by_address
from survey.accounts.managing import change
from survey.accounts.managing.add import Taken, add
from survey.accounts.organisation import OrganisationUnclear, all_of_them, named
from survey.accounts.organisation import create as create_organisation
from survey.accounts.tables import Account, Organisation
from survey.database import opened, reading, transaction
from survey.permissions import STAFF
from survey.security import needs
from survey.settings import Settings

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Geef één JSON-document.")
_OF = click.option("--organisation", "slug", metavar="NAAM", help="De korte naam van de organisatie.")
_MAY = needs("command.accounts")


@_MAY
@click.group()
def accounts() -> None:
    """Accounts van medewerkers en hun organisaties."""


@_MAY
@accounts.command("create")
@click.option("--email", required=True, help="Het e-mailadres waarmee iemand zich aanmeldt.")
@click.option("--name", required=True, help="De naam.")
@click.option(
    "--role",
    "roles",
    required=True,
    multiple=True,
    type=click.Choice([str(role) for role in STAFF]),
    help="Een rol.",
)
@_OF
@click.option(
    "--organisation-name", "title", help="Maak de organisatie met deze naam als zij er nog niet is."
)
@click.option("--no-single-answers", is_flag=True, help="Mag geen antwoorden van één persoon zien.")
@click.option("--no-export", is_flag=True, help="Mag geen gegevens downloaden.")
@click.option(
    "--password-stdin", is_flag=True, help="Lees het wachtwoord van de invoer; anders komt er een link."
)
@_AS_JSON
def create(
    email: str, name: str, roles: tuple[str, ...], slug: str | None, title: str | None, **wishes: Any
) -> None:
    """Maak een account. Zonder --password-stdin geeft dit een link om één keer een wachtwoord mee te kiezen."""
    settings = Settings()
    password = sys.stdin.readline().rstrip("\r\n") if wishes["password_stdin"] else None
    hashed = None if password is None else _hashed(settings, password, email, name)
    with opened(settings.database) as engine, transaction(engine) as session:
        organisation = _organisation(session, slug, title)
        try:
            account = add(
                session,
                organisation.id or 0,
                email=_address(email),
                name=name,
                roles=roles,
                sees_single_answers=not wishes["no_single_answers"],
                may_export=not wishes["no_export"],
            )
        except Taken as error:
            raise click.ClickException(f"Er is al een account met het e-mailadres {email}.") from error
        if hashed is None:
            address = link.address(settings, link.issue(session, account, link.INVITED))
        else:
            address = None
            link.set_password(session, account, hashed)
        made = _described(account, organisation) | {"link": address}
    if wishes["as_json"]:
        click.echo(json.dumps(made, ensure_ascii=False))
        return
    click.echo(f"Account gemaakt voor {account.name} bij {organisation.name}.")
    if address:
        click.echo(f"Deze link werkt één keer, zeven dagen lang:\n{address}")


@_MAY
@accounts.command("list")
@_OF
@_AS_JSON
def listed(slug: str | None, *, as_json: bool) -> None:
    """Geef de accounts, van alle organisaties of van één."""
    with opened(Settings().database) as engine, reading(engine) as session:
        which = [_organisation(session, slug, None)] if slug else all_of_them(session)
        rows = [
            _described(account, organisation)
            for organisation in which
            for account in change.of(session, organisation.id or 0)
        ]
    if as_json:
        click.echo(json.dumps({"accounts": rows}, ensure_ascii=False))
        return
    for row in rows:
        state = "" if row["active"] else "  (gesloten)"
        click.echo(f"{row['organisation']}  {row['email']}  {row['name']}  {', '.join(row['roles'])}{state}")
    if not rows:
        click.echo(
            "Er zijn nog geen accounts. Maak het eerste met: wijkpeil accounts create --role administrator --email NAAM@GEMEENTE.NL --name NAAM"
        )


@_MAY
@accounts.command("close")
@click.argument("email")
def close(email: str) -> None:
    """Sluit het account van EMAIL: sessies en sleutels werken niet meer."""
    with opened(Settings().database) as engine, transaction(engine) as session:
        try:
            change.close(session, _found(session, email))
        except change.LastAdministrator as error:
            raise click.ClickException(
                "Dit is de enige beheerder van de organisatie. Maak eerst een andere beheerder."
            ) from error
    click.echo("Het account is gesloten.")


@_MAY
@accounts.command("link")
@click.argument("email")
def new_link(email: str) -> None:
    """Geef EMAIL een link om één keer een nieuw wachtwoord mee te kiezen."""
    settings = Settings()
    with opened(settings.database) as engine, transaction(engine) as session:
        address = link.address(settings, link.issue(session, _found(session, email), link.INVITED))
    click.echo(address)


@_MAY
@accounts.command("key")
@click.argument("email")
@click.option("--label", required=True, help="Waarvoor de sleutel is.")
def key(email: str, label: str) -> None:
    """Maak een sleutel waarmee een programma namens EMAIL werkt; hij is maar één keer te zien."""
    with opened(Settings().database) as engine, transaction(engine) as session:
        made = keys.make(session, _found(session, email), label)
    click.echo(made)


@_MAY
@accounts.group("organisation")
def organisation() -> None:
    """Organisaties van deze installatie."""


@_MAY
@organisation.command("create")
@click.argument("slug", metavar="NAAM")
@click.option("--name", required=True, help="De naam zoals mensen hem lezen.")
@_AS_JSON
def create_one(slug: str, name: str, *, as_json: bool) -> None:
    """Maak een organisatie met de korte naam NAAM."""
    with opened(Settings().database) as engine, transaction(engine) as session:
        _made(session, slug, name)
    click.echo(
        json.dumps({"slug": slug, "name": name}, ensure_ascii=False) if as_json else f"Gemaakt: {name}."
    )


@_MAY
@organisation.command("list")
@_AS_JSON
def organisations(*, as_json: bool) -> None:
    """Geef de organisaties."""
    with opened(Settings().database) as engine, reading(engine) as session:
        rows = [{"slug": each.slug, "name": each.name} for each in all_of_them(session)]
    if as_json:
        click.echo(json.dumps({"organisations": rows}, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['slug']}  {row['name']}")


def _organisation(session: Session, slug: str | None, title: str | None) -> Organisation:
    try:
        return named(session, slug)
    except OrganisationUnclear as error:
        if slug and title:
            return _made(session, slug, title)
        there = ", ".join(each.slug for each in all_of_them(session)) or "geen"
        raise click.ClickException(
            f"Welke organisatie? Er zijn: {there}. Kies met --organisation, of maak er een met --organisation-name."
        ) from error


def _made(session: Session, slug: str, name: str) -> Organisation:
    try:
        return create_organisation(session, slug, name)
    except ValueError as error:
        raise click.ClickException(
            f"De korte naam {slug!r} kan niet of bestaat al. Gebruik kleine letters, cijfers en streepjes, zoals kampen."
        ) from error


def _found(session: Session, email: str) -> Account:
    account = by_address(session, email)
    if account is None:
        raise click.ClickException(f"Er is geen account met het e-mailadres {email}.")
    return account


def _address(email: str) -> str:
    name, _at, domain = email.strip().rpartition("@")
    if not (name and domain and email.isprintable()):
        raise click.ClickException(f"{email!r} is geen e-mailadres. Verwacht is naam@gemeente.nl.")
    return email


def _hashed(settings: Settings, password: str, email: str, name: str) -> str:
    from survey.app import create_app  # it takes a second to read, and only hashing needs it

    with create_app(settings).app_context():
        fault = passwords.fault(password, email=email, name=name)
        if fault:
            raise click.ClickException(fault)
        return passwords.hashed(password)


def _described(account: Account, at: Organisation) -> dict[str, Any]:
    return {
        "organisation": at.slug,
        "email": account.email,
        "name": account.name,
        "roles": account.role_names,
        "sees_single_answers": account.sees_single_answers,
        "may_export": account.may_export,
        "active": account.active,
    }
