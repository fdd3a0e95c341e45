"""What stands out in how interviews went. A signal points to one interview to look at; it proves nothing and accuses nobody.

There is no score, no count per interviewer and no order by suspicion: an interviewer in a square with many newcomers has
more long and more quick interviews than a colleague, for good reasons.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from flask_babel import LazyString, lazy_gettext

from survey.collection.replay import COMPLETE
from survey.monitor import thresholds as at
from survey.monitor.clock import LOCAL
from survey.monitor.trace import Longest, Trace

NAMES: Mapping[str, LazyString] = {
    "fast": lazy_gettext("Sneller dan de meeste"),
    "alike": lazy_gettext("Steeds hetzelfde antwoord op stellingen"),
    "pause": lazy_gettext("Lange onderbreking"),
    "same": lazy_gettext("Vaak hetzelfde antwoord"),
    "night": lazy_gettext("In de nacht"),
    "clock": lazy_gettext("Klok van het apparaat"),
}
"""The signals, in the order in which they are shown."""

SENTENCES: Mapping[str, LazyString] = {
    "fast": lazy_gettext(
        "Duurde %(took)s. Dat is %(share)s van de middelste duur (%(median)s) van %(n)s interviews met deze vragenlijst in deze taal."
    ),
    "alike": lazy_gettext("Op alle %(statements)s stellingen vanaf ‘%(first)s’ staat hetzelfde antwoord."),
    "pause": lazy_gettext("De pagina ‘%(page)s’ duurde %(took)s."),
    "same": lazy_gettext("%(times)s van de %(answers)s gesloten antwoorden zijn ‘%(code)s’."),
    "night": lazy_gettext("Afgerond om %(time)s uur, volgens het apparaat."),
    "clock": lazy_gettext("De klok van het apparaat liep %(off)s %(way)s bij het versturen."),
}

MEANING: Mapping[str, LazyString] = {
    "fast": lazy_gettext("Iemand die weinig kent, krijgt minder vragen en is eerder klaar."),
    "alike": lazy_gettext("Dat kan ook de mening van deze persoon zijn."),
    "pause": lazy_gettext("Een gesprek onderweg, een telefoontje of een kind dat aandacht vraagt."),
    "same": lazy_gettext("Wie het team niet kent, antwoordt vaak hetzelfde."),
    "night": lazy_gettext("Meestal staat de klok van het apparaat verkeerd."),
    "clock": lazy_gettext("De inhoud is gewoon goed; alleen dag en uur zijn minder zeker."),
}
"""An innocent reason for each, which is the usual one."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that stands out in one interview, with what was measured (seconds, shares, counts)."""

    code: str
    measured: Mapping[str, Any]


Pace = dict[tuple[int | None, str], tuple[float, int]]


def pace(traces: Iterable[Trace]) -> Pace:
    """The median duration in seconds of finished interviews, and how many there are, by questionnaire and language.

    Of fewer than `thresholds.ENOUGH` there is none.
    """
    by: dict[tuple[int | None, str], list[float]] = {}
    for one in traces:
        if one.outcome == COMPLETE:
            by.setdefault((one.version_id, one.language), []).append(one.seconds)
    return {key: (median(each), len(each)) for key, each in by.items() if len(each) >= at.ENOUGH}


def signals(trace: Trace, usual: Pace) -> list[Signal]:
    """What stands out in one interview; `usual` is what `pace` gives for the interviews that it is among."""
    found = [
        _fast(trace, usual),
        _alike(trace),
        *(_pause(each) for each in (trace.longest, trace.hidden)),
        _same(trace),
        _night(trace),
        _clock(trace),
    ]
    # A long page is measured twice when the tablet was out of sight meanwhile: once is enough.
    return list({one.code: one for one in reversed(found) if one is not None}.values())[::-1]


def _fast(trace: Trace, usual: Pace) -> Signal | None:
    middle, n = usual.get((trace.version_id, trace.language), (0.0, 0))
    if trace.outcome != COMPLETE or not middle or trace.seconds >= at.FAST * middle:
        return None
    return Signal("fast", {"took": trace.seconds, "share": trace.seconds / middle, "median": middle, "n": n})


def _alike(trace: Trace) -> Signal | None:
    if trace.alike is None:
        return None
    return Signal("alike", {"first": trace.alike.first, "statements": trace.alike.statements})


def _pause(longest: Longest | None) -> Signal | None:
    if longest is None or longest.seconds <= at.PAUSE_SECONDS:
        return None
    return Signal("pause", {"page": longest.page, "took": longest.seconds})


def _same(trace: Trace) -> Signal | None:
    same = trace.same
    if same is None or same.answers < at.SAME_ANSWERS or same.times < at.SAME_SHARE * same.answers:
        return None
    return Signal("same", same._asdict())


def _night(trace: Trace) -> Signal | None:
    local = trace.ended_at.astimezone(LOCAL)
    if at.NIGHT_UNTIL <= local.hour < at.NIGHT_FROM:
        return None
    return Signal("night", {"time": local.strftime("%H:%M")})


def _clock(trace: Trace) -> Signal | None:
    if trace.offset is None or abs(trace.offset) <= at.OFFSET_SECONDS:
        return None
    return Signal("clock", {"off": trace.offset})
