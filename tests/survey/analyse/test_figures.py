"""Figures on the command line are R's, for each option of the design."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.golden.designs import MEAN, _panel_joint, _panel_margins
from tests.golden.pack import HERE, table
from tests.survey.analyse.asking import asked, equal, golden

CLUSTERS = ("--weight", "w", "--strata", "wijk", "--psu", "psu")
BASIC = HERE / "basic"


@pytest.fixture
def panel(tmp_path: Path) -> Path:
    """The panel of 980 with the weight that the reference cases begin with."""
    rows = table("panel980").append_column("w84", pa.array(np.full(980, MEAN)))
    pq.write_table(rows, tmp_path / "panel.parquet")
    return tmp_path / "panel.parquet"


@pytest.fixture
def margins(tmp_path: Path) -> Path:
    lines = [
        f"{name},{label},{count!r}"
        for name, counts in _panel_margins().items()
        for label, count in counts.items()
    ]
    (tmp_path / "margins.csv").write_text("\n".join(["variable,category,count", *lines]))
    return tmp_path / "margins.csv"


def test_means_and_proportions_of_clusters_are_those_of_r() -> None:
    rows = asked("muni_cluster", *CLUSTERS, "--mean", "bekend", "vindbaar", "reistijd")
    equal(rows, golden("mean_dm", "muni_cluster"))
    assert [row["df"] for row in rows] == [32, 32, 32]
    assert [row["kind"] for row in rows] == ["proportion", "proportion", "mean"]


def test_groups_are_crossed_and_stand_in_sorted_order() -> None:
    rows = asked("muni_cluster", *CLUSTERS, "--proportion", "bekend,vindbaar", "--by", "wijk")
    equal(rows, golden("by_wijk_dm", "muni_cluster"), names=False)
    assert [row["by"]["wijk"] for row in rows] == [*range(1, 9)] * 2
    crossed = asked(
        BASIC / "stratified.csv",
        "--weight",
        "w",
        "--strata",
        "wijk",
        "--fpc",
        "N",
        "--proportion",
        "aided",
        "--by",
        "sex",
        "age",
    )
    found = {(row["by"]["sex"], row["by"]["age"]): row for row in crossed}
    expected = golden("strat-fpc-domain", "basic").result
    for sex, age, value, error in zip(
        expected["sex"], expected["age"], expected["coef"], expected["se"], strict=True
    ):
        assert found[sex, age]["estimate"] == pytest.approx(value, rel=1e-8)
        assert found[sex, age]["se"] == pytest.approx(error, rel=1e-8)


def test_totals_and_ratios_are_those_of_r() -> None:
    design = ("--weight", "w", "--strata", "wijk", "--fpc", "N")
    equal(
        asked(BASIC / "stratified.csv", *design, "--total", "aided", "hours"),
        golden("strat-fpc-total", "basic"),
        estimate="coef",
    )
    rows = asked(BASIC / "stratified.csv", *design, "--ratio", "hours/score")
    equal(rows, golden("strat-fpc-ratio", "basic"), estimate="coef")
    assert (rows[0]["measure"], rows[0]["kind"]) == ("hours/score", "ratio")


@pytest.mark.parametrize("lonely", ["remove", "certainty", "adjust", "average"])
def test_a_lonely_location_is_treated_as_asked(lonely: str) -> None:
    rows = asked("lonely", *CLUSTERS, "--lonely", lonely, "--mean", "bekend", "reistijd")
    equal(rows, golden(f"mean_{lonely}", "lonely"))


@pytest.mark.parametrize("lonely", ["remove", "adjust"])
def test_a_condition_does_not_shrink_the_design(lonely: str) -> None:
    rows = asked("lonely", *CLUSTERS, "--lonely", lonely, "--mean", "reistijd", "--where", "dom == 1")
    equal(rows, golden(f"domain_{lonely}_adjdomainFALSE", "lonely"))
    assert rows[0]["df"] == golden(f"domain_{lonely}_adjdomainFALSE", "lonely").result["df"]


def test_replicate_weights_give_the_errors_of_r() -> None:
    rows = asked("muni_cluster", *CLUSTERS, "--replicates", "JKn", "--mean", "bekend", "vindbaar", "reistijd")
    equal(rows, golden("mean_rm_", "muni_cluster"))
    assert {row["errors"] for row in rows} == {"replicates"}
    street = ("--weight", "w", "--strata", "area", "--psu", "location")
    equal(
        asked(BASIC / "street30.csv", *street, "--replicates", "BRR", "--mean", "aided"),
        golden("street-brr", "basic"),
        estimate="coef",
    )


def test_a_bootstrap_is_near_the_linear_error_and_the_same_each_time() -> None:
    first = asked("muni_cluster", *CLUSTERS, "--replicates", "bootstrap", "--mean", "bekend")
    assert first == asked("muni_cluster", *CLUSTERS, "--replicates", "bootstrap", "--mean", "bekend")
    assert first[0]["se"] == pytest.approx(golden("mean_dm", "muni_cluster").result["se"][0], rel=0.2)


def test_raking_to_a_file_of_margins_is_that_of_r(panel: Path, margins: Path) -> None:
    what = ("--mean", "spontaan", "geholpen", "kent_taak", "weet_waar")
    rows = asked(panel, "--weight", "w84", "--rake", str(margins), *what)
    equal(rows, golden("mean_px", "panel980"))
    assert {tuple(row["weighting"]) for row in rows} == {("calibrate",)}
    # Equal weights before raking give the same weights and errors when they are 1.
    same = asked(panel, "--rake", str(margins), *what)
    assert [row["se"] for row in same] == pytest.approx([row["se"] for row in rows], rel=1e-8)


def test_the_supplied_file_of_margins_rakes_as_r_does() -> None:
    rows = asked(
        BASIC / "panel980.csv",
        "--rake",
        str(BASIC / "panel980-margins.csv"),
        "--proportion",
        "knows_where",
        "volunteer",
    )
    equal(rows, golden("panel-rake", "basic"), estimate="coef")
    domain = asked(
        BASIC / "panel980.csv",
        "--rake",
        str(BASIC / "panel980-margins.csv"),
        "--proportion",
        "knows_where",
        "--by",
        "wijk",
    )
    expected = golden("panel-rake-domain", "basic").result
    found = {row["by"]["wijk"]: row["se"] for row in domain}
    assert [found[name] for name in expected["wijk"]] == pytest.approx(expected["se"], rel=1e-6)


def test_post_stratification_to_a_joint_table_is_that_of_r(panel: Path, tmp_path: Path) -> None:
    lines = [f"{sex},{age},{count!r}" for (sex, age), count in _panel_joint().items()]
    (tmp_path / "joint.csv").write_text("\n".join(["sexe,leeftijd,count", *lines]))
    rows = asked(
        panel,
        "--poststratify",
        str(tmp_path / "joint.csv"),
        "--mean",
        "spontaan",
        "geholpen",
        "kent_taak",
        "weet_waar",
    )
    equal(rows, golden("mean_pp", "panel980"))
    assert rows[0]["weighting"] == ["poststratify"]


def test_missing_values_are_left_out_and_counted() -> None:
    rows = asked("panel980", "--mean", "rapportcijfer")
    equal(rows, golden("cijfer_narm_d0", "panel980"))
    assert (rows[0]["n"], rows[0]["missing"]) == (928, 52)


def test_text_gives_a_row_per_category_that_adds_up_to_everybody() -> None:
    rows = asked("panel980", "--proportion", "opleiding", "spontaan", "--by", "sexe")
    assert [(row["measure"], row["entity"], row["by"]["sexe"]) for row in rows] == [
        *(("opleiding", level, sex) for level in ("hoog", "laag", "midden") for sex in "MV"),
        ("spontaan", None, "M"), ("spontaan", None, "V"),
    ]  # fmt: skip
    assert sum(
        row["estimate"] for row in rows if row["entity"] and row["by"]["sexe"] == "M"
    ) == pytest.approx(1)


@pytest.mark.parametrize("interval", ["xlogit", "asin", "beta", "wilson", "mean", "logit", "likelihood"])
def test_every_interval_of_r_can_be_asked_by_name(interval: str) -> None:
    case = golden(f"ds_geholpen_ciprop_{interval}_95", "street30")
    rows = asked(
        "street30",
        "--weight",
        "w",
        "--strata",
        "wijk",
        "--interval",
        interval,
        "--proportion",
        "geholpen",
    )
    limits = [case.result["ci_low"], case.result["ci_high"]]
    assert [rows[0]["low"], rows[0]["high"]] == pytest.approx(limits, rel=max(case.rtol, 1e-9))
    assert rows[0]["method"] == interval


def test_the_default_interval_and_another_level_are_named_in_the_row() -> None:
    wide, narrow = (
        asked("panel980", "--proportion", "spontaan", "--level", level)[0] for level in ("0.99", "0.8")
    )
    assert (wide["method"], wide["level"], narrow["level"]) == ("korn_graubard", 0.99, 0.8)
    assert wide["low"] < narrow["low"] < narrow["high"] < wide["high"]


def test_two_stages_are_two_columns_of_units_and_of_sizes(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    plek, adres = np.repeat(np.arange(6), 5), np.tile(np.arange(5), 6)
    made = pa.table(
        {
            "plek": plek,
            "adres": adres,
            "N1": np.full(30, 40),
            "N2": np.full(30, 12),
            "w": np.full(30, 16.0),
            "x": rng.integers(0, 2, 30),
        }
    )
    pq.write_table(made, tmp_path / "twee.parquet")
    file = tmp_path / "twee.parquet"
    both = asked(file, "--weight", "w", "--psu", "plek,adres", "--fpc", "N1,N2", "--mean", "x")[0]
    first = asked(file, "--weight", "w", "--psu", "plek", "--fpc", "N1", "--mean", "x")[0]
    x = np.asarray(made["x"], dtype=float).reshape(6, 5)
    # Cochran (1977), formula 10.15 for equal sizes: (1 - f1) s1^2 / n + f1 (1 - f2) s2^2 / (n m).
    between, within = x.mean(axis=1).var(ddof=1), x.var(axis=1, ddof=1).mean()
    ours = (1 - 6 / 40) * between / 6 + 6 / 40 * (1 - 5 / 12) * within / 30
    assert both["se"] == pytest.approx(np.sqrt(ours), rel=1e-10)
    assert first["se"] == pytest.approx(np.sqrt((1 - 6 / 40) * between / 6), rel=1e-10)


def test_the_rows_have_the_names_of_the_other_command() -> None:
    row = asked("panel980", "--proportion", "spontaan")[0]
    assert list(row) == [
        "measure", "entity", "by", "origin", "n", "estimate", "se", "low", "high", "level", "method", "deff", "n_eff", "df",
        "kind", "small", "missing", "caveats", "weighting", "errors", "caveat",
    ]  # fmt: skip
    assert json.loads(json.dumps(row)) == row
