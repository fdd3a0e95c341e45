import numpy as np
import pyarrow as pa
import pytest

from analysis.collect import collect
from analysis.design import Design
from analysis.errors import MarginError
from analysis.weighting import PostStratification, Raking
from analysis.weighting.classes import classify, tabulated

TABLE = pa.table(
    {
        "wijk": ["A", "A", "B", "C", "C", "C"],
        "sexe": ["m", "v", "m", "v", "v", "m"],
        "groep": [1, 2, 2, 1, 2, 1],
        "gat": ["x", None, "y", "x", "y", "x"],
    }
)


def refused(margins: object, **options: object) -> str:
    with pytest.raises(MarginError) as error:
        collect(TABLE, Design(adjust=(Raking(margins, **options),)))  # type: ignore[arg-type]  # that is what is tried
    return str(error.value)


def test_a_class_of_the_sample_without_a_count_is_named() -> None:
    text = refused({"wijk": {"A": 10.0, "B": 20.0}})
    assert "De klasse “C” (3 rijen) staat niet in de lijst" in text
    assert "“wijk”" in text


def test_a_class_of_the_population_without_respondents_names_the_class_to_merge_with() -> None:
    text = refused({"wijk": {"A": 10.0, "B": 20.0, "D": 5.0, "C": 30.0}})
    assert "Niemand zit in de klasse “D”, die 5 inwoners heeft." in text
    assert "Voeg de klasse “D” samen met “B”" in text


def test_a_class_without_inhabitants_and_without_respondents_is_left_out() -> None:
    margins = {"wijk": {"A": 10.0, "B": 20.0, "C": 30.0, "D": 0.0}}
    cells = collect(TABLE, Design(adjust=(Raking(margins),)))
    assert cells.weight.sum() == pytest.approx(60)


def test_respondents_in_a_class_without_inhabitants_are_refused() -> None:
    text = refused({"wijk": {"A": 10.0, "B": 0.0, "C": 30.0}})
    assert "“B” heeft volgens de lijst 0 inwoners, en 1 rijen" in text


@pytest.mark.parametrize("count", [-1.0, float("nan"), float("inf"), "tien"])
def test_a_count_that_cannot_be_is_refused(count: object) -> None:
    text = refused({"wijk": {"A": count, "B": 20.0, "C": 30.0}})
    assert "Bij de klasse “A” staat" in text


def test_rows_without_a_class_are_refused_with_the_way_out() -> None:
    text = refused({"gat": {"x": 10.0, "y": 10.0}})
    assert "In 1 rijen ontbreekt die." in text
    assert "imputatie" in text


def test_an_empty_list_is_refused() -> None:
    assert "leeg" in refused({"wijk": {}})


def test_numbers_and_their_texts_are_the_same_class() -> None:
    for labels in ((1, 2), ("1", "2"), (1.0, 2.0)):
        cells = collect(
            TABLE, Design(adjust=(Raking({"groep": dict(zip(labels, (30.0, 60.0), strict=True))}),))
        )
        assert cells.weight.tolist() == pytest.approx([10, 20, 20, 10, 20, 10])


def test_two_names_for_one_class_are_refused() -> None:
    assert "“1”" in refused({"groep": {1: 10.0, "1": 10.0, 2: 5.0}})


def test_a_joint_table_must_have_every_combination_of_the_sample() -> None:
    counts = {("A", "m"): 1.0, ("A", "v"): 1.0, ("B", "m"): 1.0, ("C", "v"): 1.0}
    with pytest.raises(MarginError, match="“C / m”"):
        collect(TABLE, Design(adjust=(PostStratification(("wijk", "sexe"), counts),)))


def test_post_stratified_weights_add_up_to_the_counts() -> None:
    counts = {("m",): 500.0, "v": 700.0}
    cells = collect(TABLE, Design(adjust=(PostStratification(("sexe",), counts),)))
    sexe = np.array(TABLE["sexe"].to_pylist())
    assert cells.weight[sexe == "m"].sum() == pytest.approx(500)
    assert cells.weight[sexe == "v"].sum() == pytest.approx(700)


def test_cells_collapse_to_the_combinations_that_occur() -> None:
    cells = collect(TABLE, Design(), keys=("wijk", "sexe"))
    margins = [
        classify(cells, "wijk", {"A": 1.0, "B": 1.0, "C": 1.0}),
        classify(cells, "sexe", {"m": 1.0, "v": 2.0}),
    ]
    table = tabulated(cells, [one.codes for one in margins], [one.size for one in margins])
    assert table.weight.tolist() == [1.0, 1.0, 1.0, 1.0, 2.0]
    assert table.group.tolist() == [0, 1, 2, 4, 4, 3]
