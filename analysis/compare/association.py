"""Are two answers connected? Chi-square tests of a two-way table that know how the sample was drawn."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any, get_args

from analysis import caveats
from analysis.cells import Cells
from analysis.collect import collect
from analysis.compare.crossing import Crossing, cross
from analysis.compare.enough import answers_for_association
from analysis.compare.groups import CONFOUNDED
from analysis.compare.rao_scott import Statistic, generalised_effects, tested
from analysis.compare.words import chance
from analysis.covariance import degrees_of_freedom
from analysis.design import Design
from analysis.errors import DesignError, MethodError
from analysis.figure import SMALL
from analysis.messages import N_, Message
from analysis.numerals import decimal, many
from analysis.origins import COLUMN
from analysis.remembered import remembered

if TYPE_CHECKING:
    from narwhals import Expr

__all__ = ["METHODS", "Association", "Statistic", "chi_square"]

FEW_EXPECTED, FEW_SHARE, LEAST_EXPECTED = 5, 0.2, 1  # Cochran (1954): when a chi-square needs more answers

METHODS: dict[Statistic, str] = {
    "F": N_("Rao-Scott, tweede orde (F)"),
    "Chisq": N_("Rao-Scott, eerste orde (chi-kwadraat)"),
    "Wald": N_("Wald-toets van Koch, Freeman en Freeman"),
    "adjWald": N_("Wald-toets, aangepast voor het aantal locaties"),
    "saddlepoint": N_("Rao-Scott, zadelpuntbenadering"),
    "lincom": N_("Rao-Scott, exacte verdeling (numerieke integratie)"),
}


@dataclass(frozen=True)
class Association:
    """The test of a table of r rows and c columns.

    Attributes:
        rows, columns: names of the two variables; `row_labels` [r] and `column_labels` [c] their categories.
        n: answers to both [r][c], unweighted.
        shares: weighted proportions of the whole table [r][c].
        total: answers in the table.
        missing: rows inside the question without one of the two answers.
        test: the statistic that was asked; `method` its name in words.
        statistic: F for `F`, `Wald` and `adjWald`; Pearson's chi-square at n = `total` + `missing` for the others.
        ndf, ddf: degrees of freedom; None where the distribution has none of its own.
        p: the chance of a statistic at least this large, were there no connection.
        level: the level against which the sentence speaks.
        effects: the generalised design effects (eigenvalues), largest first; 1 each in a simple random sample.
        cramers_v: sqrt(phi^2 / min(r - 1, c - 1)) of the weighted shares, 0-1. It takes no account of chance: in a
            small sample it is above zero without any connection.
        cramers_v_corrected: the same after taking from phi^2 what chance adds under this design,
            sum(effects) / (total + missing) (Bergsma 2013, with the expectation of Rao and Scott 1984); never below zero.
        needed: answers in the table from which a connection of this strength would be found with 80% chance, with the
            same design effects; None when the shares show none.
        caveats: codes, see `analysis.caveats`.
    """

    rows: str
    columns: str
    row_labels: tuple[Any, ...]
    column_labels: tuple[Any, ...]
    n: tuple[tuple[int, ...], ...]
    shares: tuple[tuple[float, ...], ...]
    total: int
    missing: int
    test: Statistic
    method: str
    statistic: float
    ndf: float | None
    ddf: float | None
    p: float
    level: float
    effects: tuple[float, ...]
    cramers_v: float
    cramers_v_corrected: float
    needed: int | None
    origin: str | None
    caveats: tuple[str, ...]

    @property
    def significant(self) -> bool:
        """Whether p is below 1 - level."""
        return self.p < 1 - self.level

    @property
    def sentence(self) -> Message:
        """What the test says, with its n."""
        told = {
            "rows": self.rows,
            "columns": self.columns,
            "n": many(self.total),
            "p": chance(self.p),
            "method": self.method,
            "v": decimal(self.cramers_v_corrected),
        }
        if self.significant:
            return Message(
                N_(
                    "“%(rows)s” en “%(columns)s” hangen samen: p %(p)s, n = %(n)s (%(method)s). "
                    "De sterkte van de samenhang is %(v)s op een schaal van 0 tot 1 (Cramérs V, gecorrigeerd voor "
                    "toeval en voor het ontwerp van de steekproef)."
                ),
                told,
            )
        if self.needed is None:
            return Message(_NONE, told)
        return Message(
            N_(
                "Een samenhang tussen “%(rows)s” en “%(columns)s” is niet aangetoond: p %(p)s, n = %(n)s "
                "(%(method)s). Dat zegt niet dat er geen samenhang is. Bij ongeveer %(needed)s antwoorden is de kans "
                "80%% dat een samenhang van deze sterkte wel wordt gevonden."
            ),
            told | {"needed": many(self.needed)},
        )


_NONE = N_(
    "In deze antwoorden is er geen samenhang tussen “%(rows)s” en “%(columns)s”: n = %(n)s (%(method)s). "
    "Daarbuiten kan die er wel zijn."
)


@remembered
def chi_square(
    source: Any,
    design: Design,
    rows: str,
    columns: str,
    *,
    statistic: Statistic = "F",
    where: "Expr | Mapping[str, Hashable | Sequence[Hashable]] | None" = None,
    origins: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> Association:
    """Test whether two categorical answers are independent (R: `svychisq`).

    With p the weighted shares, X^2 = n sum (p - e)^2 / e with n the rows in the question (also those without one of
    the answers, as in R; no p-value depends on it), C the contrasts that independence sets to zero, D =
    diag(p), V the design covariance of p and delta the eigenvalues of (C' D^-1 C / n)^-1 (C' D^-1 V D^-1 C)
    (Rao and Scott 1984, Annals of Statistics 12; design effects from the observed shares), and f the degrees of
    freedom of the design (PSUs less strata of the rows in the question; in a domain of calibrated weights R counts the
    PSUs of the whole sample here):

    * `F`: X^2 / sum(delta) against F on d = sum(delta)^2 / sum(delta^2) and d f (Thomas and Rao 1987);
    * `Chisq`: X^2 / mean(delta) against chi-square on (r - 1)(c - 1);
    * `Wald`: W / k of the k = (r - 1)(c - 1) differences p - e against F on k and f (Koch, Freeman and Freeman
      1975); `adjWald`: times (f - k + 1) / f, on k and f - k + 1;
    * `saddlepoint`: the sum of delta times chi-squares, over an estimated variance with d f degrees counted in
      whole numbers, by Kuonen (1999): what R reports; with replicate weights (as in R) over a known variance;
    * `lincom`: the same sum exactly, by numerical integration (Imhof 1961). (R without the package CompQuadForm
      gives the saddlepoint approximation under this name.)

    Args:
        source: see `analysis.engine.scan`; or `Cells` that hold both columns as keys.
        design: how the sample was drawn.
        rows: a column of categories; a row of the source without it is not in the table.
        columns: another.
        statistic: see above.
        where: see `analysis.collect.collect`.
        origins: idem.
        level: of the sentence.

    Raises:
        MethodError: an unknown statistic, the same column twice, fewer than two categories, or too many for the
            number of PSUs.
        AnalysisError: another of its kinds, when the table cannot be read.
    """
    if statistic not in get_args(Statistic):
        raise MethodError(
            Message(N_("Verwacht als toets: %(options)s."), {"options": ", ".join(get_args(Statistic))}),
            Message(N_("Gekregen: %(got)s."), {"got": statistic}),
            Message(N_("Kies een van deze namen.")),
        )
    if rows == columns:
        raise MethodError(
            Message(N_("Verwacht: twee verschillende vragen.")),
            Message(N_("Twee keer “%(name)s” gekregen."), {"name": rows}),
            Message(N_("Kies een andere vraag voor de rijen of voor de kolommen.")),
        )
    cells = collect(source, design, keys=(rows, columns), where=where, origins=origins, by=(rows, columns))
    table = cross(cells, rows, columns)
    df = degrees_of_freedom(cells)
    if df < 1:
        raise DesignError(
            Message(N_("Verwacht: meer locaties (PSU's) dan strata.")),
            Message(N_("In deze tabel blijven er geen vrijheidsgraden over.")),
            Message(N_("Voeg strata samen, of toets met meer locaties.")),
        )
    effects = generalised_effects(table)
    value, ndf, ddf, p = tested(table, statistic, effects, df)
    total = int(table.n.sum())
    least = min(table.n.shape) - 1
    phi = table.squared_contingency
    return Association(
        rows=rows,
        columns=columns,
        row_labels=table.rows,
        column_labels=table.columns,
        n=tuple(tuple(line) for line in table.n.tolist()),
        shares=tuple(tuple(line) for line in table.shares.tolist()),
        total=total,
        missing=table.missing,
        test=statistic,
        method=METHODS[statistic],
        statistic=value,
        ndf=ndf,
        ddf=ddf,
        p=p,
        level=level,
        effects=tuple(effects.tolist()),
        cramers_v=sqrt(phi / least),
        cramers_v_corrected=sqrt(max(phi - float(effects.sum()) / table.size, 0.0) / least),
        needed=answers_for_association(phi, float(effects.mean()), len(effects), 1 - level),
        origin=cells.origin,
        caveats=(*_caveats(table, total, cells), *((CONFOUNDED,) if COLUMN in {rows, columns} else ())),
    )


def _caveats(table: Crossing, total: int, cells: Cells) -> tuple[str, ...]:
    expected = table.expected * total
    noted = [caveats.of_origin(cells.origin)]
    if total < SMALL:
        noted.append("small")
    if float((expected < FEW_EXPECTED).mean()) > FEW_SHARE or float(expected.min()) < LEAST_EXPECTED:
        noted.append("expected_small")
    if bool((table.n == 0).any()):
        noted.append("empty_cells")
    if table.unused:
        noted.append("unused_categories")
    return tuple(noted)
