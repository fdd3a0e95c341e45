"""The designs of the supplied packs, built with the product's own means."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

from analysis.design import Design
from tests.golden.pack import Case, folders, table

TIGHT = 1e-13
API_TYPES = {"E": 4421, "H": 755, "M": 1018}
API_WIDE = {"No": 1072, "Yes": 5122}


def source(case: Case) -> pa.Table:
    """The rows of a case, with the columns that its design makes: replicate weights, constant base weights."""
    rows = table(case.dataset)
    for applies, made in SOURCES:
        if applies(case):
            rows = made(rows, case)
    return rows


WITHOUT_BATHMEN = ("clus-glm", "clus-jkn", "clus-jk1")


def design(case: Case) -> Design:
    """The design of a case; weighted ones declare how the weights were made."""
    made = DESIGNS.get(f"basic:{case.id}", DESIGNS[case.design])()
    lonely = case.options.get("survey.lonely.psu")
    if case.pack == "basic" and "lonely.psu=" in case.call:
        lonely = case.call.rsplit("lonely.psu='", 1)[1].split("'")[0]
    changes: dict[str, Any] = {}
    if lonely:
        changes["lonely_psu"] = lonely
    if case.options.get("survey.adjust.domain.lonely"):
        changes["adjust_domain_lonely"] = True
    if case.options.get("survey.ultimate.cluster"):
        changes |= {"ssu": None, "ssu_fpc": None}
    if not changes:
        return made
    from dataclasses import replace

    return replace(made, **changes)


def _strat(**more: Any) -> Design:
    return Design(strata="stype", weight="pw", lonely_psu="fail", **more)


def _clus(**more: Any) -> Design:
    return Design(psu="dnum", weight="pw", lonely_psu="fail", **more)


def _muni(**more: Any) -> Design:
    return Design(strata="wijk", psu="psu", weight="w", lonely_psu="fail", **more)


def _panel_margins() -> dict[str, dict[str, float]]:
    found = json.loads((folders()[0][0] / "panel980_margins.json").read_text())
    return {
        name: {label: share * found["N"] for label, share in shares.items()}
        for name, shares in found["margins"].items()
    }


def _rake(margins: Any, **more: Any) -> Any:
    from analysis.weighting import Raking

    return Raking(margins, variance="rake", **({"tolerance": TIGHT, "rounds": 1000} | more))


def _calibrate(factors: Any, numbers: Any = None, **more: Any) -> Any:
    from analysis.weighting import Calibration

    return Calibration(factors=factors, numbers=numbers or {}, **more)


def _poststratify(columns: tuple[str, ...], counts: Any) -> Any:
    from analysis.weighting import PostStratification

    return PostStratification(columns, counts)


def _trim(**more: Any) -> Any:
    from analysis.weighting import Trimming

    return Trimming(**more)


def _replication(kind: str, **more: Any) -> Any:
    from analysis.replicates import Replication

    return Replication(kind, **more)


def _panel_joint() -> dict[tuple[str, str], float]:
    margins = _panel_margins()
    return {
        (sex, age): 84_000 * (margins["sexe"][sex] / 84_000) * (margins["leeftijd"][age] / 84_000)
        for sex in margins["sexe"]
        for age in margins["leeftijd"]
    }


API = {"factors": {"stype": API_TYPES}, "numbers": {"api99": 3_914_069}}
MEAN = 84_000 / 980
DESIGNS: dict[str, Callable[[], Design]] = {
    "apistrat:dstrat": lambda: _strat(fpc="fpc"),
    "apistrat:dstrat_nofpc": _strat,
    "apistrat:ps": lambda: _strat(
        adjust=(_poststratify(("sch.wide",), {(k,): v for k, v in API_WIDE.items()}),)
    ),
    "apistrat:rk": lambda: _strat(adjust=(_rake({"stype": API_TYPES, "sch.wide": API_WIDE}),)),
    "apistrat:calL": lambda: _strat(adjust=(_calibrate(**API),)),
    "apistrat:calR": lambda: _strat(adjust=(_calibrate(**API, method="raking"),)),
    "apistrat:calG": lambda: _strat(adjust=(_calibrate(**API, method="logit", bounds=(0.6, 1.6)),)),
    "apistrat:calB": lambda: _strat(adjust=(_calibrate(**API, method="linear", bounds=(0.7, 1.4)),)),
    "apiclus1:dclus1": lambda: _clus(fpc="fpc"),
    "apiclus1:dclus1_nofpc": _clus,
    "apiclus1:rclus1": lambda: _clus(fpc="fpc", replication=_replication("JK1")),
    "apiclus1:bclus1": lambda: _clus(replication=_given("rep", 100, 0.010822510822510822)),
    "apiclus1:bclus1m": lambda: _clus(replication=_given("rep", 100, 0.010822510822510822, mse=True)),
    "apiclus1:ps1": lambda: _clus(
        adjust=(_poststratify(("stype",), {(k,): v for k, v in API_TYPES.items()}),)
    ),
    "apiclus1:rk1": lambda: _clus(adjust=(_rake({"stype": API_TYPES, "sch.wide": API_WIDE}),)),
    "apiclus1:rrk1": lambda: _clus(
        replication=_replication("JK1"), adjust=(_rake({"stype": API_TYPES, "sch.wide": API_WIDE}),)
    ),
    "apiclus1:cal1": lambda: _clus(adjust=(_calibrate(**API),)),
    "apiclus2:dclus2": lambda: Design(
        psu="dnum", ssu="snum", weight="w_fpc", fpc="fpc1", ssu_fpc="fpc2", lonely_psu="fail"
    ),
    "apiclus2:dclus2w": lambda: Design(psu="dnum", ssu="snum", weight="pw", lonely_psu="fail"),
    "lonely:dl": _muni,
    "muni_cluster:dm": _muni,
    "muni_cluster:rm_": lambda: _muni(replication=_replication("JKn")),
    "muni_2psu:db": _muni,
    "muni_2psu:brr": lambda: _muni(replication=_given("rep", 12, 1 / 12)),
    "muni_2psu:fay": lambda: _muni(replication=_given("rep", 12, 1 / (12 * (1 - 0.3) ** 2))),
    "two_waves:dw": lambda: Design(strata="stratum", psu="psu", weight="w", lonely_psu="fail"),
    "street30:ds": lambda: Design(strata="wijk", weight="w", lonely_psu="fail"),
    "street30:dsc": lambda: Design(strata="wijk", psu="locatie", weight="w", lonely_psu="fail"),
    "panel980:d0": lambda: Design(weight="w0"),
    "panel980:pr": lambda: Design(weight="w0", adjust=(_rake(_panel_margins()),)),
    # R's default. It is said to stop when no cell of the table moves more than one person: that is after four
    # rounds here, as survey 4.1.1 does; 4.5 made a fifth, so a tenth of a person is asked.
    "panel980:rdef": lambda: Design(
        weight="w0", adjust=(_rake(_panel_margins(), tolerance=0.1 / 980, rounds=10, strict=False),)
    ),
    "panel980:pl": lambda: Design(weight="w84", adjust=(_calibrate(_panel_margins()),)),
    "panel980:px": lambda: Design(weight="w84", adjust=(_calibrate(_panel_margins(), method="raking"),)),
    "panel980:pg": lambda: Design(
        weight="w84", adjust=(_calibrate(_panel_margins(), method="logit", bounds=(0.3, 4)),)
    ),
    "panel980:pt_": lambda: Design(
        weight="w0",
        adjust=(_rake(_panel_margins()), _trim(lower=0.3 * MEAN, upper=4 * MEAN, strict=True)),
    ),
    "panel980:pp": lambda: Design(weight="w0", adjust=(_poststratify(("sexe", "leeftijd"), _panel_joint()),)),
    "panel_reference:dq": lambda: Design(weight="a"),
    "coders:dk": lambda: Design(weight="w"),
    "coders:dk1": lambda: Design(weight="w"),
    "basic:strat-fpc": lambda: Design(strata="wijk", weight="w", fpc="N"),
    "basic:strat-nofpc": lambda: Design(strata="wijk", weight="w"),
    "basic:clus": lambda: Design(strata="wijk", psu="location", weight="w"),
    "basic:clus-jkn": lambda: Design(
        strata="wijk", psu="location", weight="w", replication=_replication("JKn")
    ),
    "basic:clus-jk1": lambda: Design(psu=("wijk", "location"), weight="w", replication=_replication("JK1")),
    "basic:street-brr": lambda: Design(
        strata="area", psu="location", weight="w", replication=_replication("BRR")
    ),
    "basic:panel": lambda: Design(weight="base"),
    "basic:street": lambda: Design(strata="area", psu="location", weight="w"),
}


def _given(prefix: str, count: int, scale: float, *, mse: bool = False) -> Any:
    columns = tuple(f"{prefix}{number + 1}" for number in range(count))
    return _replication("given", columns=columns, scale=scale, mse=mse)


def _beside(rows: pa.Table, name: str) -> pa.Table:
    for column, values in zip(table(name).column_names, table(name).columns, strict=True):
        rows = rows.append_column(column, values)
    return rows


def _with_weights_from_fpc(rows: pa.Table) -> pa.Table:
    """R computes the weights from the sizes: the product over the stages of population by sample."""
    first = np.asarray(rows["fpc1"], dtype=float) / len(set(rows["dnum"].to_pylist()))
    _, places, counts = np.unique(rows["dnum"].to_pylist(), return_inverse=True, return_counts=True)
    second = np.asarray(rows["fpc2"], dtype=float) / counts[places]
    return rows.append_column("w_fpc", pa.array(first * second))


SOURCES: tuple[tuple[Callable[[Case], bool], Callable[[pa.Table, Case], pa.Table]], ...] = (
    (lambda case: case.dataset == "panel980", lambda rows, _: _constant(rows, "w84", 84_000)),
    (lambda case: case.dataset == "basic/panel980", lambda rows, _: _constant(rows, "w57", 57_500)),
    (
        lambda case: case.id in WITHOUT_BATHMEN,
        lambda rows, _: rows.filter(pa.compute.not_equal(rows["wijk"], "Bathmen")),
    ),
    (
        lambda case: case.design.endswith("dk1"),
        lambda rows, _: rows.drop_columns("w").append_column("w", pa.array(np.ones(rows.num_rows))),
    ),
    (lambda case: case.dataset == "apiclus2", lambda rows, _: _with_weights_from_fpc(rows)),
    (
        lambda case: case.design.endswith((":bclus1", ":bclus1m")),
        lambda rows, _: _beside(rows, "apiclus1_bootstrap_weights"),
    ),
    (
        lambda case: case.design.endswith((":brr", ":fay")),
        lambda rows, case: _beside(rows, f"muni_2psu_{case.design.rsplit(':', 1)[1]}_weights"),
    ),
)


def _constant(rows: pa.Table, name: str, population: float) -> pa.Table:
    """A base weight that is the same for everybody, and adds up to the population."""
    return rows.append_column(name, pa.array(np.full(rows.num_rows, population / rows.num_rows)))
