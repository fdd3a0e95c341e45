from pathlib import Path

import pytest

from survey.exchange.read_csv import ImportRefused, read_csv


def read(tmp_path: Path, content: bytes) -> list[tuple[int, dict[str, str]]]:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    return list(read_csv(path).rows)


@pytest.mark.parametrize("delimiter", [b",", b";", b"\t"])
def test_comma_semicolon_and_tab_are_understood_with_or_without_a_mark_in_front(
    tmp_path: Path, delimiter: bytes
) -> None:
    content = b"a,b\n1,2\n".replace(b",", delimiter)
    assert read(tmp_path, content) == read(tmp_path, b"\xef\xbb\xbf" + content) == [(2, {"a": "1", "b": "2"})]


def test_rows_are_numbered_as_a_spreadsheet_does_also_after_a_cell_of_two_lines(tmp_path: Path) -> None:
    assert [number for number, _ in read(tmp_path, b'a,b\n"1\n1",2\n,\n3,4\n')] == [2, 4]


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "leeg"),
        (b"a,b\n1,\xe9\n", "rij 2: dit is geen UTF-8"),
        (b"a,a\n1,2\n", "kolom a: deze naam komt meer dan"),
        (b"a,\n1,2\n", "kolom nummer 2"),
        (b"a,b\n1,2\n1,2,3\n", "rij 3: deze rij heeft 3 cellen, de eerste rij 2"),
        (b'a,b\n1,2\n"1,2\n', "rij 3: deze rij is geen goede CSV"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_place(tmp_path: Path, content: bytes, part: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read(tmp_path, content)
    assert part in str(refused.value)
    assert str(refused.value).startswith("Er is niets geïmporteerd.")
