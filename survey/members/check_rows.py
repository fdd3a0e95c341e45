"""From the texts of a file to members: each cell that does not fit is a fault, with its place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from survey.members import profile
from survey.members.contact import same_address
from survey.members.envelope import lines
from survey.members.file_faults import Fault, shortened
from survey.members.profile import Unfit
from survey.members.read_file import Sheet

ADDRESS = ("street", "postcode", "town")
_READ: dict[str, Callable[[str], Any]] = {
    "email": profile.email,
    "sex": profile.sex,
    "birth_year": profile.birth_year,
    "language": profile.language,
    "channel": profile.channel,
    "consented_on": profile.consented_on,
    "synthetic": profile.synthetic,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One member as a file has it: its row, and the values of the columns that are in the file.

    `values` has the names of `Member` and of `Contact`: number, name, email, address (its lines), area, sex,
    birth_year, language, channel, consented_on, consent_text, synthetic.
    """

    number: int
    values: dict[str, Any]


def check_rows(sheet: Sheet, areas: Mapping[str, str]) -> tuple[list[Row], list[Fault]]:
    """Read every row; nothing is looked up in the panel yet.

    Args:
        sheet: the file.
        areas: name by code, of all areas of the organisation.
    """
    rows, faults = [], list(sheet.faults)
    seen: dict[tuple[str, str], int] = {}
    for number, texts in sheet.rows:
        values, wrong = read_row(texts, areas)
        found = [
            Fault(number, sheet.columns.get(column, ""), came, expected) for column, came, expected in wrong
        ]
        found += _twice(number, values, seen, sheet.columns)
        faults += found
        if not found:
            rows.append(Row(number, values))
    return rows, faults


def read_row(
    texts: Mapping[str, str], areas: Mapping[str, str]
) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    """The values of one row, and what is wrong with it: the column, what came, what was expected."""
    values: dict[str, Any] = {}
    wrong = []
    for column, text in texts.items():
        try:
            line = profile.plain(column, text)
            if column == "area":
                values[column] = profile.area(line, areas)
            else:
                values[column] = _READ[column](line) if column in _READ else line
        except Unfit as unfit:
            wrong.append((column, shortened(text), str(unfit)))
    if wrong:
        return values, wrong
    if {*ADDRESS} & set(values):
        values["address"] = lines(*(values.pop(part, "") for part in ADDRESS))
    if not values.get("number") and not values.get("email"):
        wrong.append(
            ("number", "", _("Een nummer of een e-mailadres: zonder is een lid later niet te herkennen."))
        )
    return values, wrong


def _twice(
    number: int, values: Mapping[str, Any], seen: dict[tuple[str, str], int], columns: Mapping[str, str]
) -> list[Fault]:
    faults = []
    for column, same in (("number", str), ("email", same_address)):
        value = values.get(column)
        if not value:
            continue
        before = seen.setdefault((column, same(value)), number)
        if before != number:
            expected = _("Ieder lid één keer. Dit staat ook in rij %(row)s.", row=before)
            faults.append(Fault(number, columns[column], shortened(value), expected))
    return faults
