import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.members.file_faults import FileRefused
from survey.members.read_file import read_file
from tests.survey.members.files import as_csv, as_xlsx, row

CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_whatever_the_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    content = as_csv([row(1, naam="Zoë Çelik; of, zo"), row(2)], delimiter=delimiter, encoding=encoding)
    sheet = read_file(content)
    assert [cells["name"] for _row, cells in sheet.rows] == ["Zoë Çelik; of, zo", "Testpersoon 0002"]
    assert [number for number, _cells in sheet.rows] == [2, 3]


@given(st.lists(CELLS, min_size=1, max_size=5))
def test_texts_come_back_from_csv_as_they_went_in(names: list[str]) -> None:
    rows = [row(number, naam=name) for number, name in enumerate(names)]
    read = [cells["name"] for _row, cells in read_file(as_csv(rows, encoding="utf-8-sig")).rows]
    assert [name.lstrip("'") for name in read] == [name.lstrip("'") for name in names]


def test_a_workbook_is_read_with_its_numbers_and_days() -> None:
    rows: list[dict[str, object]] = [
        {
            "Lidnummer": 12,
            "Email": "a@example.org",
            "Geboortejaar": 1970.0,
            "toestemming op": datetime(2026, 3, 1),  # noqa: DTZ001 (a workbook knows no zones)
        },
        {"Lidnummer": None, "Email": None, "Geboortejaar": None, "toestemming op": None},
        {"Lidnummer": "013", "Email": "=1+1", "Geboortejaar": True, "toestemming op": date(2026, 3, 2)},
    ]
    sheet = read_file(as_xlsx(rows))
    assert [(number, *cells.values()) for number, cells in sheet.rows] == [
        (2, "12", "a@example.org", "1970", "2026-03-01"),
        (4, "013", "=1+1", "ja", "2026-03-02"),
    ]


def test_columns_are_known_by_dutch_and_english_names_and_others_are_named() -> None:
    text = "Member Number,E-mail address,Year of birth,Consent date,Schoenmaat\n1,a@example.org,1970,2026-03-01,43\n"
    sheet = read_file(text.encode())
    assert sheet.columns == {
        "number": "Member Number", "email": "E-mail address", "birth_year": "Year of birth",
        "consented_on": "Consent date",
    }  # fmt: skip
    assert sheet.ignored == ("Schoenmaat",)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "leeg"),
        (b"\n \n", "leeg"),
        (b"naam;wat\na;b\n", "ontbreken: toestemming op, nummer of e-mail"),
        (b"nummer;lidnummer;toestemming\n1;2;3\n", "betekenen hetzelfde"),
        (b"nummer;toestemming op\n", "geen leden"),
        (b'nummer;toestemming op\n"1;2026-03-01\n', "Rij 2 is niet te lezen"),
        (b"nummer;toestemming op\n1;2026\x00\n", r"rij 2 staat een teken .* \(U\+0000\)"),
        (b"%PDF-1.7\n\x00\x01", "een teken dat niet in een tekst hoort"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "oud of een beveiligd Excel-bestand"),
        (b"PK\x03\x04 no archive at all", "XLSX-bestand is niet te lezen"),
        (b"nummer;toestemming op\n\x81\x8d;\n", "geen tekst die wij kunnen lezen"),
        (b"\xff\xfe\x00\xd8x", "geen tekst die wij kunnen lezen"),
    ],
)
def test_what_is_no_list_of_members_is_refused_with_the_reason(content: bytes, why: str) -> None:
    with pytest.raises(FileRefused, match=why):
        read_file(content)


def test_a_cell_of_ten_megabytes_is_refused() -> None:
    with pytest.raises(FileRefused, match="Rij 2 is niet te lezen"):
        read_file(as_csv([row(1, naam="x" * 10_000_000)]))


def test_a_long_cell_is_a_fault_of_its_row() -> None:
    fault = read_file(as_csv([row(1, naam="x" * 5000), row(2)])).faults[0]
    assert (fault.row, len(fault.came)) == (2, 60)
    assert "400" in fault.expected


def test_a_row_with_too_many_cells_is_a_fault() -> None:
    sheet = read_file(b"nummer;toestemming op\n1;2026-03-01;over\n2;2026-03-01;\n")
    assert [fault.row for fault in sheet.faults] == [2]
    assert [number for number, _cells in sheet.rows] == [3]


def test_a_workbook_that_unpacks_to_something_huge_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("xl/a.xml", "w") as part:
        for _megabyte in range(160):
            part.write(b" " * 1_000_000)
    with pytest.raises(FileRefused, match="uitgepakt te groot"):
        read_file(content.getvalue())


def test_entities_in_a_workbook_are_not_unfolded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {after} "{f"&{before};" * 10}">'
        for before, after in zip("abcdefgh", "bcdefghi", strict=True)
    )
    sheet = f'<?xml version="1.0"?>{bomb}]><worksheet><sheetData><row><c t="str"><v>&i;</v></c></row></sheetData></worksheet>'
    assert len(sheet) < 2000
    with pytest.raises(FileRefused, match="niet te lezen"):
        read_file(_with_sheet(sheet))


def test_a_lone_surrogate_in_a_workbook_is_refused() -> None:
    sheet = '<?xml version="1.0"?><worksheet><sheetData><row><c t="str"><v>&#xD800;</v></c></row></sheetData></worksheet>'
    with pytest.raises(FileRefused, match="niet te lezen"):
        read_file(_with_sheet(sheet))


def _with_sheet(sheet: str) -> bytes:
    """A workbook whose first sheet is this XML."""
    there = zipfile.ZipFile(io.BytesIO(as_xlsx([{"nummer": "1"}])))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in there.namelist():
            packed.writestr(name, sheet if name.endswith("sheet1.xml") else there.read(name))
    return content.getvalue()
