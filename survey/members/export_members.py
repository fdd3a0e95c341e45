"""Write members to a file that import reads back, and that no spreadsheet runs."""

import csv
import io
from collections.abc import Iterable, Iterator

from survey.formulas import guarded
from survey.members.columns import NAMES, written
from survey.members.contact import unseal
from survey.members.envelope import cells
from survey.members.keyring import Keyring
from survey.members.tables import Member
from survey.members.wording import STATES

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_NOTICE = "synthetisch: dit lid is verzonnen"
_SEXES = {"woman": "vrouw", "man": "man", "other": "anders"}
_CHANNELS = {"email": "e-mail", "letter": "brief"}
# What only tells, and import skips.
_TOLD = ("stand", "let op")


def export(members: Iterable[Member], keyring: Keyring, form: str) -> bytes:
    """A CSV (UTF-8, semicolons) or XLSX file with these members; made-up ones are called so in their row.

    Raises:
        KeyRefused: contact data of a member do not open with our keys.
    """
    return _written((_row(member, keyring) for member in members), form)


def example(form: str) -> bytes:
    """A file with the names of the columns only."""
    return _written((), form)


def _row(member: Member, keyring: Keyring) -> list[str]:
    contact = unseal(member, keyring)
    street, postcode, town = cells(contact.address)
    values = {
        "number": member.number, "name": contact.name, "email": contact.email, "street": street, "postcode": postcode,
        "town": town, "area": member.area or "", "sex": _SEXES.get(member.sex or "", ""),
        "birth_year": str(member.birth_year or ""), "language": member.language,
        "channel": _CHANNELS[member.channel],
        "consented_on": member.consented_on.isoformat() if member.consented_on else "",
        "consent_text": member.consent_text, "synthetic": "ja" if member.synthetic else "nee",
    }  # fmt: skip
    told = [str(STATES[member.state]), _NOTICE if member.synthetic else ""]
    return [guarded(values[column]) for column in NAMES] + told


def _written(rows: Iterable[list[str]], form: str) -> bytes:
    lines = _with_header(rows)
    return _workbook(lines) if form == "xlsx" else _text(lines)


def _with_header(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    yield [*map(written, NAMES), *_TOLD]
    yield from rows


def _text(rows: Iterator[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    # The mark at the beginning makes Excel read it as UTF-8.
    return text.getvalue().encode("utf-8-sig")


def _workbook(rows: Iterator[list[str]]) -> bytes:
    from openpyxl import Workbook  # loads NumPy: only for who makes a workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Leden")
    for row in rows:
        made = [WriteOnlyCell(sheet, value=text) for text in row]
        for cell in made:
            cell.data_type = "s"  # text, whatever it looks like
        sheet.append(made)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
