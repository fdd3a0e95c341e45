"""The statistics of a two-way table: Rao and Scott's corrections of Pearson's, and two Wald tests."""

from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.compare import quadratic
from analysis.compare.crossing import Crossing
from analysis.compare.hypotheses import quadratic_form
from analysis.errors import DesignError, MethodError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

KNOWN = 1e10  # degrees of freedom that are as good as endless

Statistic = Literal["F", "Chisq", "Wald", "adjWald", "saddlepoint", "lincom"]


def generalised_effects(table: Crossing) -> "Floats":
    """The eigenvalues delta of Rao and Scott, largest first [(r - 1)(c - 1)].

    Raises:
        MethodError: so many cells are empty that independence cannot be tested.
    """
    r, c = table.n.shape
    contrasts = np.kron(_deviations(r), _deviations(c))
    flat = table.shares.ravel()
    inverse = np.divide(1.0, flat, out=np.zeros_like(flat), where=flat > 0)
    weighted = np.asarray(contrasts * inverse[:, None], dtype=np.float64)
    drawn = (contrasts.T @ weighted) / table.size
    found = np.maximum(_relative(table.covariance_of_shares(weighted), drawn), 0.0)
    if found.sum() <= 0 and table.cells.projections:
        raise DesignError(
            Message(N_("Verwacht: een tabel die niet al door de weging vastligt.")),
            Message(N_("De gewichten zijn zo gekozen dat deze tabel precies die van de bevolking is.")),
            Message(N_("Er valt niets te toetsen. Toets zonder deze weging, of kies een andere vraag.")),
        )
    if found.sum() <= 0:
        raise DesignError(
            Message(N_("Verwacht: locaties (PSU's) die van elkaar verschillen.")),
            Message(N_("In deze tabel is er tussen de locaties geen enkel verschil.")),
            Message(N_("De fout is niet te schatten; verzamel interviews op meer locaties.")),
        )
    return found


def tested(
    table: Crossing, statistic: Statistic, effects: "Floats", df: int
) -> tuple[float, float | None, float | None, float]:
    """Value, degrees of freedom of numerator and denominator (None where it has none), and the p-value.

    Args:
        table: the table.
        statistic: which test.
        effects: its generalised design effects.
        df: degrees of freedom of the design.

    Raises:
        MethodError: the design has too few degrees of freedom for a Wald test, or the table too few filled cells.
    """
    from scipy.special import chdtrc, fdtrc

    pearson = table.size * table.squared_contingency
    trace = float(effects.sum())
    smooth = trace**2 / float(np.sum(effects**2))
    many = len(effects)
    if statistic == "F":
        value = pearson / trace
        return value, smooth, smooth * df, float(fdtrc(smooth, smooth * df, value))
    if statistic == "Chisq":
        return pearson, float(many), None, float(chdtrc(many, pearson / (trace / many)))
    if statistic in {"saddlepoint", "lincom"}:
        road = quadratic.saddlepoint_whole if statistic == "saddlepoint" else quadratic.integral
        # With replicate weights R takes the effects as known, not as estimated.
        free = smooth * df if table.cells.replicates is None else KNOWN
        return pearson, None, None, road(effects.tolist(), pearson, free)
    left = df - many + 1
    if left < 1:
        raise MethodError(
            Message(
                N_("Verwacht: meer vrijheidsgraden dan vakken om te toetsen (%(many)s)."), {"many": many}
            ),
            Message(N_("Het ontwerp heeft er %(df)s."), {"df": df}),
            Message(N_("Kies de toets F, of neem categorieën samen.")),
        )
    wald = _wald(table) / many
    if statistic == "Wald":
        return wald, float(many), float(df), float(fdtrc(many, df, wald))
    return wald * left / df, float(many), float(left), float(fdtrc(many, left, wald * left / df))


def _wald(table: Crossing) -> float:
    """The form y' V^-1 y of y_ij = T_ij - T_i. T_.j / T for all cells but those of the last row and column."""
    r, c = table.n.shape
    kept = (np.arange(r * c) // c < r - 1) & (np.arange(r * c) % c < c - 1)
    shares = table.shares.ravel()
    rows = np.kron(np.eye(r), np.ones((c, c)))
    columns = np.kron(np.ones((r, r)), np.eye(c))
    # The derivative of y_ij to each total: 1 at its own cell, less the other margin in its row and its column.
    slopes = np.eye(r * c) - rows * (columns @ shares) - columns * (rows @ shares) + table.expected.ravel()
    away = (table.shares - table.expected).ravel()[kept] * table.weight
    return quadratic_form(away, table.covariance_of_totals(slopes[:, kept]))


def _deviations(size: int) -> "Floats":
    """Contrasts that add up to zero [size, size - 1]."""
    found: Floats = (np.eye(size) - 1 / size)[:, 1:]
    return found


def _relative(covariance: "Floats", drawn: "Floats") -> "Floats":
    """The eigenvalues of drawn^-1 covariance, largest first."""
    from scipy.linalg import LinAlgError, eigh

    try:
        found: Floats = np.asarray(eigh(covariance, drawn, eigvals_only=True), dtype=np.float64)[::-1]
    except LinAlgError as error:
        raise MethodError(
            Message(N_("Verwacht: een tabel met genoeg gevulde vakken om samenhang te toetsen.")),
            Message(N_("Te veel vakken zijn leeg.")),
            Message(N_("Neem categorieën samen.")),
        ) from error
    return found
