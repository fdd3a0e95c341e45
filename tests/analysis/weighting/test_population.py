from pathlib import Path

import pytest

from analysis.errors import MarginError, SourceError
from analysis.weighting import read_joint, read_margins


def written(folder: Path, text: str) -> Path:
    path = folder / "aantallen.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_margins_are_read_per_variable(tmp_path: Path) -> None:
    path = written(
        tmp_path, '"variable","category","count"\n"sexe","m",490\n"sexe","v",510\n\n"wijk","A, B",1000\n'
    )
    assert read_margins(path) == {"sexe": {"m": 490.0, "v": 510.0}, "wijk": {"A, B": 1000.0}}


def test_semicolons_decimal_commas_and_a_mark_at_the_start_are_understood(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeffvariable;category;count\nsexe;m;49,5\nsexe;v;50,5\n")
    assert read_margins(path) == {"sexe": {"m": 49.5, "v": 50.5}}


def test_a_table_of_combinations_is_read_as_post_stratification_takes_it(tmp_path: Path) -> None:
    path = written(tmp_path, "sexe,leeftijd,count\nm,oud,10\nv,oud,20\n")
    assert read_joint(path) == (("sexe", "leeftijd"), {("m", "oud"): 10.0, ("v", "oud"): 20.0})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("variable,category\nsexe,m\n", "kolommen variable, category, count"),
        ("variable,category,count\nsexe,m,veel\n", "regel 2"),
        ("variable,category,count\nsexe,m,1\nsexe,m,2\n", "tweede keer"),
        ("variable,category,count\nsexe,m\n", "velden"),
        ("variable,category,count\n", "alleen een eerste regel"),
    ],
)
def test_a_file_that_is_not_right_is_refused_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(MarginError) as refused:
        read_margins(written(tmp_path, text))
    assert told in str(refused.value)


@pytest.mark.parametrize(
    "text", ["count\n3\n", "sexe,aantal\nm,3\n", "sexe,count\nm,3\nm,4\n", "sexe,count\n"]
)
def test_a_table_of_combinations_that_is_not_right_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(MarginError):
        read_joint(written(tmp_path, text))


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "plaatje.csv").write_bytes(b"\x81\x8d\x8f")
    for path in (tmp_path / "weg.csv", tmp_path / "plaatje.csv"):
        with pytest.raises(SourceError):
            read_margins(path)
