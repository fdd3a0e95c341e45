"""Population margins out of a table, all or nothing."""

from collections.abc import Sequence

from flask_babel import gettext as _

from survey.studies import tabular
from survey.studies.margins import LONGEST, LONGEST_SOURCE, MOST_PEOPLE, Row, judged
from survey.studies.refusals import SetupRefused
from survey.studies.typed import NotUnderstood, line, whole

COLUMNS = {
    "variable": ("variabele",),
    "category": ("categorie",),
    "count": ("aantal",),
    "source": ("bron",),
    "year": ("jaar",),
}
EXPORTED = ("variabele", "categorie", "aantal", "bron", "jaar")
FIRST_YEAR, LAST_YEAR = 1900, 2199
_MOST_FAULTS = 20


def import_margins(text: str, kept: Sequence[Row]) -> list[Row]:
    """The margins with those of the table in them; a variable that is in the table is replaced as a whole.

    Raises:
        SetupRefused: anything in it is wrong; every fault with its row.
    """
    found, faults = [], []
    for cells in tabular.rows(text, COLUMNS, ("variable", "category", "count")):
        try:
            found.append(
                margin(cells["variable"], cells["category"], cells["count"], cells["source"], cells["year"])
            )
        except NotUnderstood as error:
            faults.append(_("Rij %(row)s: %(what)s", row=cells["at"], what=error))
    if faults:
        raise SetupRefused(*faults[:_MOST_FAULTS])
    return replaced(kept, found)


def replaced(kept: Sequence[Row], fresh: Sequence[Row]) -> list[Row]:
    """The margins with these in them, in place of all of the same variables.

    Raises:
        SetupRefused: a category comes twice.
    """
    faults = judged(fresh)
    if faults:
        raise SetupRefused(*faults)
    variables = list(dict.fromkeys([row["variable"] for row in (*kept, *fresh)]))
    renewed = {row["variable"] for row in fresh}
    return [
        row
        for variable in variables
        for row in (fresh if variable in renewed else kept)
        if row["variable"] == variable
    ]


def margin(variable: str, category: str, count: str, source: str, year: str) -> Row:
    """One margin as it was typed.

    Raises:
        NotUnderstood: a name or number is missing, or not to be used.
    """
    row: Row = {
        "variable": line(variable, LONGEST),
        "category": line(category, LONGEST),
        "count": whole(count, 0, MOST_PEOPLE),
        "source": line(source, LONGEST_SOURCE),
        "year": whole(year, FIRST_YEAR, LAST_YEAR),
    }
    if not row["variable"]:
        raise NotUnderstood(_("de naam van de variabele ontbreekt."))
    if not row["category"]:
        raise NotUnderstood(_("de categorie ontbreekt."))
    if row["count"] is None:
        raise NotUnderstood(_("het aantal inwoners ontbreekt."))
    return row


def export_margins(margins: Sequence[Row]) -> str:
    """The margins as CSV, in the columns that `import_margins` reads."""
    return tabular.written(
        EXPORTED,
        (
            {
                "variabele": row["variable"],
                "categorie": row["category"],
                "aantal": row["count"],
                "bron": row["source"],
                "jaar": row["year"],
            }
            for row in margins
        ),
    )
