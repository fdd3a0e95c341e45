"""A CSV file as a spreadsheet writes it: UTF-8 or Windows text, with semicolons, commas or tabs."""

import csv
import io
import re

from flask_babel import gettext as _

from survey.members.columns import recognised
from survey.members.file_faults import FileRefused

MOST_ROWS = 100_000
_DELIMITERS = (";", ",", "\t")
# Windows-1252 is tried last: nearly every series of bytes is text in it.
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_text(content: bytes) -> list[list[str]]:
    """The rows of a CSV file, each as its cells.

    Raises:
        FileRefused: it is no text, no table, or it has more than `MOST_ROWS` rows.
    """
    text = _decoded(content)
    strange = _NO_TEXT.search(text)
    if strange:
        raise FileRefused(
            _(
                "In rij %(row)s staat een teken dat niet in een tekst hoort (U+%(code)s). Is dit wel een CSV-bestand? "
                "Sla het in uw rekenprogramma opnieuw op als CSV of als XLSX.",
                row=text.count("\n", 0, strange.start()) + 1,
                code=f"{ord(strange[0]):04X}",
            )
        )
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True):
            rows.append(row)
            if len(rows) > MOST_ROWS + 1:
                raise too_many()
    except csv.Error as error:
        raise FileRefused(
            _(
                "Rij %(row)s is niet te lezen. Staat er een aanhalingsteken te veel of te weinig, of een heel lange "
                "tekst? Verbeter de rij en kies het bestand opnieuw.",
                row=len(rows) + 1,
            )
        ) from error
    return rows


def too_many() -> FileRefused:
    """The refusal of a file with more rows than we take at once."""
    return FileRefused(
        _("Het bestand heeft meer dan %(most)s rijen. Deel het op in kleinere bestanden.", most=MOST_ROWS)
    )


def _decoded(content: bytes) -> str:
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(
        _("Dit bestand is geen tekst die wij kunnen lezen. Sla het op als ‘CSV UTF-8’ of als XLSX.")
    )


def _delimiter(text: str) -> str:
    first = text.lstrip("\r\n").split("\n", 1)[0]

    def known(delimiter: str) -> tuple[int, int]:
        names = [name.strip().strip('"') for name in first.split(delimiter)]
        return sum(recognised(name) is not None for name in names), len(names)

    return max(_DELIMITERS, key=known)
