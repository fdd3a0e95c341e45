"""Files as outsiders write them: codes with zeros, other alphabets, names that stand twice, packed and large ones."""

import gzip
from pathlib import Path

import pytest

from analysis.design import Design
from analysis.errors import AnalysisError
from analysis.question import files
from analysis.question.answer import answer
from analysis.question.asked import Asked
from analysis.question.files import opened
from analysis.question.rows import rows
from analysis.weighting import PostStratification, read_margins


@pytest.fixture(params=[50_000_000, 0], ids=["whole", "engine"])
def room(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """A file that is read whole, or as a large one is."""
    monkeypatch.setattr(files, "ROOM", request.param)
    return int(request.param)


@pytest.mark.usefixtures("room")
def test_a_number_that_begins_with_a_zero_is_a_code_and_keeps_its_zeros(tmp_path: Path) -> None:
    (tmp_path / "codes.csv").write_text("gemeente,aantal,kent\n0150,10,1\n0141,20,0\n0150,30,1\n0141,0,1\n")
    found = rows(
        answer(opened(tmp_path / "codes.csv"), Design(), Asked("mean", ("aantal",), by=("gemeente",)))
    )
    assert [(row["by"]["gemeente"], row["estimate"]) for row in found] == [("0141", 10), ("0150", 20)]


@pytest.mark.usefixtures("room")
def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "twice.csv").write_text("a,b,a\n1,2,3\n4,5,6\n")
    with pytest.raises(AnalysisError, match="eigen naam"):
        opened(tmp_path / "twice.csv")


@pytest.mark.usefixtures("room")
def test_spaces_around_a_name_and_capitals_in_the_ending_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "SPACES.CSV").write_text("a, b\n1,2\n0,3\n1,7\n")
    found = rows(answer(opened(tmp_path / "SPACES.CSV"), Design(), Asked("mean", ("b",))))
    assert found[0]["estimate"] == pytest.approx(4)


def test_a_packed_file_of_a_dutch_spreadsheet_is_read_like_an_open_one(tmp_path: Path) -> None:
    content = "café;cijfer\néén;7,5\nja;6,5\n".encode("cp1252")
    (tmp_path / "open.csv").write_bytes(content)
    (tmp_path / "packed.csv.gz").write_bytes(gzip.compress(content))
    assert opened(tmp_path / "packed.csv.gz").equals(opened(tmp_path / "open.csv"))
    (tmp_path / "broken.csv.gz").write_bytes(gzip.compress(content)[:-9])
    with pytest.raises(AnalysisError, match="leesbaar"):
        opened(tmp_path / "broken.csv.gz")


def test_whole_numbers_beyond_what_a_double_holds_are_rounded_not_refused(tmp_path: Path) -> None:
    (tmp_path / "long.csv").write_text("a\n9007199254740993\n9007199254740995\n9007199254740997\n")
    found = rows(answer(opened(tmp_path / "long.csv"), Design(), Asked("mean", ("a",))))
    assert found[0]["estimate"] == pytest.approx(9007199254740995)


def test_margins_of_a_dutch_spreadsheet_are_read(tmp_path: Path) -> None:
    (tmp_path / "margins.csv").write_bytes("variable;category;count\ncafé;één;400,5\n".encode("cp1252"))
    assert read_margins(tmp_path / "margins.csv") == {"café": {"één": 400.5}}


def test_what_the_weighting_lays_down_is_shown_without_error_and_not_tested(tmp_path: Path) -> None:
    lines = [f"{'NZ'[place % 2]},{'jo'[place // 3 % 2]},1" for place in range(24)]
    (tmp_path / "rows.csv").write_text("\n".join(["wijk,leeftijd,een", *lines]))
    joint = {("N", "j"): 100.0, ("N", "o"): 300.0, ("Z", "j"): 400.0, ("Z", "o"): 200.0}
    design = Design(adjust=(PostStratification(("wijk", "leeftijd"), joint),))
    table = opened(tmp_path / "rows.csv")
    totals = rows(answer(table, design, Asked("total", ("een",), by=("wijk",))))
    assert [(row["estimate"], row["se"], row["low"]) for row in totals] == [
        (pytest.approx(400), 0, None),
        (pytest.approx(600), 0, None),
    ]
    with pytest.raises(AnalysisError, match="door de weging"):
        answer(table, design, Asked("chisq", ("wijk", "leeftijd")))
