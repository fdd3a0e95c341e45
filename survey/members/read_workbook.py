"""The first sheet of an XLSX workbook as rows of text; workbooks that unpack to something huge are refused."""

import io
import zipfile
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from flask_babel import gettext as _

from survey.members.file_faults import FileRefused
from survey.members.read_text import MOST_ROWS, too_many

MOST_UNPACKED = 150_000_000  # bytes; 100,000 rows with every column take about 60 MB
_MOST_PARTS = 2_000
_MOST_COLUMNS = 200
# What openpyxl and the libraries below it raise for a workbook that is not as it should be.
_BROKEN = (
    zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, IndexError, AttributeError,
    EOFError, OSError, RuntimeError, AssertionError,
)  # fmt: skip


def read_workbook(content: bytes) -> list[list[str]]:
    """The rows of the first sheet, each as its cells; a formula is the text of the formula.

    Raises:
        FileRefused: it is no workbook, it is locked, or it is larger unpacked than we take.
    """
    from openpyxl import load_workbook  # loads NumPy: only for who reads a workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _weigh(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            return _rows(book)
        finally:
            book.close()
    except (*_BROKEN, InvalidFileException) as error:
        if isinstance(error, FileRefused):
            raise
        raise FileRefused(
            _("Dit XLSX-bestand is niet te lezen. Open het in uw rekenprogramma en sla het opnieuw op.")
        ) from error


def _weigh(content: bytes) -> None:
    # `zipfile` never unpacks more of a part than the size that the part declares.
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise FileRefused(
            _("Dit XLSX-bestand is uitgepakt te groot. Sla alleen het blad met de leden op, of gebruik CSV.")
        )


def _rows(book: Any) -> list[list[str]]:
    if not book.worksheets:
        raise FileRefused(_("Dit XLSX-bestand heeft geen blad met rijen."))
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what the file says of its own size can be wrong
    rows: list[list[str]] = []
    for cells in sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS):
        if len(rows) > MOST_ROWS:
            raise too_many()
        texts = [_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        rows.append(texts)
    return rows


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
