"""Made-up files of members."""

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook

HEADER = ("nummer", "naam", "e-mail", "adres", "postcode", "plaats", "gebied", "geslacht", "geboortejaar", "taal",
          "kanaal", "toestemming op")  # fmt: skip


def row(number: int, **other: str) -> dict[str, str]:
    """A good row; `other` changes cells."""
    cells = (
        f"T{number}", f"Testpersoon {number:04}", f"test.{number:04}@voorbeeld.invalid", "Voorbeeldweg 1", "1234 AB",
        "Voorbeeldstad", "", "vrouw", "1970", "nl", "e-mail", "2026-03-01",
    )  # fmt: skip
    return dict(zip(HEADER, cells, strict=True)) | other


def as_csv(rows: Sequence[dict[str, str]], *, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """The rows as a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]) if rows else HEADER, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[dict[str, object]]) -> bytes:
    """The rows as a workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(rows[0]))
    for one in rows:
        sheet.append(list(one.values()))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
