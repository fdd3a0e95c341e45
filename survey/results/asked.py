"""Which figures somebody asks for: checked against what the study has, so that a wrong name gets a clear answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from analysis.indicators import Indicator
from analysis.methods import DEFAULT, METHODS, Method
from questionnaires.context import ORIGINS
from survey.results.subject import Subject

EVERY_ORIGIN = "all"
FIXED = ("area", "wave", "origin", "mode", "language")
_ALIASES = {
    "wijk": "area",
    "buurt": "area",
    "gebied": "area",
    "golf": "wave",
    "meting": "wave",
    "herkomst": "origin",
    "manier": "mode",
    "taal": "language",
}
_MOST_GROUPS = 3


class NotThereError(ValueError):
    """Somebody asks for what the study does not have; the text says what it has, in Dutch."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Indicators by groups. `origin` None: each origin apart; `all`: put together on purpose. `wave` None: all waves."""

    indicators: tuple[Indicator, ...]
    by: tuple[str, ...] = ()
    origin: str | None = None
    wave: int | None = None
    method: Method = DEFAULT
    level: float = 0.95


def asked(
    subject: Subject,
    *,
    measure: str | None = None,
    entity: str | None = None,
    by: Iterable[str] = (),
    origin: str | None = None,
    wave: str | int | None = None,
    method: str = DEFAULT,
    level: str | float = 0.95,
) -> Asked:
    """Read a question for figures.

    Args:
        subject: the study.
        measure: `awareness.aided` for all its entities, `awareness.aided:vet` for one; None for all measures.
        entity: keeps one entity.
        by: what to split by: area (wijk, buurt), wave, origin, mode, language, or a closed question's name.
        origin: one origin, `all` for all together, None for each apart.
        wave: its number; None for all waves.
        method: of the interval of a proportion, see `analysis.intervals`.
        level: of confidence, between 0 and 1.

    Raises:
        NotThereError: the study has no such measure, variable, origin or wave, or the method or level is impossible.
    """
    return Asked(
        indicators=_indicators(subject, measure, entity),
        by=_groups(subject, by),
        origin=_origin(origin),
        wave=_wave(subject, wave),
        method=_method(method),
        level=_level(level),
    )


def _indicators(subject: Subject, measure: str | None, entity: str | None) -> tuple[Indicator, ...]:
    name, _colon, after = (measure or "").removeprefix("m:").partition(":")
    wanted = entity or after or None
    found = tuple(
        one for one in subject.indicators if name in ("", one.measure) and wanted in (None, one.entity)
    )
    if found or not (name or wanted):
        return found
    known = _listed(
        f"{one.measure}:{one.entity}" if one.entity else one.measure for one in subject.indicators
    )
    raise NotThereError(
        _(
            "Dit onderzoek meet '%(measure)s' niet. Het meet: %(known)s.",
            measure=f"{name or '*'}:{wanted}" if wanted else name,
            known=known,
        )
    )


def _groups(subject: Subject, by: Iterable[str]) -> tuple[str, ...]:
    names = []
    for given in by:
        name = _ALIASES.get(given, given) if given not in subject.variables else given
        # The question that asks for the wijk is the wijk, whatever its author called it.
        if name in subject.variables and subject.variables[name]["kind"] == "area":
            name = "area"
        if name not in FIXED and name not in subject.closed:
            raise NotThereError(_no_group(subject, given))
        names.append(name)
    if len(set(names)) > _MOST_GROUPS:
        raise NotThereError(_("Splits uit naar hoogstens %(most)s kenmerken tegelijk.", most=_MOST_GROUPS))
    return tuple(dict.fromkeys(names))


def _no_group(subject: Subject, given: str) -> str:
    closed = (name for name in subject.closed if subject.variables[name]["kind"] != "area")
    known = _listed([*FIXED, *closed])
    if given in subject.variables:
        sentence = _(
            "Uitsplitsen naar '%(name)s' kan niet: bij die vraag is niet precies één antwoord uit een lijst "
            "gekozen. Uitsplitsen kan naar: %(known)s.",
            name=given,
            known=known,
        )
    else:
        sentence = _(
            "Dit onderzoek heeft geen kenmerk '%(name)s'. Uitsplitsen kan naar: %(known)s.",
            name=given,
            known=known,
        )
    return str(sentence)


def _origin(origin: str | None) -> str | None:
    if not origin:
        return None
    if origin == EVERY_ORIGIN or origin in ORIGINS:
        return origin
    raise NotThereError(
        _(
            "De herkomst '%(origin)s' bestaat niet. Kies uit: %(known)s. "
            "Met '%(every)s' neemt u alle herkomsten bewust samen.",
            origin=origin,
            known=_listed(ORIGINS),
            every=EVERY_ORIGIN,
        )
    )


def _wave(subject: Subject, wave: str | int | None) -> int | None:
    if wave in (None, ""):
        return None
    numbers = [one.number for one in subject.waves]
    if str(wave) in map(str, numbers):
        return int(str(wave))
    raise NotThereError(
        _(
            "Dit onderzoek heeft geen meting '%(wave)s'. Wel: %(known)s.",
            wave=wave,
            known=_listed(map(str, numbers)),
        )
    )


def _method(method: str) -> Method:
    for known in METHODS:
        if known == method:
            return known
    raise NotThereError(
        _(
            "De methode '%(method)s' bestaat niet. Kies uit: %(known)s.",
            method=method,
            known=_listed(METHODS),
        )
    )


def _level(level: str | float) -> float:
    try:
        found = float(level)
    except ValueError:
        found = 0.0
    if not 0 < found < 1:
        raise NotThereError(
            _(
                "De betrouwbaarheid '%(level)s' kan niet. Geef een getal tussen 0 en 1, zoals 0.95.",
                level=level,
            )
        )
    return found


def _listed(names: Iterable[str] | Sequence[str]) -> str:
    return ", ".join(names)
