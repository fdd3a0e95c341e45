"""The commands that ask a panel: invite, remind, make letters, and take in what did not arrive."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from survey.accounts.organisation import Organisation, OrganisationUnclear, named
from survey.app import create_app
from survey.database import reading, transaction
from survey.jobs.perform import perform_here
from survey.mail.post import goes_out, outbox
from survey.members.keyring import KeyRefused, keyring
from survey.permissions import needs
from survey.rounds.announce import announce
from survey.rounds.bounces import Notice, NotMail, judge, read, take_in
from survey.rounds.letters import PER_SHEET, sheets, write
from survey.rounds.message import Kind
from survey.rounds.refusal import RoundRefused
from survey.rounds.tables import Round
from survey.settings import Settings
from survey.studies.tables import Study

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Geef één JSON-document.")
_ROUND = click.option(
    "--round", "number", required=True, type=click.IntRange(1), help="Het nummer van de ronde."
)


@needs("command.panel")
@click.command()
@click.argument("study", metavar="ONDERZOEK")
@_ROUND
@_AS_JSON
def invite(study: str, number: int, *, as_json: bool) -> None:
    """Verstuur de uitnodigingen van een ronde per e-mail."""
    _send(study, number, "invitation", as_json=as_json)


@needs("command.panel")
@click.command()
@click.argument("study", metavar="ONDERZOEK")
@_ROUND
@_AS_JSON
def remind(study: str, number: int, *, as_json: bool) -> None:
    """Verstuur de volgende herinnering van een ronde per e-mail."""
    _send(study, number, "reminder", as_json=as_json)


@needs("command.panel")
@click.command()
@click.argument("study", metavar="ONDERZOEK")
@_ROUND
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Waar het vel komt.",
)
@click.option(
    "--sheet",
    default=1,
    show_default=True,
    type=click.IntRange(1),
    help=f"Welk vel; {PER_SHEET} brieven per vel.",
)
@click.option("--reminder", is_flag=True, help="Maak herinneringen in plaats van uitnodigingen.")
def letters(study: str, number: int, output: Path, sheet: int, *, reminder: bool) -> None:
    """Maak een vel met brieven, om af te drukken. Met de codes erin: bewaar het niet."""
    with application() as app:
        engine, settings = app.extensions["wijkpeil.database"], app.extensions["wijkpeil.settings"]
        with transaction(engine) as session:
            round_, who = round_of(session, study, number)
            many = len(sheets(session, round_))
            made = write(
                session, round_, "reminder" if reminder else "invitation", sheet,
                keyring=keyring(settings), base_url=settings.base_url, who=who,
            )  # fmt: skip
            # One file that prints as the page does: what it looks like goes inside.
            looks = Path(app.static_folder or "", "letters.css").read_text(encoding="utf-8")
            style = Markup("<style>{}</style>").format(Markup(looks))  # noqa: S704 (our own file)
            # Without what pages need to know of a request: there is none.
            page = app.jinja_env.get_template("rounds/letter_file.html")
            text = page.render(letters=made, title=round_.title, style=style)
            try:
                handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(text)
            except OSError as error:
                raise click.ClickException(
                    f"{output} is niet te schrijven ({type(error).__name__}). Er is niets veranderd."
                ) from error
    click.echo(
        f"{len(made)} brieven in {output} (vel {sheet} van {many}). Druk ze af en gooi het bestand weg."
    )


@needs("command.panel")
@click.command()
@click.argument("path", metavar="PAD", type=click.Path(exists=True, path_type=Path))
@click.option("--organisation", "slug", metavar="NAAM", help="De organisatie; niet nodig als er maar één is.")
@click.option("--dry-run", is_flag=True, help="Kijk alleen wat er zou gebeuren; verander niets.")
@_AS_JSON
def bounces(path: Path, slug: str | None, *, dry_run: bool, as_json: bool) -> None:
    """Verwerk meldingen van niet bezorgde post: een bericht, een .mbox, of een map daarmee."""
    files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    notices: list[Notice] = []
    others = 0
    for file in files:
        try:
            found, no_notice = read(file.read_bytes())
        except NotMail as error:
            raise click.ClickException(f"{file} is geen e-mailbericht. Er is niets verwerkt.") from error
        notices += found
        others += no_notice
    with application() as app:
        engine = app.extensions["wijkpeil.database"]
        with reading(engine) if dry_run else transaction(engine) as session:
            owner = named(session, slug).id or 0
            done = judge(session, owner, notices) if dry_run else take_in(session, owner, notices)
    counts = {"undeliverable": len(done.gone), "known": done.before, "for_now": done.for_now,
              "unknown": done.unknown, "other_messages": others}  # fmt: skip
    if as_json:
        click.echo(json.dumps(counts))
        return
    click.echo(
        f"{'Zou noteren' if dry_run else 'Genoteerd'} als onbereikbaar: {len(done.gone)}. Al bekend: {done.before}. "
        f"Tijdelijk: {done.for_now}. Niet van dit panel: {done.unknown}. Andere berichten: {others}."
    )


def _send(study: str, number: int, kind: Kind, *, as_json: bool) -> None:
    with application() as app:
        engine, settings = app.extensions["wijkpeil.database"], app.extensions["wijkpeil.settings"]
        with transaction(engine) as session:
            round_, _who = round_of(session, study, number)
            asked = announce(session, round_, kind, account_id=None)
        job = perform_here(app, asked.id)
    if job.state != "done":
        raise click.ClickException(
            job.fault or "Het versturen is gestopt. Wat al verstuurd was, blijft verstuurd."
        )
    if as_json:
        click.echo(json.dumps(job.result))
        return
    click.echo("Verstuurd: {sent}. Niet gelukt: {failed}. Onzeker: {sending}.".format(**job.result))
    if not goes_out(settings):
        click.echo(f"Er is geen mailserver ingesteld: de berichten staan in {outbox(settings)}.", err=True)


@contextmanager
def application() -> Iterator[Flask]:
    """The application, as its pages have it; what goes wrong is said in a sentence."""
    app = create_app(Settings())
    try:
        with app.app_context():
            yield app
    except (RoundRefused, KeyRefused) as refused:
        raise click.ClickException(str(refused)) from refused
    except OrganisationUnclear as unclear:
        raise click.ClickException(
            "Zeg met --organisation NAAM om welke organisatie het gaat: die naam is er niet, of er zijn er meer."
        ) from unclear
    except SQLAlchemyError as error:
        raise click.ClickException(
            f"De database is niet te gebruiken ({type(error).__name__}). Draai eerst: wijkpeil db upgrade."
        ) from error
    finally:
        app.extensions["wijkpeil.database"].dispose()


def round_of(session: Session, study: str, number: int) -> tuple[Round, str]:
    """The round of a study with this number, and the name of who asks; raises ClickException when there is none."""
    found = session.exec(
        select(Round, Organisation.name)
        .join(Study, col(Study.id) == col(Round.study_id))
        .join(Organisation, col(Organisation.id) == col(Round.organisation_id))
        .where(col(Study.slug) == study, col(Round.number) == number)
    ).first()
    if found is None:
        raise click.ClickException(
            f"Onderzoek {study} heeft geen ronde {number}. Controleer de naam en het nummer."
        )
    return found[0], found[1]
