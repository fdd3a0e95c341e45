"""Answers that came too fast or too alike: speeding, and the same answer to every statement of a block."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.errors import EvidenceError, IndicatorError, MethodError
from analysis.messages import N_, Message
from analysis.numerals import percent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FAST = 0.5  # of the median time
STATEMENTS = 3  # statements that must be answered before answers can be called alike


@dataclass(frozen=True)
class Speeding:
    """Who went faster than can be read: a count of these interviews, without sampling error.

    Attributes:
        shares: time of each interview as a share of the median [interviews]; NaN where the time is not known.
        flagged: which were faster than `limit` times the median [interviews].
        median: in the unit of the times.
        limit: the share of the median below which an interview is flagged.
        n: interviews with a time; `left_out`: without.
        estimate: flagged / n.
        method: the rule in short.
        caveats: `few_interviews`: under 30 the median itself moves.
    """

    shares: "Floats"
    flagged: "NDArray[np.bool_]"
    median: float
    limit: float
    n: int
    left_out: int
    estimate: float
    method: str
    caveats: tuple[str, ...]

    @property
    def sentence(self) -> Message:
        """How many went too fast, by which rule."""
        return Message(
            N_(
                "%(flagged)s van de %(n)s interviews (%(share)s) duurden korter dan %(limit)s van de middelste tijd. "
                "Kijk deze na; snel is nog niet fout."
            ),
            {
                "flagged": int(self.flagged.sum()),
                "n": self.n,
                "share": percent(self.estimate),
                "limit": percent(self.limit),
            },
        )


@dataclass(frozen=True)
class StraightLining:
    """How alike each respondent answered a block of statements: a count of these interviews, without sampling error.

    Arrays are [interviews]; NaN (0 for `longest`) where fewer than three statements were answered.

    Attributes:
        deviation: standard deviation of the answers of one respondent, in points of the scale: 0 is all alike.
        identical: the largest share of the answers that is one and the same point: 1 is all alike.
        longest: the longest run of the same point, in statements, over the statements that were answered.
        flagged: all answers alike.
        n: interviews with three answers or more; `left_out`: the others.
        statements: how many the block has.
        estimate: flagged / n; None when nobody answered three.
        method: the rule in short.
        caveats: `nobody_answered`, `same_direction` (always: see the sentence).
    """

    deviation: "Floats"
    identical: "Floats"
    longest: "NDArray[np.int64]"
    flagged: "NDArray[np.bool_]"
    n: int
    left_out: int
    statements: int
    estimate: float | None
    method: str
    caveats: tuple[str, ...]

    @property
    def sentence(self) -> Message:
        """How many gave the same answer throughout, and why that may be honest."""
        if self.estimate is None:
            return Message(N_("Niemand beantwoordde drie of meer stellingen van dit blok."))
        return Message(
            N_(
                "%(flagged)s van de %(n)s mensen (%(share)s) gaven op alle stellingen van dit blok hetzelfde antwoord. "
                "Dat kan ook hun mening zijn, vooral als alle stellingen dezelfde kant op wijzen."
            ),
            {"flagged": int(self.flagged.sum()), "n": self.n, "share": percent(self.estimate)},
        )


def speeding(times: Sequence[float | None], *, limit: float = FAST) -> Speeding:
    """Interviews that took less than a share of the median time.

    share = time / median of all times; flagged below `limit` (Greszki, Meyer and Schoen 2015, Public Opinion
    Quarterly 79:471-503, compare limits of 30 to 60 percent).

    Args:
        times: duration per interview, in any one unit; None or NaN is not known.
        limit: the share of the median, above 0 and below 1.

    Raises:
        EvidenceError: no time at all, or a median of 0.
        IndicatorError: a negative or infinite time, or text.
        MethodError: a limit that is not a share.
    """
    if not 0 < limit < 1:
        raise MethodError(
            Message(N_("Verwacht: een deel van de middelste tijd, tussen 0 en 1.")),
            Message(N_("Gekregen: %(got)s."), {"got": limit}),
            Message(N_("Gebruik bijvoorbeeld 0.5: korter dan de helft.")),
        )
    values = _numbers(times)
    known = ~np.isnan(values)
    if (values[known] < 0).any():
        raise _no_numbers()
    median = float(np.median(values[known])) if known.any() else 0.0
    if median <= 0:
        raise EvidenceError(
            Message(N_("Verwacht: hoe lang elk interview duurde.")),
            Message(N_("Van %(n)s interviews is geen bruikbare tijd bekend."), {"n": len(values)}),
            Message(N_("Geef de tijd in seconden of minuten; laat leeg wat niet gemeten is.")),
        )
    shares = values / median
    flagged = known & (np.nan_to_num(shares, nan=1.0) < limit)
    n = int(known.sum())
    return Speeding(
        shares=shares,
        flagged=flagged,
        median=median,
        limit=limit,
        n=n,
        left_out=len(values) - n,
        estimate=float(flagged.sum() / n),
        method=f"time < {limit:g} x median",
        caveats=("few_interviews",) if n < 30 else (),  # noqa: PLR2004 -- as for a small figure
    )


def straight_lining(answers: Sequence[Sequence[float | None]]) -> StraightLining:
    """Indices of answering a block of statements without telling them apart.

    Standard deviation of a respondent's answers, largest share of one point and longest run (Kim, Dykema, Stevenson,
    Black and Moberg 2019, Social Science Computer Review 37:214-233; Leiner 2019, Survey Research Methods
    13:229-248, for the run). Flagged when three statements or more were answered and all alike.

    Args:
        answers: per respondent a point per statement [interviews][statements], in the order of asking and as given,
            not yet turned round; None or NaN is no answer.

    Raises:
        EvidenceError: no respondents, or fewer than three statements.
        IndicatorError: rows of unequal length, or text.
    """
    statements = max((len(row) for row in answers), default=0)
    if statements < STATEMENTS:
        raise EvidenceError(
            Message(N_("Verwacht: een blok van drie of meer stellingen, met antwoorden.")),
            Message(
                N_("Gekregen: %(n)s interviews met %(statements)s stellingen."),
                {"n": len(answers), "statements": statements},
            ),
            Message(N_("Bij twee stellingen zegt een gelijk antwoord niets; kies een langer blok.")),
        )
    if any(len(row) != statements for row in answers):
        raise _no_numbers()
    points = np.array([_numbers(row) for row in answers])
    enough = (~np.isnan(points)).sum(axis=1) >= STATEMENTS
    deviation, identical = (np.full(len(points), np.nan) for _ in range(2))
    longest = np.zeros(len(points), dtype=np.int64)
    for place in np.flatnonzero(enough):
        given = points[place][~np.isnan(points[place])]
        deviation[place] = given.std()
        identical[place] = np.unique(given, return_counts=True)[1].max() / len(given)
        longest[place] = _longest_run(given)
    flagged = identical == 1
    n = int(enough.sum())
    return StraightLining(
        deviation=deviation,
        identical=identical,
        longest=longest,
        flagged=flagged,
        n=n,
        left_out=len(points) - n,
        statements=statements,
        estimate=float(flagged.sum() / n) if n else None,
        method="all answers alike",
        caveats=("same_direction",) if n else ("nobody_answered",),
    )


def _longest_run(given: "Floats") -> int:
    changes = np.flatnonzero(np.diff(given)) + 1
    return int(np.diff(np.concatenate([[0], changes, [len(given)]])).max())


def _numbers(values: Sequence[Any]) -> "Floats":
    try:
        found = np.array([np.nan if value is None else float(value) for value in values], dtype=np.float64)
    except (TypeError, ValueError):
        raise _no_numbers() from None
    if np.isinf(found).any():
        raise _no_numbers()
    return found


def _no_numbers() -> IndicatorError:
    return IndicatorError(
        Message(N_("Verwacht: getallen van 0 of meer, evenveel per interview; leeg waar niets bekend is.")),
        Message(
            N_(
                "Er staat iets anders tussen: tekst, oneindig, een negatieve tijd, of een rij van een andere lengte."
            )
        ),
        Message(N_("Geef tijden in seconden, en antwoorden als punten van de schaal.")),
    )
