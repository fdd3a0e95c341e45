"""Random programmes, and random answers that mostly fit them."""

from random import Random
from typing import Any

from tests.questionnaires.engine.trees import CODES, DATES, NUMBERS, TEXTS, Trees

Programme = dict[str, Any]

QUESTIONS = (
    "single",
    "multiple",
    "number",
    "number",
    "text",
    "long_text",
    "date",
    "scale",
    "area",
    "consent",
)
CHOICES = ("single", "multiple", "scale", "area", "consent")
LANGUAGES = ("nl", "en", "tr", "ar")
_ODD_TEXTS = ("x\n", "a\tb", "\x00", "\x1f", "\x7f", "\x9f", "\u00a0", "\ud800", "\udfff", "\ue000", "een\r\ntwee", "{value}", "<b>&amp;", "𝔸𝔹𝔸𝔹𝔸𝔹", "twaalf tekst", "0123456789" * 3)  # fmt: skip
_JUNK: tuple[Any, ...] = (True, False, 0, 1, "1", {}, {"missing": 5}, {"missing": "refused", "x": 1}, {"code": "a"}, [1, "a"], [None], [["a"]], ["a", "a"], "", [])  # fmt: skip
_EDGES = (0, 1, 2**31 - 1, 2**31, 2**32 - 1)


def programme(random: Random) -> Programme:
    """Make a programme of one to nine variables with conditions, checks, blocks and entities."""
    names = [f"v{number}" for number in range(random.randint(1, 9))]
    kinds = {name: random.choice(QUESTIONS) for name in names}
    trees = Trees(random, kinds)
    blocks = {f"b{number}": {"order": random.choice(["fixed", "rotated", "shuffled"])} for number in range(2)}
    pages: list[dict[str, Any]] = []
    left = list(names)
    while left:
        size = random.choice([1, 1, 1, 2, 3])
        questions, left = left[:size], left[size:]
        block = random.choice(["b0", "b0", "b1", None, pages[-1]["block"] if pages else None])
        pages.append(_page(random, trees, f"p{len(pages)}", block, questions, names))
    return {
        "format": 1,
        "languages": [{"code": code} for code in random.sample(LANGUAGES, random.randint(1, 3))],
        "entities": {"team": {"label": _labels(random)}, "short": {"label": "BSN"}},
        "variables": {name: _variable(random, trees, kind, names) for name, kind in kinds.items()},
        "blocks": blocks,
        "pages": pages,
    }


def answers(random: Random, made: Programme) -> dict[str, Any]:
    """Answer most questions, mostly acceptably."""
    given = {
        name: value(random, variable)
        for name, variable in made["variables"].items()
        if random.random() < 0.85
    }
    return {**given, "stray": "x"} if random.random() < 0.1 else given


def context(random: Random, made: Programme) -> dict[str, Any]:
    """Make a context; now and then a field is not there."""
    whole = {
        "today": random.choice(DATES),
        "seed": random.choice(_EDGES) if random.random() < 0.2 else random.randrange(2**32),
        "language": random.choice([*LANGUAGES, "xx"]),
        "mode": random.choice(["interviewer", "self", "a"]),
        "origin": random.choice(["street", "panel", "5"]),
        "shown": [page["id"] for page in made["pages"] if random.random() < 0.4],
    }
    return {name: field for name, field in whole.items() if random.random() < 0.97}


def value(random: Random, variable: dict[str, Any]) -> Any:
    """Give an answer to a variable: of its kind, a missing code, nothing, or junk."""
    chance = random.random()
    if chance < 0.08:
        return {"missing": random.choice(["refused", "dont_know", "not_applicable", "not_asked", "other"])}
    return random.choice((None, None, None, *_JUNK)) if chance < 0.2 else _fitting(random, variable)


def _fitting(random: Random, variable: dict[str, Any]) -> Any:
    """Give an answer of the right kind."""
    kind = variable["kind"]
    codes = [option["code"] for option in variable["options"]] or ["a"]
    if kind == "multiple":
        chosen = random.sample(codes, min(len(codes), random.choice([1, 2, 2, 3, 8])))
        return [*chosen, random.choice(CODES)] if random.random() < 0.15 else chosen
    if kind in CHOICES:
        return random.choice(codes) if random.random() < 0.9 else random.choice(CODES)
    if kind == "number":
        return _number(random, variable["decimals"])
    if kind == "date":
        return random.choice(DATES) if random.random() < 0.4 else _date(random)
    return random.choice(TEXTS + _ODD_TEXTS)


def parts(random: Random, names: list[str]) -> list[Any]:
    """Make a text of strings and pipes."""
    pipes = [*names, "team", "short", "nobody", "constructor"]
    return [
        random.choice(["Kent u ", "? ", " jaar"]) if random.random() < 0.5 else {"pipe": random.choice(pipes)}
        for _ in range(random.randint(0, 4))
    ]


def _number(random: Random, decimals: int) -> float:
    if random.random() < 0.4:
        return random.choice(NUMBERS)
    if random.random() < 0.6:
        return random.randint(-3000, 15000) / 10 ** (decimals + random.choice([0, 0, 0, 1]))
    return random.randint(-5, 130)


def _date(random: Random) -> str:
    return f"{random.randint(1895, 2105):04}-{random.randint(0, 13):02}-{random.randint(0, 32):02}"


def _labels(random: Random) -> dict[str, str]:
    return {code: random.choice([f"label {code}", f"étiquette {code}", ""]) for code in LANGUAGES if random.random() < 0.8}  # fmt: skip


def _texts(random: Random, names: list[str]) -> dict[str, list[Any]]:
    return {code: parts(random, names) for code in LANGUAGES if random.random() < 0.8}


def _page(
    random: Random, trees: Trees, name: str, block: str | None, questions: list[str], names: list[str]
) -> dict[str, Any]:
    ends = {"when": trees.of("boolean", 2), "outcome": "screened", "text": {"nl": "Klaar."}}
    return {
        "id": name,
        "block": block,
        "questions": questions,
        "when": trees.condition(),
        "ends": ends if random.random() < 0.2 else None,
        "locks": random.sample(names, random.randint(0, min(2, len(names)))) if random.random() < 0.4 else [],
    }


def _variable(random: Random, trees: Trees, kind: str, names: list[str]) -> dict[str, Any]:
    options = []
    if kind in CHOICES and random.random() < 0.95:
        options = [
            {"code": code, "label": _labels(random), "exclusive": random.random() < 0.2, "when": trees.condition() if random.random() < 0.3 else None}
            for code in random.sample(CODES, random.randint(1, len(CODES)))
        ]  # fmt: skip
    least, most = _limits(random, kind)
    return {
        "kind": kind,
        "required": random.random() < 0.7,
        "missing": random.sample(["refused", "dont_know", "not_applicable"], random.randint(0, 3)),
        "when": trees.condition() if random.random() < 0.4 else None,
        "options": options,
        "order": random.choice(["fixed", "rotated", "shuffled"]),
        "min": least,
        "max": most,
        "decimals": random.choice([0, 0, 1, 2, 6]),
        "checks": [
            {"that": trees.of("boolean", 2), "message": _texts(random, names), "soft": random.random() < 0.5}
            for _ in range(random.choice([0, 0, 1, 2]))
        ],
    }


def _limits(random: Random, kind: str) -> tuple[Any, Any]:
    if kind == "number":
        least, most = random.choice([0, 18, -2.5]), random.choice([17.5, 120, 100])
    elif kind == "multiple":
        least, most = random.choice([1, 2]), random.choice([2, 3])
    elif kind == "date":
        least, most = random.choice(["1930-05-01", "2000-02-29"]), random.choice(["2026-11-22", "2100-02-28"])
    else:
        return None, random.choice([None, 1, 6, 12]) if kind in {"text", "long_text"} else None
    return (least if random.random() < 0.5 else None), (most if random.random() < 0.5 else None)
