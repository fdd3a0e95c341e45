"""A file of answers as a table: a small one is read whole, a large one stays where it is."""

import csv
import gzip
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.engine import SMALL
from analysis.errors import ContractError, SourceError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOM = 50_000_000  # bytes of CSV that are read whole; a larger file is left to the engine
UNEVEN = N_("De regels hebben niet alle evenveel cellen, of de tekst is niet te lezen.")
MISSING = ["", "NA", "NaN", "nan"]  # how R and pandas write a missing value
CODE = re.compile(rb"0+[0-9]+")  # a code such as 007, of which the zeros count


def opened(file: str | Path) -> Any:
    """A table for `analysis.engine.scan`: PyArrow rows of a small file, the name (or DuckDB's view) of a large one.

    In CSV the first line has the names; columns are separated by a comma, or by a semicolon (numbers then have a
    decimal comma, as Dutch spreadsheets write them) or tab. Empty and NA are missing. Text is UTF-8, or else (in a file of
    at most 50 MB) Windows.
    A column in which a number begins with a zero, such as 007, holds codes: it stays text.

    Raises:
        SourceError: no such file, not CSV or Parquet, empty, or not readable.
        ContractError: two columns with the same name.
    """
    path = Path(file)
    name = path.name.lower()
    if not name.endswith((".csv", ".csv.gz", ".parquet")):
        raise _unreadable(path, N_("De naam eindigt niet op .csv, .csv.gz of .parquet."))
    if not path.is_file():
        raise _unreadable(path, N_("Er is geen bestand met deze naam."))
    table = _parquet(path) if name.endswith(".parquet") else _csv(path)
    if table is None:
        return path
    _refuse_twice(getattr(table, "column_names", ()))
    return table


def _refuse_twice(names: "Sequence[str]") -> None:
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ContractError(
            Message(N_("Verwacht: kolommen met elk een eigen naam.")),
            Message(N_("Meer dan eens komt voor: %(names)s."), {"names": ", ".join(sorted(twice))}),
            Message(N_("Geef elke kolom een eigen naam.")),
        )


def _parquet(path: Path) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            return file.read() if file.metadata.num_rows <= SMALL else None
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(path, N_("Het is geen Parquet-bestand, of het is beschadigd.")) from error


def _csv(path: Path) -> Any:
    unpack = gzip.open if path.name.lower().endswith(".gz") else open
    try:
        with unpack(path, "rb") as file:
            head = file.readline()
            content = head + file.read(max(ROOM - len(head), 0) + 1)
    except (OSError, EOFError) as error:
        raise _unreadable(path, UNEVEN) from error
    if len(content) > ROOM:
        return _left(path, head)
    if not content.strip():
        raise _unreadable(path, N_("Het bestand is leeg."))
    return read_csv(content, path)


def _left(path: Path, head: bytes) -> Any:
    """A large file as the engine reads it, by the same rules; its kinds are judged over all lines."""
    import duckdb

    from analysis.engine import connect

    separator = _separator(head)
    names = next(csv.reader([head.decode("latin-1")], delimiter=separator), [])
    _refuse_twice([name.strip() for name in names])

    try:
        return connect().read_csv(
            str(path),
            header=True,
            delimiter=separator,
            decimal="," if separator == ";" else ".",
            na_values=MISSING,
            sample_size=-1,
        )
    except duckdb.Error as error:
        raise _unreadable(path, UNEVEN) from error


def _separator(head: bytes) -> str:
    return max((",", ";", "\t"), key=lambda sign: head.count(sign.encode()))


def read_csv(content: bytes, path: Path) -> Any:
    """The rows of a CSV file as a PyArrow table; see `opened`.

    Raises:
        SourceError: a line has more or fewer cells than the first, or the text cannot be read.
    """
    import pyarrow as pa
    from pyarrow import csv as arrow

    try:
        content.decode()
        encoding = "utf8"
    except UnicodeDecodeError:
        encoding = "cp1252"
    separator = _separator(content.split(b"\n", 1)[0])

    def read(kinds: dict[str, Any]) -> Any:
        return arrow.read_csv(
            pa.BufferReader(content),
            read_options=arrow.ReadOptions(encoding=encoding, use_threads=False),
            parse_options=arrow.ParseOptions(delimiter=separator, newlines_in_values=True),
            convert_options=arrow.ConvertOptions(
                null_values=MISSING,
                strings_can_be_null=True,
                decimal_point="," if separator == ";" else ".",
                column_types=kinds,
            ),
        )

    try:
        table = read({})
        whole = [field.name for field in table.schema if pa.types.is_integer(field.type)]
        cell = rb'[%b\r\n"]' % separator.encode()
        if whole and re.search(cell + CODE.pattern + cell, content + b"\n"):
            texts = read(dict.fromkeys(whole, pa.string()))
            codes = [name for name in whole if _coded(texts.column(name))]
            if codes:
                table = read(dict.fromkeys(codes, pa.string()))
        return table.rename_columns([name.strip() for name in table.column_names])
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise _unreadable(path, UNEVEN) from error


def _coded(texts: Any) -> bool:
    """Whether one of the numbers begins with a zero."""
    import pyarrow.compute as pc

    return bool(pc.any(pc.match_substring_regex(texts, "^0[0-9]")).as_py())


def _unreadable(path: Path, reason: str) -> SourceError:
    return SourceError(
        Message(N_("Verwacht: een leesbaar CSV- of Parquet-bestand bij “%(name)s”."), {"name": str(path)}),
        Message(reason),
        Message(N_("Controleer de naam, de plaats en de inhoud van het bestand.")),
    )
