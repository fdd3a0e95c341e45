"""`wijkpeil estimate`: figures on the command line, the same ones as on the pages."""

import json

import click
from sqlalchemy.exc import SQLAlchemyError

from analysis.errors import AnalysisError
from analysis.methods import DEFAULT, METHODS, says
from survey.database import opened
from survey.permissions import needs
from survey.problems import Problem
from survey.results.asked import NotThereError, asked
from survey.results.figures import Row, explained, figures, sentences
from survey.results.subject import subject
from survey.settings import Settings


@needs("command.results")
@click.command(
    epilog="Methoden voor de marge:\n\n\b\n" + "\n".join(f"{one:<14} {says(one)}" for one in METHODS)
)
@click.argument("study", metavar="ONDERZOEK")
@click.option("--measure", metavar="NAAM", help="Eén maat, zoals awareness.aided of awareness.aided:vet.")
@click.option("--entity", metavar="NAAM", help="Eén team of onderwerp.")
@click.option(
    "--by", multiple=True, metavar="KENMERK", help="Splits uit: wijk, wave, mode, language of een vraag."
)
@click.option("--origin", metavar="HERKOMST", help="Eén herkomst, of all om ze bewust samen te nemen.")
@click.option("--wave", metavar="NUMMER", help="Eén meting; zonder deze keuze alle metingen.")
@click.option("--method", default=DEFAULT, show_default=True, help="Van de marge; zie hieronder.")
@click.option("--level", default="0.95", show_default=True, help="Betrouwbaarheid van de marge.")
@click.option("--json", "as_json", is_flag=True, help="Geef één JSON-document.")
def estimate(  # noqa: PLR0913 -- click hands each option over by name
    study: str,
    measure: str | None,
    entity: str | None,
    by: tuple[str, ...],
    origin: str | None,
    wave: str | None,
    method: str,
    level: str,
    *,
    as_json: bool,
) -> None:
    """Schat wat ONDERZOEK meet, elk cijfer met zijn aantal, marge en methode.

    Interviews van verschillende herkomst staan apart, tenzij u met --origin all kiest om ze samen te nemen.
    """
    settings = Settings()
    try:
        with opened(settings.database) as engine:
            looked_at = subject(engine, settings, study)
        question = asked(
            looked_at,
            measure=measure,
            entity=entity,
            by=by,
            origin=origin,
            wave=wave,
            method=method,
            level=level,
        )
        rows = figures(looked_at, question)
    except Problem as error:
        raise click.ClickException(error.detail) from error
    except (NotThereError, AnalysisError) as error:
        raise click.ClickException(str(error)) from error
    except SQLAlchemyError as error:
        raise click.ClickException(
            "De database is niet te lezen. Draai eerst: wijkpeil db upgrade"
        ) from error
    # A group is called as it was asked for: who asks for "wijk" looks for "wijk".
    called = dict(zip(question.by, by, strict=False))
    rows = [row | {"by": {called[name]: value for name, value in row["by"].items()}} for row in rows]
    if as_json:
        click.echo(
            json.dumps([row | {"caveat": " ".join(sentences(row))} for row in rows], ensure_ascii=False)
        )
        return
    if looked_at.study.synthetic:
        click.echo("Synthetische gegevens: de antwoorden zijn verzonnen.")
    if not rows:
        click.echo(f"Er zijn nog geen interviews die meetellen in '{study}'.")
        return
    for line in _lines(rows):
        click.echo(line)


def _lines(rows: list[Row]) -> list[str]:
    heads = ("maat", "groep", "herkomst", "n", "cijfer", "marge", "opmerking")
    cells = [heads, *(_cells(row) for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(heads))]
    told = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells]
    notes, _technical = explained(rows)
    methods = ", ".join(dict.fromkeys(f"{row['method']}, {row['level']:.0%}" for row in rows))
    return [*(line.rstrip() for line in told), "", f"Marge: {methods}.", *notes]


def _cells(row: Row) -> tuple[str, ...]:
    name = f"{row['measure']}:{row['entity']}" if row["entity"] else row["measure"]
    groups = " ".join(f"{key}={value}" for key, value in row["by"].items())
    numbers = [_number(row, row["estimate"]), f"{_number(row, row['low'])} - {_number(row, row['high'])}"]
    return (name, groups, row["origin"], str(row["n"]), *numbers, "n < 30" if row["small"] else "")


def _number(row: Row, value: float | None) -> str:
    if value is None:
        return "?"
    return f"{value:.1%}" if row["kind"] == "proportion" else f"{value:.2f}"
