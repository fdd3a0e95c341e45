"""Response, cooperation, refusal and contact of the approaches in the street, as AAPOR defines these rates.

The American Association for Public Opinion Research (2023), *Standard Definitions*, 10th edition. A case is an approach: who
passes by is not drawn from a list, so there are no cases without contact and none of unknown eligibility. CON1 is 1 by its
definition then and is shown as such; RR3 to RR6, REF2, REF3, CON2 and CON3 give what RR1, RR2, REF1 and CON1 give.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import LazyString, lazy_gettext
from sqlmodel import Session, col, select

from survey.fieldwork.tables import OUTCOMES, Contact
from survey.studies.tables import Study

HERE = ZoneInfo("Europe/Amsterdam")
LEAST = 10
"""Of fewer eligible approaches no rate is given: it would say nothing."""

DISPOSITIONS: Mapping[str, str] = {
    "interview": "I",
    "partial": "P",
    "refusal": "R",
    "no_time": "R",
    "language": "O",
    "not_resident": "NE",
    "under_age": "NE",
    "asked_before": "NE",
}
"""AAPOR's category of each outcome. NE is not eligible: in no rate."""
RATES: Mapping[str, LazyString] = {
    "RR1": lazy_gettext("Respons: volledig, van wie meetelt"),
    "RR2": lazy_gettext("Respons: volledig of gedeeltelijk, van wie meetelt"),
    "COOP1": lazy_gettext("Medewerking: volledig, van wie is gesproken"),
    "COOP3": lazy_gettext("Medewerking: volledig, van wie kon meedoen (taal telt niet)"),
    "REF1": lazy_gettext("Weigering: wilde niet, had geen tijd, van wie meetelt"),
    "CON1": lazy_gettext("Contact: gesproken, van wie meetelt"),
}
"""The rates that are given, and what each counts and of whom."""


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate of one group.

    Attributes:
        name: AAPOR's.
        share: between 0 and 1.
        low, high: Wilson's 95 percent interval, as if those who passed by were a random sample.
        n: approaches in the denominator.
    """

    name: str
    share: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Group:
    """The approaches of one area, interviewer or hour.

    Attributes:
        code: what they have in common; "" when that is not known.
        outcomes: how many of each; every outcome is there.
        approaches: all of them.
        eligible: those that count in rates.
        rates: by name; None where there are fewer than `LEAST` to count.
    """

    code: str
    outcomes: Mapping[str, int]
    approaches: int
    eligible: int
    rates: Mapping[str, Rate | None]


@dataclass(frozen=True, slots=True)
class Rates:
    """The approaches of a study: together, by area, by interviewer, and by hour of the day in the Netherlands."""

    total: Group
    by_area: tuple[Group, ...]
    by_interviewer: tuple[Group, ...]
    by_hour: tuple[Group, ...]


def rates(
    session: Session, study: Study, *, since: datetime | None = None, until: datetime | None = None
) -> Rates:
    """The rates of the contacts of a study; `since` is within the period, `until` is not."""
    wanted = select(Contact.area, Contact.interviewer, Contact.at, Contact.outcome).where(
        col(Contact.study_id) == study.id
    )
    if since is not None:
        wanted = wanted.where(col(Contact.at) >= since)
    if until is not None:
        wanted = wanted.where(col(Contact.at) < until)
    total: Counter[str] = Counter()
    areas, interviewers, hours = (defaultdict[str, Counter[str]](Counter) for _each in range(3))
    for area, interviewer, at, outcome in session.exec(wanted):
        total[outcome] += 1
        areas[area][outcome] += 1
        interviewers[interviewer][outcome] += 1
        hours[f"{_local(at).hour:02d}"][outcome] += 1
    return Rates(group("", total), _groups(areas), _groups(interviewers), _groups(hours))


def group(code: str, counted: Mapping[str, int]) -> Group:
    """The rates of these outcomes."""
    cases: Counter[str] = Counter()
    for outcome, count in counted.items():
        cases[DISPOSITIONS[outcome]] += count
    approaches = sum(cases.values())
    eligible = approaches - cases["NE"]
    found: dict[str, Rate | None] = dict.fromkeys(RATES)
    if eligible:
        from analysis.quality.outcome_rates import outcome_rates

        made = outcome_rates(cases)
        found = {name: _rate(name, made[name].numerator, made[name].n) for name in RATES}
    return Group(code, {name: int(counted.get(name, 0)) for name in OUTCOMES}, approaches, eligible, found)


def _rate(name: str, numerator: float, n: int) -> Rate | None:
    if n < LEAST:
        return None
    from analysis.intervals.single import wilson_count

    low, high = wilson_count(numerator, n)
    return Rate(name, numerator / n, low, high, n)


def _groups(counted: Mapping[str, Mapping[str, int]]) -> tuple[Group, ...]:
    return tuple(group(code, found) for code, found in sorted(counted.items()))


def _local(at: datetime) -> datetime:
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(HERE)


def document(found: Rates) -> dict[str, Any]:
    """The rates as JSON says them."""
    return {
        "definitions": "AAPOR (2023), Standard Definitions, 10th edition",
        "dispositions": dict(DISPOSITIONS),
        "total": _plain(found.total),
        "by_area": _list(found.by_area),
        "by_interviewer": _list(found.by_interviewer),
        "by_hour": _list(found.by_hour),
    }


def _list(groups: Iterable[Group]) -> list[dict[str, Any]]:
    return [{"code": each.code, **_plain(each)} for each in groups]


def _plain(of: Group) -> dict[str, Any]:
    return {
        "approaches": of.approaches,
        "eligible": of.eligible,
        "outcomes": dict(of.outcomes),
        "rates": {
            name: {"share": rate.share, "low": rate.low, "high": rate.high, "n": rate.n} if rate else None
            for name, rate in of.rates.items()
        },
    }
