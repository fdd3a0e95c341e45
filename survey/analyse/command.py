"""`wijkpeil analyse`: figures, tests and regressions from any CSV or Parquet file, without a study or a database."""

import json
from typing import Any, get_args

import click

from analysis import intervals
from analysis.design import Design, LonelyPsu
from analysis.errors import AnalysisError
from analysis.question.answer import answer
from analysis.question.asked import Asked, Statistic
from analysis.question.files import opened
from analysis.question.rows import rows
from survey.analyse.alone import without_pandas
from survey.analyse.arguments import Several, names, quantiles
from survey.analyse.shown import lines
from survey.permissions import needs

_REPLICATES = ("JK1", "JKn", "BRR", "bootstrap")
_ASKED = ("mean", "proportion", "total", "ratio", "quantile", "chisq", "linear", "logistic")


@needs("command.analyse")
@click.command(cls=Several)
@click.argument("file", metavar="BESTAND.csv|.parquet")
@click.option("--weight", metavar="W", help="Kolom met het gewicht; zonder weegt elke rij 1.")
@click.option("--strata", metavar="S", help="Kolom(men) van het stratum, met komma's ertussen.")
@click.option("--psu", metavar="P[,P2]", help="Kolom van de locatie (PSU); een tweede is de tweede trap.")
@click.option("--fpc", metavar="N[,N2]", help="Kolom met de omvang van de populatie, per trap.")
@click.option(
    "--lonely",
    type=click.Choice(get_args(LonelyPsu)),
    default="adjust",
    show_default=True,
    help="Wat een stratum met één locatie aan de fout bijdraagt.",
)
@click.option("--rake", metavar="MARGINS.csv", help="Rimweging: een bestand met variable,category,count.")
@click.option("--poststratify", metavar="JOINT.csv", help="Poststratificatie: kolommen van klassen en count.")
@click.option("--replicates", type=click.Choice(_REPLICATES), help="Fouten met replicatiegewichten.")
@click.option("--mean", multiple=True, metavar="V...", help="Gemiddelde van kolommen met getallen.")
@click.option("--proportion", multiple=True, metavar="V...", help="Aandeel: van 1/0, of van elke categorie.")
@click.option("--total", multiple=True, metavar="V...", help="Totaal in de populatie.")
@click.option("--ratio", multiple=True, metavar="A/B", help="Verhouding van twee totalen.")
@click.option(
    "--quantile", multiple=True, metavar="V@q...", help="Kwantiel, zoals cijfer@0.5 voor de mediaan."
)
@click.option("--chisq", metavar="A,B", help="Toets of twee kolommen samenhangen (Rao en Scott).")
@click.option("--statistic", type=click.Choice(get_args(Statistic)), help="Van de toets; zonder keuze F.")
@click.option("--logistic", metavar='"y ~ a + b"', help="Logistische regressie.")
@click.option("--linear", metavar='"y ~ a + b"', help="Lineaire regressie.")
@click.option("--by", multiple=True, metavar="V...", help="Splits uit naar deze kolommen samen.")
@click.option(
    "--where", default="", metavar="VOORWAARDE", help='Zoals: leeftijd >= 18 and wijk in ("A", "B").'
)
@click.option(
    "--interval", type=click.Choice(intervals.METHODS), help="Van de marge van een aandeel of kwantiel."
)
@click.option("--level", type=float, default=0.95, show_default=True, help="Betrouwbaarheid van de marge.")
@click.option("--origin", metavar="HERKOMST", help="Eén herkomst, of all om ze bewust samen te nemen.")
@click.option("--json", "as_json", is_flag=True, help="Geef één JSON-document.")
def analyse(file: str, *, as_json: bool, **given: Any) -> None:
    """Reken met een BESTAND: cijfers met hun marge, een toets of een regressie, naar het ontwerp van de steekproef.

    De steekproef blijft heel: --where en --by laten geen locaties vallen. Ontbrekende antwoorden tellen niet mee; hun
    aantal staat erbij. Een bestand met de kolom origin wordt niet stil samengenomen.
    """
    kind = _kind(given)
    if kind not in {"linear", "logistic"}:
        without_pandas()
    try:
        asked = _asked(kind, given)
        found = rows(answer(opened(file), _design(given), asked))
    except AnalysisError as error:
        for message in error.messages:
            click.echo(str(message), err=True)
        raise SystemExit(1) from error
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, allow_nan=False))
        return
    for line in lines(found):
        click.echo(line)


def _kind(given: dict[str, Any]) -> str:
    """What is asked: exactly one thing; and options that do not belong to it are wrong use."""
    kinds = [name for name in _ASKED if given[name]]
    if len(kinds) != 1:
        wanted = ", ".join(f"--{name}" for name in _ASKED)
        raise click.UsageError(f"Vraag precies één ding: {wanted}.")
    if given["rake"] and given["poststratify"]:
        raise click.UsageError("Kies --rake of --poststratify, niet beide.")
    if given["statistic"] and kinds[0] != "chisq":
        raise click.UsageError("--statistic hoort bij --chisq.")
    if given["interval"] and kinds[0] not in {"proportion", "quantile", "mean"}:
        raise click.UsageError("--interval hoort bij --proportion, --mean of --quantile.")
    if given["by"] and kinds[0] in {"chisq", "linear", "logistic"}:
        raise click.UsageError(f"--by hoort niet bij --{kinds[0]}; kies een deel met --where.")
    if not 0 < given["level"] < 1:
        raise click.BadParameter(
            "een betrouwbaarheid tussen 0 en 1, bijvoorbeeld 0.95.", param_hint="--level"
        )
    return kinds[0]


def _asked(kind: str, given: dict[str, Any]) -> Asked:
    value = given[kind]
    if kind == "quantile":
        what = quantiles(value)
    elif kind in {"linear", "logistic"}:
        what = (value,)
    else:
        what = names((value,) if isinstance(value, str) else value)
    more = {name: given[name] for name in ("interval", "statistic") if given[name]}
    return Asked(
        kind,  # type: ignore[arg-type]  # one of the names of the options
        what,
        by=names(given["by"]),
        where=given["where"],
        origins="pool" if given["origin"] == "all" else given["origin"],
        level=given["level"],
        **more,
    )


def _design(given: dict[str, Any]) -> Design:
    strata, psu, fpc = (names((given[name],)) if given[name] else () for name in ("strata", "psu", "fpc"))
    if len(psu) > 2 or len(fpc) > max(len(psu), 1):  # noqa: PLR2004 -- two stages
        raise click.UsageError("--psu en --fpc hebben één kolom per trap, en er zijn hoogstens twee trappen.")
    replication = None
    if given["replicates"]:
        from analysis.replicates import Replication

        replication = Replication(given["replicates"])
    return Design(
        strata=strata or None,
        psu=psu[0] if psu else None,
        weight=given["weight"],
        fpc=fpc[0] if fpc else None,
        lonely_psu=given["lonely"],
        ssu=psu[1] if len(psu) > 1 else None,
        ssu_fpc=fpc[1] if len(fpc) > 1 else None,
        replication=replication,
        adjust=_adjustments(given),
    )


def _adjustments(given: dict[str, Any]) -> tuple[Any, ...]:
    if given["rake"]:
        from analysis.weighting import Raking, read_margins

        return (Raking(dict(read_margins(given["rake"]).items())),)
    if given["poststratify"]:
        from analysis.weighting import PostStratification, read_joint

        return (PostStratification(*read_joint(given["poststratify"])),)
    return ()
