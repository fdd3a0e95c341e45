"""The supplied reference numbers, by topic: what R was asked, what it answered, on which data and design.

Two packs: `supplied/` (survey 4.5) and `supplied/basic/` (survey 4.1.1). The environment variable
WIJKPEIL_REFERENCE may name a folder with the whole packs, which also hold cases on data of R's own (api*).
"""

import json
import os
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pytest

HERE = Path(__file__).parent / "supplied"

# The first topic whose pattern is found in the call (or the name of the case) has the case.
TOPICS = {
    "areas": r"mseFH|eblupBHF",
    "quality": r"svykappa",
    "imperfect": r"svyglm\(z ~|glm\(z ~",
    "models": r"svyglm|regTermTest|svypredmeans",
    "intervals": r"svyciprop|kg_nchs|Wilson 95%",
    "quantiles": r"svyquantile",
    "compare": r"svychisq|svyttest|svyranktest|p\.adjust|list\(midden_jong",
    "weights": r"^\w+$|trimWeights|^rake|^postStratify|^calibrate|on the raked design",
    "estimates": r"svymean|svytotal|svyby|svyratio|svycontrast|svyvar|same without fpc|minus the rest",
}


@dataclass(frozen=True)
class Case:
    """One question and R's answer; `design` names an entry of `designs.py`."""

    id: str
    pack: str
    dataset: str
    design: str
    call: str
    rtol: float
    result: dict[str, Any]
    options: dict[str, Any] = field(default_factory=dict)
    args: dict[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def topic(self) -> str:
        return next(name for name, pattern in TOPICS.items() if re.search(pattern, self.call))


# Read once: the tests take settings out of the environment.
WHOLE = os.environ.get("WIJKPEIL_REFERENCE")


def folders() -> list[tuple[Path, Path, Path]]:
    """Data, expectations and the basic pack of every place where packs stand."""
    if WHOLE:
        place = Path(WHOLE)
        return [(place / "data", place / "expected", place / "basic")]
    return [(HERE, HERE, HERE / "basic")]


@cache
def cases() -> tuple[Case, ...]:
    found: list[Case] = []
    for _, expected, basic in folders():
        for file in sorted(expected.glob("*.json")):
            pack = json.loads(file.read_text())
            if "cases" not in pack:
                continue
            found += [_case(file.stem, pack["dataset"], one) for one in pack["cases"]]
        found += [_basic(one) for one in json.loads((basic / "reference.json").read_text())["cases"]]
    return tuple(found)


def _case(pack: str, dataset: str, one: dict[str, Any]) -> Case:
    return Case(
        id=one["id"],
        pack=pack,
        dataset=Path(dataset).stem,
        design=f"{pack}:{one['design']}",
        call=one["r_call"],
        rtol=one["rtol"],
        result=one["result"],
        options=one.get("options") or {},
        args=one.get("args") or {},
        warnings=tuple(one.get("warnings") or ()),
    )


def _basic(one: dict[str, Any]) -> Case:
    iterated = re.search(r"rake|calibrate|svyglm|logit|likelihood|quantile|trim", one["r_call"])
    prefix = re.match(r"strat-fpc|strat-nofpc|clus|panel|street|\w+", one["id"])
    return Case(
        id=one["id"],
        pack="basic",
        dataset=f"basic/{one['data'].split('.')[0]}" if one["data"] else "",
        design=f"basic:{prefix.group() if prefix else ''}",
        call=one["r_call"],
        rtol=1e-6 if iterated and "xlogit" not in one["r_call"] else 1e-8,
        result=one["value"],
    )


def of(topic: str) -> list[Any]:
    """The cases of one topic, as parameters with a name."""
    return [pytest.param(one, id=f"{one.pack}-{one.id}") for one in cases() if one.topic == topic]


# Codes are read as text, whatever they look like: that is what they are.
CODES = ("wijk", "psu", "groep", "stratum", "locatie", "wave", "dnum", "snum", "cds")


@cache
def table(name: str) -> pa.Table:
    """A data set of the packs; `basic/<name>` for those of the basic pack."""
    data, _, basic = folders()[0]
    file = basic / f"{name.removeprefix('basic/')}.csv" if name.startswith("basic/") else data / f"{name}.csv"
    options = pyarrow.csv.ConvertOptions(
        column_types=dict.fromkeys(CODES, pa.string()), strings_can_be_null=True
    )
    return pyarrow.csv.read_csv(file, convert_options=options)
