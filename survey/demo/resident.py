"""What one resident of the made-up town would answer to the street questionnaire."""

from typing import Any

import numpy as np

from survey.demo.interviewing import Answers
from survey.demo.population import AGES, ENTITIES, LANGUAGES, WIJKEN, Town

_LEVELS = ("never", "name", "knows")
_HEARD = (
    "gp",
    "family",
    "team_member",
    "care_provider",
    "community_place",
    "local_paper",
    "leaflet",
    "online",
)
_PREFERS = (*_HEARD, "market_stall", "phone", "letter")
_PLACES = ("gp", "family", "municipality", "desk", "team", "community_place", "online")
_ACTIVITIES = ("coffee", "meal", "moving", "language", "creative", "talking", "tidying")
_ORGANISERS = ("residents", "community_place", "municipality", "dont_know")
_EXPECTS = (
    "Dat iemand echt luistert (synthetisch antwoord).",
    "Een vast gezicht in de wijk (synthetisch antwoord).",
    "Hulp zonder lang te wachten (synthetisch antwoord).",
)
_DOES_NOT_KNOW, _WILL_NOT_SAY = 0.015, 0.02
_MINOR = ("expects", "what_vet")


class Resident:
    """One resident in one wave, asked by `interviewing.interview`; `rng` decides what the town does not know of people."""

    def __init__(
        self, town: Town, index: int, wave: int, location: str | None, rng: np.random.Generator
    ) -> None:
        self._rng = rng
        self._answers = self._known(town, index, wave) | {"location": location}

    def __call__(self, name: str, variable: Any, _answers: Answers) -> Any:
        """Answer one question; some do not know, some will not say, as people do."""
        allowed = variable["missing"]
        if name in _MINOR and self._rng.random() < 0.6:  # noqa: PLR2004 - most people skip the open questions
            return None
        if name not in {"consent", "location", "area"}:
            luck = self._rng.random()
            if "dont_know" in allowed and luck < _DOES_NOT_KNOW:
                return {"missing": "dont_know"}
            if "refused" in allowed and luck > 1 - _WILL_NOT_SAY:
                return {"missing": "refused"}
        return self._answers.get(name)

    def _known(self, town: Town, index: int, wave: int) -> Answers:
        level = {entity: int(town.level[wave][entity][index]) for entity in ENTITIES}
        takes_part = bool(town.takes_part[index])
        unaided = ["vet"] if town.names_unaided[wave][index] else []
        how = "yes" if town.how[wave][index] else self._one("bit", "no")
        return {
            "consent": "yes",
            "where_go": self._some(_PLACES, 2),
            "unaided": unaided or [self._one("none", "other")],
            **{f"aided_{entity}": _LEVELS[level[entity]] for entity in ENTITIES},
            "what_vet": "Helpt mensen in de buurt (synthetisch antwoord).",
            "what_vet_code": self._one("right", "right", "partly", "wrong"),
            "how_vet": how,
            "how_wmo_team": self._one("yes", "bit", "no", "no"),
            "used_vet": "yes" if town.used[index] else "no",
            "activities": self._some(_ACTIVITIES, 2) if takes_part else ["none"],
            "organiser": self._organiser(sees=bool(town.sees_organiser[index])),
            "knows_person": "yes" if town.knows_person[index] else "no",
            "heard_via": self._some(_HEARD, 2),
            "prefers_via": self._some(_PREFERS, 2),
            "expects": self._one(*_EXPECTS),
            "area": WIJKEN[town.area[index]][0],
            "age": AGES[town.age[index]],
            "sex": ("man", "woman")[town.sex[index]],
            "home_language": LANGUAGES[town.language[index]],
            "reading": self._one("good", "good", "fair") if town.language[index] == 0 else self._one("good", "fair", "hard"),
            "internet": self._one("daily", "weekly") if town.online[index] else "never",
        }  # fmt: skip

    def _organiser(self, *, sees: bool) -> Any:
        if sees:
            return "team"
        chosen = self._one(*_ORGANISERS)
        return {"missing": chosen} if chosen == "dont_know" else chosen

    def _one(self, *options: str) -> str:
        return options[int(self._rng.integers(len(options)))]

    def _some(self, options: tuple[str, ...], most: int) -> list[str]:
        count = int(self._rng.integers(1, most + 1))
        return [options[i] for i in sorted(self._rng.choice(len(options), count, replace=False))]
