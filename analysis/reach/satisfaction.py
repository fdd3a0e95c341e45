"""Reach times satisfaction: how many use a team, how satisfied they are, and how that goes with knowing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from analysis.design import Design
from analysis.engine import scan
from analysis.errors import missing_column
from analysis.estimate import estimate
from analysis.figure import Estimate
from analysis.indicators import Indicator, column_of, indicator_of
from analysis.intervals import DEFAULT, Method
from analysis.ladder import AIDED, HOW, USED, USED_UNKNOWING, WHAT, Entity, Rung, rungs
from analysis.messages import N_, Message
from analysis.numerals import decimal, percent

if TYPE_CHECKING:
    from narwhals import Expr, LazyFrame

    from analysis.table import Where

Level = Literal["unaware", "name", "what", "how"]
LEVELS: tuple[Level, ...] = get_args(Level)
_USER, _UNAWARE = "user·", "unaware·"


@dataclass(frozen=True)
class AtLevel:
    """The users who know a team so well, and no better.

    Attributes:
        level: how well; `says` in words.
        share: of all users whose level is known.
        satisfaction: their mean; `n` may be zero, it then has no estimate.
    """

    level: Level
    says: Message
    share: Estimate
    satisfaction: Estimate


@dataclass(frozen=True)
class ReachAndSatisfaction:
    """The two figures that belong together, and how satisfaction goes with knowing.

    Attributes:
        entity: the team.
        by: the domain.
        used: the share that uses it or has used it, knowing or not, of everybody who was asked about use.
        satisfaction: the mean among users.
        levels: users by how well they know the team; only levels that the questions can tell apart.
        method: of the intervals of means.
        caveats: those of both figures, and `users_only`.
    """

    entity: Entity
    by: Mapping[str, Any]
    used: Estimate
    satisfaction: Estimate
    levels: tuple[AtLevel, ...]
    method: str
    caveats: tuple[str, ...]

    @property
    def n(self) -> int:
        """Users who gave a mark."""
        return self.satisfaction.n

    @property
    def sentence(self) -> Message:
        """Who is reached, and how satisfied those who are reached are."""
        values: dict[str, Any] = {"entity": self.entity.name, "n_used": self.used.n, "n": self.n}
        if self.used.estimate is None or self.satisfaction.estimate is None:
            return Message(
                N_("Over gebruik van en tevredenheid met %(entity)s samen zijn er te weinig antwoorden."),
                values,
            )
        values |= {"used": percent(self.used.estimate), "mean": decimal(self.satisfaction.estimate, 1)}
        if self.satisfaction.low is None or self.satisfaction.high is None:
            return Message(
                N_(
                    "%(entity)s bereikt %(used)s (%(n_used)s antwoorden). Wie bereikt is, geeft gemiddeld %(mean)s "
                    "(%(n)s antwoorden; een marge is niet te geven). Over wie niet bereikt is, zegt dat niets."
                ),
                values,
            )
        limits = {"low": decimal(self.satisfaction.low, 1), "high": decimal(self.satisfaction.high, 1)}
        return Message(
            N_(
                "%(entity)s bereikt %(used)s (%(n_used)s antwoorden). Wie bereikt is, geeft gemiddeld %(mean)s "
                "(tussen %(low)s en %(high)s, %(n)s antwoorden). Over wie niet bereikt is, zegt dat niets."
            ),
            values | limits,
        )


def used_without_knowing(
    source: Any,
    design: Design,
    entity: Entity,
    by: str | Sequence[str] = (),
    *,
    where: "Where" = None,
    level: float = 0.95,
    method: Method = DEFAULT,
    origins: str | Sequence[str] | None = None,
) -> list[Estimate]:
    """Of all who use a team or take part in what it does: the share that does not know that it is the team's.

    The base is who has used it knowingly, or takes part without knowing (`m:use.unknowing` is 1). The arguments are
    those of `analysis.estimate.estimate`; `measure` of the figures is `use.unknowing`.

    Raises:
        AnalysisError: one of its kinds, when the question cannot be answered honestly.
    """
    import narwhals as nw

    frame, taken = _steps(source, entity)
    if USED_UNKNOWING not in taken:
        return []
    frame = _users(frame, taken)
    asked = Indicator(
        f"among users {column_of(USED_UNKNOWING, entity.code)}", USED_UNKNOWING, entity.code, "proportion"
    )
    frame = frame.with_columns(nw.when(nw.col(_USER) == 1).then(nw.col(_UNAWARE)).alias(asked.column))
    return estimate(
        frame, design, [asked], by, where=where, level=level, method=method, origins=origins, missing="domain"
    )


def reach_and_satisfaction(  # noqa: PLR0913 -- each is a choice of the reader; all but four have a default
    source: Any,
    design: Design,
    entity: Entity,
    satisfaction: str,
    by: str | Sequence[str] = (),
    *,
    where: "Where" = None,
    level: float = 0.95,
    method: Method = DEFAULT,
    origins: str | Sequence[str] | None = None,
) -> list[ReachAndSatisfaction]:
    """How many use a team, and how satisfied users are, also by how well they know it.

    Each figure is a domain mean whose base is a domain of its own: satisfaction of users only, by level of users who
    know the team so well and no better. A level that no question tells apart is left out.

    Args:
        source: see `analysis.estimate.estimate`, as for all that is not named here.
        design: how the sample was drawn.
        entity: the team; without a question about its use there is no result.
        satisfaction: column with a mark, or with 1 and 0.
        by: the domains.
        where: a further domain.
        level: of the intervals.
        method: of the intervals of shares.
        origins: the origins that it is about.

    Returns:
        The domains, in sorted order.

    Raises:
        IndicatorError: there is no such column.
        AnalysisError: another of its kinds, when the question cannot be answered honestly.
    """
    import narwhals as nw

    frame, taken = _steps(source, entity)
    schema = frame.collect_schema()
    if satisfaction not in schema:
        raise missing_column(satisfaction, list(schema))
    if USED not in taken and USED_UNKNOWING not in taken:
        return []
    frame = _users(frame, taken)
    mark = indicator_of(satisfaction)
    user = nw.col(_USER) == 1
    frame = frame.with_columns(
        nw.when(user).then(nw.col(satisfaction)).alias("mark·"), _level(taken).alias("level·")
    )
    asked = [Indicator(_USER, USED, entity.code, "proportion"), Indicator("mark·", mark.measure, entity.code)]
    present = [name for name in LEVELS if _told_apart(name, taken)]
    for name in present:
        share, marked = f"share· {name}", f"mark· {name}"
        own = nw.col("level·") == name
        frame = frame.with_columns(
            nw.when(user & ~nw.col("level·").is_null()).then(own.cast(nw.Float64())).alias(share),
            nw.when(user & own).then(nw.col(satisfaction)).alias(marked),
        )
        asked += [Indicator(share, f"level.{name}", entity.code, "proportion")]
        asked += [Indicator(marked, mark.measure, entity.code)]
    figures = estimate(
        frame, design, asked, by, where=where, level=level, method=method, origins=origins, missing="domain"
    )
    size = len(figures) // len(asked)
    columns = [figures[start * size : (start + 1) * size] for start in range(len(asked))]
    return [_together(entity, [column[place] for column in columns], present, taken) for place in range(size)]


def _together(
    entity: Entity, row: Sequence[Estimate], present: Sequence[Level], taken: Mapping[str, Rung]
) -> ReachAndSatisfaction:
    used, satisfied, *parts = row
    pairs = zip(present, parts[::2], parts[1::2], strict=True)
    return ReachAndSatisfaction(
        entity=entity,
        by=used.by,
        used=used,
        satisfaction=satisfied,
        levels=tuple(AtLevel(name, Message(_says(name, taken)), share, mark) for name, share, mark in pairs),
        method=satisfied.method,
        caveats=tuple(dict.fromkeys((*used.caveats, *satisfied.caveats, "users_only"))),
    )


def _says(name: Level, taken: Mapping[str, Rung]) -> str:
    """What a level is, in the words of the questions that were asked."""
    if name == "unaware":
        return N_("gebruikt het zonder het te kennen")
    if name == "how":
        return (
            N_("weet wat het doet en hoe het te bereiken is")
            if WHAT in taken
            else N_("weet hoe het te bereiken is")
        )
    if name == "what":
        return (
            N_("weet wat het doet, maar niet hoe het te bereiken is")
            if HOW in taken
            else N_("weet wat het doet")
        )
    if WHAT in taken:
        return N_("kent het, maar weet niet wat het doet")
    return N_("kent het, maar weet niet hoe het te bereiken is") if HOW in taken else N_("kent het")


def _steps(source: Any, entity: Entity) -> "tuple[LazyFrame[Any], dict[str, Rung]]":
    frame = scan(source)
    taken = {rung.measure: rung for rung in rungs(entity, (), frame.collect_schema())}
    for stage in sorted({rung.stage for rung in taken.values()}):
        steps = [rung for rung in taken.values() if rung.stage == stage]
        frame = frame.with_columns(*(rung.value.alias(rung.column) for rung in steps))
    return frame, taken


def _users(frame: "LazyFrame[Any]", taken: Mapping[str, Rung]) -> "LazyFrame[Any]":
    """Whether a row is a user (1, 0, null: not known), and whether one who does not know it."""
    import narwhals as nw

    ways = [nw.col(taken[one].column) for one in (USED, USED_UNKNOWING) if one in taken]
    yes = nw.any_horizontal(*(way == 1 for way in ways), ignore_nulls=True)
    known = nw.any_horizontal(*(~way.is_null() for way in ways), ignore_nulls=True)
    unaware = nw.lit(0.0)
    if USED_UNKNOWING in taken:
        knowing = (nw.col(taken[USED].column) == 1) if USED in taken else nw.lit(value=False)
        own = nw.col(taken[USED_UNKNOWING].column) == 1
        unaware = (
            nw.when(own & ~nw.any_horizontal(knowing, ignore_nulls=True))
            .then(nw.lit(1.0))
            .otherwise(nw.lit(0.0))
        )
    return frame.with_columns(
        nw.when(yes).then(nw.lit(1.0)).otherwise(nw.when(known).then(nw.lit(0.0))).alias(_USER),
        unaware.alias(_UNAWARE),
    )


def _level(taken: Mapping[str, Rung]) -> "Expr":
    """How well a row knows the team: the highest step taken before one that was not; null when that is not known."""
    import narwhals as nw

    deepest: Level = "how" if HOW in taken else "what" if WHAT in taken else "name"
    found = nw.lit(deepest)
    for measure, below in ((HOW, "what" if WHAT in taken else "name"), (WHAT, "name")):
        if measure in taken:
            own = nw.col(taken[measure].column)
            found = nw.when(own == 1).then(found).otherwise(nw.when(own == 0).then(nw.lit(below)))
    return (
        nw.when((nw.col(_UNAWARE) == 1) | (nw.col(taken[AIDED].column) == 0))
        .then(nw.lit("unaware"))
        .otherwise(nw.when(nw.col(taken[AIDED].column) == 1).then(found))
    )


def _told_apart(name: Level, taken: Mapping[str, Rung]) -> bool:
    if name == "what":
        return WHAT in taken
    return name in {"unaware", "name"} or HOW in taken
