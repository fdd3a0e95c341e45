"""The two twins side by side: the same random cases to both, and where they differ."""

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from tests.questionnaires.engine import interviews
from tests.questionnaires.engine.node import ROOT, node
from tests.questionnaires.engine.trees import DATES, KINDS, NUMBERS, TEXTS, Trees
from tests.questionnaires.engine.vectors import alike, outcome

ANSWERING = ROOT / "tests" / "client" / "engine" / "answering.js"
TEMPLATES = {
    "required": "Vul in.",
    "required.date": "Vul een datum in: {kind}.",
    "too_small": "{value} < {min} {max}",
}
WHOLE = ("walk", "path", "asked", "counted", "ending", "locked")

Case = dict[str, Any]
Outcome = dict[str, Any]


def lines(seed: int, programmes: int) -> Iterator[Case]:
    """Give random cases: a line with only a `programme`, then the cases that are put to it."""
    random = Random(seed)  # noqa: S311 - a repeatable sample, no secret
    for _ in range(programmes):
        made = interviews.programme(random)
        yield {"programme": made}
        for _ in range(3):
            yield from _interview(random, made)


def python(cases: list[Case]) -> list[Outcome]:
    """Put the cases to the Python twin."""
    found: list[Outcome] = []
    made: dict[str, Any] = {}
    for case in cases:
        if "function" in case:
            found.append(outcome(case, made))
        else:
            made = case["programme"]
    return found


def javascript(cases: list[Case], *fault: str) -> list[Outcome]:
    """Put the cases to the JavaScript twin, with a fault planted in it: file, before, after."""
    run = node(ANSWERING, *fault, given="\n".join(map(json.dumps, cases)))
    if run.returncode != 0:
        raise AssertionError(run.stderr)
    return [json.loads(line) for line in run.stdout.splitlines()]


def differences(
    cases: list[Case], ours: list[Outcome], theirs: list[Outcome]
) -> list[tuple[Case, Outcome, Outcome]]:
    """Give the cases on which the outcomes differ, or that one of the twins could not answer."""
    asked = [case for case in cases if "function" in case]
    return [
        (case, our, their)
        for case, our, their in zip(asked, ours, theirs, strict=True)
        if not alike(our, their) or "throws" in our
    ]


def _interview(random: Random, made: dict[str, Any]) -> Iterator[Case]:
    """Give the cases of one interview: every function of the twins."""
    names, pages = list(made["variables"]), [page["id"] for page in made["pages"]]
    kinds = {name: variable["kind"] for name, variable in made["variables"].items()}
    given = {"answers": interviews.answers(random, made), "context": interviews.context(random, made)}
    for function in WHOLE:
        yield {"function": function, **given}
    for function in ("following", "preceding"):
        yield {"function": function, **given, "page": random.choice([*pages, None, "nowhere"])}
    for name in random.sample(names, min(3, len(names))):
        variable = made["variables"][name]
        yield {"function": "order", "name": name, "seed": random.randrange(2**32)}
        yield {"function": "offered", **given, "name": name}
        yield {"function": "piped", **given, "name": name}
        yield {"function": "label", **given, "labels": made["entities"]["team"]["label"]}
        for value in (given["answers"].get(name), *[interviews.value(random, variable) for _ in range(3)]):
            yield {"function": "check", **given, "name": name, "value": value}
            yield {"function": "absent", "value": value}
    yield {"function": "piped", **given, "name": random.choice(["team", "short", "nobody"])}
    yield {"function": "text", **given, "parts": interviews.parts(random, names)}
    trees = Trees(random, kinds)
    for _ in range(6):
        yield {"function": "evaluate", **given, "tree": trees.of(random.choice(KINDS), 3)}
        yield {"function": "holds", **given, "tree": trees.of("boolean", 3)}
    yield {"function": "reads", "tree": trees.of("boolean", 4)}
    yield {"function": "answered", **given, "name": random.choice([*names, "nobody"])}
    yield from _alone(random)


def _alone(random: Random) -> Iterator[Case]:
    """Give cases that no programme is needed for."""
    number = (
        random.choice(NUMBERS) * random.choice([1, -1])
        if random.random() < 0.3
        else random.uniform(-1e3, 1e3)
    )
    digits = random.randint(0, 8)
    yield {
        "function": "numeral",
        "number": round(number, digits),
        "language": random.choice(interviews.LANGUAGES),
    }
    yield {"function": "numeral", "number": number % 1e9 * 10.0 ** random.randint(-9, 15), "language": ""}
    items, how = list(range(random.randint(0, 200))), random.choice(["fixed", "rotated", "shuffled"])
    yield {"function": "arranged", "items": items, "how": how, "key": random.choice(TEXTS[:4]), "seed": random.randrange(2**32)}  # fmt: skip
    yield {"function": "real", "date": random.choice(DATES + TEXTS)}
    yield {"function": "real", "date": interviews._date(random)}
    yield {"function": "day", "date": random.choice(DATES)}
    code, params = (
        random.choice(["required", "too_small"]),
        {"kind": random.choice(["date", "text"]), "min": "{value}"},
    )
    yield {"function": "message", "problem": {"code": code, "params": params}, "templates": TEMPLATES, "params": {"value": "$& {min}", "kind": "x"}}  # fmt: skip
