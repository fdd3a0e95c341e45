"""Population margins come out of a table, all or nothing."""

import pytest

from survey.studies.import_margins import export_margins, import_margins
from survey.studies.refusals import SetupRefused

MAN = {"variable": "sex", "category": "man", "count": 10, "source": "CBS", "year": 2025}
OLD = {"variable": "age", "category": "65+", "count": 9, "source": "", "year": None}


def test_a_variable_in_the_table_comes_in_place_of_what_there_was() -> None:
    table = "variabele;categorie;aantal;bron;jaar\nsex;woman;12;=CBS;2026\nsex;man;11;;\n"
    assert import_margins(table, [MAN, OLD]) == [
        {"variable": "sex", "category": "woman", "count": 12, "source": "=CBS", "year": 2026},
        {"variable": "sex", "category": "man", "count": 11, "source": "", "year": None},
        OLD,
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("sex;man;", "aantal inwoners ontbreekt"),
        ("sex;;4", "categorie ontbreekt"),
        (";man;4", "naam van de variabele ontbreekt"),
        ("sex;man;-4", "geen heel getal"),
        ("sex;man;４", "geen heel getal"),
        ("sex;man;4\nsex;man;5", "twee keer voor bij sex"),
        (f"sex;man;{10**9}", "van 0 tot en met"),
    ],
)
def test_whatever_is_wrong_is_told(row: str, expected: str) -> None:
    with pytest.raises(SetupRefused, match=expected):
        import_margins(f"variabele;categorie;aantal\n{row}\n", [MAN])


def test_what_is_exported_is_imported_the_same_and_runs_nowhere() -> None:
    formula = MAN | {"source": "=HYPERLINK(1)"}
    assert ";'=HYPERLINK(1);" in export_margins([formula])
    assert import_margins(export_margins([formula, OLD]), []) == [formula, OLD]
