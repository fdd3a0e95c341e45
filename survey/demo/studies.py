"""The three ready studies: what they are called, where they are, and who answers. All of it synthetic."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import numpy as np
import yaml

from questionnaires import library
from survey.demo import almelo, fieldwork, population, sampling
from survey.demo.interviewing import body, interview
from survey.demo.resident import Resident
from survey.studies.publish import AreaSpec, MarginSpec, WaveSpec

# Fixed, so that making the demo twice makes the same interviews, which count once.
_IDENTITIES = UUID("6f2a1c0e-5d0b-4d57-9f0c-0d6f3f7c1b52")
_DEVENTER_SEED, _NEIGHBOUR_SEED, _VOORBEELD_SEED = 30, 31, 3200

Made = Iterator[tuple[UUID, bytes]]


@dataclass(frozen=True)
class DemoStudy:
    """One ready study; `interviews(programme, hash)` gives the identity and the bytes of each interview."""

    slug: str
    title: str
    description: str
    municipality: str
    origin: str
    questionnaire: str
    areas: tuple[AreaSpec, ...]
    waves: tuple[WaveSpec, ...]
    margins: tuple[MarginSpec, ...]
    interviews: Callable[[Mapping[str, Any], str], Made]
    has_fieldwork: bool = False  # with places, tablets, a quota and approaches


def deventer() -> DemoStudy:
    """Thirty street interviews over the five areas of a published street protocol; the answers are made up."""
    names = ("Keizerslanden", "Borgele", "Zandweerd", "Centrum", "Colmschate")
    tiles = ((0, 1), (0, 0), (1, 0), (2, 0), (1, 2))
    areas = tuple(
        AreaSpec(name.lower(), name, row, column) for name, (row, column) in zip(names, tiles, strict=True)
    )
    return DemoStudy(
        "deventer-straat",
        "Straatinterviews in vijf gebieden (synthetisch)",
        "Voorbeeld met verzonnen antwoorden: 30 straatgesprekken, zes per gebied. Deze cijfers zeggen niets over Deventer.",
        "Deventer (voorbeeld)",
        "street",
        library.load("straat-bekendheid"),
        areas,
        (WaveSpec(1, "Voorjaar 2025", date(2025, 3, 1), date(2025, 5, 31)),),
        (),
        lambda programme, digest: _on_the_street("deventer-straat", _DEVENTER_SEED, programme, digest, areas),
        has_fieldwork=True,
    )


def neighbour() -> DemoStudy:
    """A small study of the other organisation: what one municipality has, the other never sees."""
    areas = (AreaSpec("dorp", "Dorp", 0, 0), AreaSpec("buitengebied", "Buitengebied", 0, 1))
    return DemoStudy(
        "buurgemeente-straat",
        "Straatinterviews in de buurgemeente (synthetisch)",
        "Voorbeeld met verzonnen antwoorden van een verzonnen gemeente: 30 straatgesprekken in twee gebieden.",
        "Buurgemeente (verzonnen)",
        "street",
        library.load("straat-bekendheid"),
        areas,
        (WaveSpec(1, "Voorjaar 2025", date(2025, 3, 1), date(2025, 5, 31)),),
        (),
        lambda programme, digest: _on_the_street(
            "buurgemeente-straat", _NEIGHBOUR_SEED, programme, digest, areas
        ),
    )


def almelo_panel() -> DemoStudy:
    """980 panel members whose counts give the published figures exactly; who answered what together is made up."""
    document = yaml.safe_load(library.load("panel-weet-u-waar"))
    return DemoStudy(
        "almelo-panel",
        "Weet u waar u moet zijn? (synthetisch, nagebouwd op gepubliceerde aantallen)",
        "Voorbeeld: 980 verzonnen panelleden. De totalen zijn gelijk aan de percentages uit een rapport van 2018; "
        "alle samenhang, en alles per wijk, is verzonnen en zegt niets over Almelo.",
        "Almelo (voorbeeld)",
        "panel",
        yaml.safe_dump(_only(document, almelo.members()[0].answers), allow_unicode=True, sort_keys=False),
        tuple(AreaSpec(code, name, row, column) for code, name, row, column, _ in almelo.AREAS),
        (WaveSpec(1, "Winter 2017-2018", date(2017, 12, 1), date(2018, 2, 28)),),
        (),
        _almelo,
    )


def voorbeeldstad() -> DemoStudy:
    """A made-up town of eight wijken, two waves, street and panel, of which the truth is known."""
    town = population.town()
    areas = tuple(
        AreaSpec(code, name, row, column, residents)
        for code, name, row, column, residents, _ in population.WIJKEN
    )
    source = "verzonnen bevolking van Voorbeeldstad"
    margins = [MarginSpec("area", wijk[0], wijk[4], source, 2025) for wijk in population.WIJKEN]
    margins += [
        MarginSpec("age", band, int((town.age == i).sum()), source, 2025)
        for i, band in enumerate(population.AGES)
    ]
    margins += [
        MarginSpec("sex", sex, int((town.sex == i).sum()), source, 2025)
        for i, sex in enumerate(("man", "woman"))
    ]
    return DemoStudy(
        "voorbeeldstad",
        "Bekendheid van het Voor Elkaar Team in Voorbeeldstad (synthetisch)",
        "Voorbeeld: een verzonnen stad met acht wijken. Twee golven, 800 straatgesprekken en 2.400 panelleden.",
        "Voorbeeldstad (verzonnen)",
        "street",
        library.load("straat-bekendheid"),
        areas,
        (
            WaveSpec(1, "Voorjaar 2025", date(2025, 3, 1), date(2025, 5, 31)),
            WaveSpec(2, "Voorjaar 2026", date(2026, 3, 1), date(2026, 5, 31)),
        ),
        tuple(margins),
        _voorbeeldstad,
    )


def _on_the_street(
    slug: str, seed: int, programme: Mapping[str, Any], digest: str, areas: tuple[AreaSpec, ...]
) -> Made:
    rng = np.random.Generator(np.random.PCG64(seed))
    town = population.town()
    for number, (index, place) in enumerate(sampling.street(town, rng)[:: 400 // 30][:30]):
        resident = Resident(town, index, 1, place, rng)
        here = areas[number % len(areas)].code

        def person(
            name: str, variable: Any, answers: Any, resident: Resident = resident, here: str = here
        ) -> Any:
            return here if name == "area" else resident(name, variable, answers)

        def told(
            answers: Mapping[str, Any], minutes: float, number: int = number, at: int = number % len(areas)
        ) -> dict[str, Any]:
            pages = list(dict.fromkeys(programme["variables"][name]["page"] for name in answers))
            return fieldwork.told(number, at, [area.code for area in areas], pages, minutes)

        yield _one(
            (slug, digest), programme, person, number,
            ("street", "interviewer", "nl"), date(2025, 4, 7) + timedelta(days=number // 6), rng, told,
        )  # fmt: skip


def _almelo(programme: Mapping[str, Any], digest: str) -> Made:
    rng = np.random.Generator(np.random.PCG64(almelo.SIZE))
    for number, member in enumerate(almelo.members()):
        day = date(2017, 12, 4) + timedelta(days=int(rng.integers(80)))
        yield _one(
            ("almelo-panel", digest), programme, lambda name, _v, _a, known=member.answers: known.get(name), number,
            ("panel", "online", "nl"), day, rng,
        )  # fmt: skip


def _voorbeeldstad(programme: Mapping[str, Any], digest: str) -> Made:
    rng = np.random.Generator(np.random.PCG64(_VOORBEELD_SEED))
    town = population.town()
    number = 0
    for wave, first in ((1, date(2025, 3, 3)), (2, date(2026, 3, 2))):
        met = [("street", index, place) for index, place in sampling.street(town, rng)]
        joined = [("panel", index, None) for index in sampling.panel(town, rng)]
        for origin, index, place in (*met, *joined):
            spoken = population.LANGUAGES[town.language[index]]
            language = spoken if spoken in {"tr", "ar", "en"} and rng.random() < 0.6 else "nl"  # noqa: PLR2004
            mode = "interviewer" if origin == "street" else "online"
            # Each wijk has its own week and each place its own day: that makes a cluster.
            visited = sampling.PLACES.index(place) if place else int(rng.integers(60))
            day = first + timedelta(days=int(town.area[index]) * 7 + visited if place else visited)
            yield _one(
                ("voorbeeldstad", digest), programme, Resident(town, index, wave, place, rng), number,
                (origin, mode, language), day, rng,
            )  # fmt: skip
            number += 1


def _one(
    of: tuple[str, str],
    programme: Mapping[str, Any],
    person: Any,
    number: int,
    how: tuple[str, str, str],
    day: date,
    rng: np.random.Generator,
    told: Callable[[Mapping[str, Any], float], dict[str, Any]] | None = None,
) -> tuple[UUID, bytes]:
    (slug, digest), (origin, mode, language) = of, how
    context = {
        "today": day.isoformat(), "seed": int(rng.integers(2**32)), "language": language,
        "mode": mode, "origin": origin, "shown": [],
    }  # fmt: skip
    started = datetime(day.year, day.month, day.day, 9) + timedelta(minutes=int(rng.integers(480)))  # noqa: DTZ001 (UTC)
    answers = interview(programme, person, context)
    minutes = float(rng.uniform(3, 8))
    went = told(answers, minutes) if told else None
    return (
        uuid5(_IDENTITIES, f"{slug}/{number}"),
        body(slug, digest, context, answers, started, minutes, went),
    )


def _only(document: dict[str, Any], answered: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the questions of which no figure was published, so that none is invented."""
    kept = {*answered, "idea", "consent"}
    pages = []
    for page in document["pages"]:
        questions = []
        for question in page["questions"]:
            if question["kind"] == "statements":
                question["statements"] = [s for s in question["statements"] if s["id"] in kept]
            if question["id"] in kept or question.get("statements"):
                questions.append(question)
        if questions:
            pages.append(page | {"questions": questions})
    return document | {"pages": pages}
