"""A made-up town whose every resident is known, so that estimators can be judged against the truth."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

SEED = 2026
WAVES = (1, 2)
AGES = ("18-24", "25-44", "45-64", "65-74", "75plus")
LANGUAGES = ("nl", "tr", "ar", "en", "other")
ENTITIES = ("vet", "wmo_team", "wmo_loket", "sociaal_team", "buurtbrug")
# Code, name, tile (row, column), adult residents, and how well known the team is there (on the logit scale).
WIJKEN = (
    ("haven", "Oude Haven", 1, 1, 5_400, 0.1), ("linden", "Lindenveld", 0, 1, 4_700, 0.5),
    ("molen", "Molenwijk", 0, 2, 6_100, -0.2), ("zuider", "Zuiderpark", 2, 1, 7_300, -0.6),
    ("kanaal", "Kanaalzone", 1, 0, 3_200, -0.9), ("eiken", "Eikenhof", 1, 3, 4_900, 0.4),
    ("weiden", "De Weiden", 2, 2, 5_800, 0.2), ("station", "Stationsbuurt", 1, 2, 2_600, -0.4),
)  # fmt: skip
# Logits for knowing the name at all, per entity; nobody can really know the team that does not exist.
_KNOWN = {"vet": -0.3, "wmo_team": -0.6, "wmo_loket": 0.3, "sociaal_team": -0.1, "buurtbrug": -2.9}
# Between the waves a campaign ran in three wijken.
_CAMPAIGN = {"zuider": 0.7, "kanaal": 0.9, "station": 0.6}
_CALM = 0.15
_SEES_ORGANISER = 0.4


@dataclass(frozen=True)
class Town:
    """The residents: one array per trait, all of the same length.

    `area`, `age`, `sex`, `language` hold indices into WIJKEN, AGES, ("man", "woman") and LANGUAGES; `level[wave][entity]` is
    0 (never heard of it), 1 (the name only) or 2 (knows what it does); the rest is true or false.
    """

    area: NDArray[np.int64]
    age: NDArray[np.int64]
    sex: NDArray[np.int64]
    language: NDArray[np.int64]
    online: NDArray[np.bool_]
    level: dict[int, dict[str, NDArray[np.int64]]]
    names_unaided: dict[int, NDArray[np.bool_]]
    how: dict[int, NDArray[np.bool_]]
    used: NDArray[np.bool_]
    takes_part: NDArray[np.bool_]
    sees_organiser: NDArray[np.bool_]
    knows_person: NDArray[np.bool_]

    @property
    def size(self) -> int:
        """How many adults live in the town."""
        return len(self.area)


@cache
def town(seed: int = SEED) -> Town:
    """Let the residents be born; the same seed gives the same town."""
    rng = np.random.Generator(np.random.PCG64(seed))
    area = np.repeat(np.arange(len(WIJKEN)), [wijk[4] for wijk in WIJKEN])
    size = len(area)
    age = rng.choice(len(AGES), size, p=[0.12, 0.33, 0.32, 0.13, 0.10])
    sex = rng.choice(2, size, p=[0.49, 0.51])
    language = rng.choice(len(LANGUAGES), size, p=[0.80, 0.07, 0.04, 0.05, 0.04])
    online = rng.random(size) < np.array([0.99, 0.98, 0.95, 0.86, 0.62])[age]
    settled = np.array([-0.9, -0.2, 0.2, 0.5, 0.3])[age] + 0.25 * sex - 0.8 * (language > 0)
    used = rng.random(size) < _chance(-3.0 + 0.5 * settled + 0.6 * (age >= AGES.index("65-74")))
    home = np.array([wijk[5] for wijk in WIJKEN])[area]
    luck = {entity: rng.random(size) for entity in ENTITIES}
    open_minded = rng.random(size)
    level: dict[int, dict[str, NDArray[np.int64]]] = {}
    unaided: dict[int, NDArray[np.bool_]] = {}
    how: dict[int, NDArray[np.bool_]] = {}
    finds = rng.random(size)
    for wave in WAVES:
        lift = np.array([_CAMPAIGN.get(wijk[0], _CALM) for wijk in WIJKEN])[area] * (wave - 1)
        level[wave] = {}
        for entity in ENTITIES:
            real = entity != "buurtbrug"
            logit = _KNOWN[entity] + real * (settled + home + 2.5 * used) + (lift if entity == "vet" else 0.0)
            known = _chance(logit)
            knows = known * (_chance(-0.4 + settled + 2.0 * used) if real else 0.05)
            level[wave][entity] = (luck[entity] < known).astype(np.int64) + (luck[entity] < knows)
        vet = level[wave]["vet"]
        unaided[wave] = open_minded < np.array([0.0, 0.12, 0.45])[vet]
        how[wave] = finds < np.array([0.0, 0.25, 0.68])[vet]
    takes_part = rng.random(size) < _chance(-2.0 + 0.6 * settled + 0.5 * home)
    return Town(
        area, age, sex, language, online, level, unaided, how, used, takes_part,
        sees_organiser=rng.random(size) < _SEES_ORGANISER, knows_person=rng.random(size) < _chance(-2.4 + 0.7 * settled + home),
    )  # fmt: skip


def truth(seed: int = SEED) -> list[dict[str, object]]:
    """Give what a perfect survey would find.

    Returns:
        Rows `{"measure", "entity", "wave", "area", "share", "residents"}`; `area` is None for the whole town and `share` lies
        between 0 and 1, of all adult residents.
    """
    people = town(seed)
    rows: list[dict[str, object]] = []
    for wave in WAVES:
        shares = {
            ("awareness.unaided", "vet"): people.names_unaided[wave],
            ("knowledge.how", "vet"): people.how[wave],
        }
        for entity in ENTITIES:
            shares["awareness.aided", entity] = people.level[wave][entity] > 0
            shares["knowledge.what", entity] = people.level[wave][entity] > 1
        for (measure, entity), holds in shares.items():
            for index in (None, *range(len(WIJKEN))):
                there = np.ones(people.size, dtype=bool) if index is None else people.area == index
                rows.append({
                    "measure": measure, "entity": entity, "wave": wave,
                    "area": None if index is None else WIJKEN[index][0],
                    "share": float(holds[there].mean()), "residents": int(there.sum()),
                })  # fmt: skip
    return rows


def _chance(logit: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1.0 / (1.0 + np.exp(-logit))
