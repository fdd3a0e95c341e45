"""A file of answers as a table: a small one is read whole, a large one stays where it is."""

import gzip
from pathlib import Path
from typing import Any

from analysis.engine import SMALL
from analysis.errors import ContractError, SourceError
from analysis.messages import N_, Message

ROOM = 50_000_000  # bytes of CSV that are read whole; a larger file is left to the engine
UNEVEN = N_("De regels hebben niet alle evenveel cellen, of de tekst is niet te lezen.")
MISSING = ["", "NA", "NaN", "nan"]  # how R and pandas write a missing value


def opened(file: str | Path) -> Any:
    """A table for `analysis.engine.scan`: PyArrow rows of a small file, the name (or DuckDB's view) of a large one.

    In CSV the first line has the names; columns are separated by a comma, or by a semicolon (numbers then have a
    decimal comma, as Dutch spreadsheets write them) or tab. Empty and NA are missing. Text is UTF-8, or else Windows.

    Raises:
        SourceError: no such file, not CSV or Parquet, empty, or not readable.
        ContractError: two columns with the same name.
    """
    path = Path(file)
    if not path.name.endswith((".csv", ".csv.gz", ".parquet")):
        raise _unreadable(path, N_("De naam eindigt niet op .csv, .csv.gz of .parquet."))
    if not path.is_file():
        raise _unreadable(path, N_("Er is geen bestand met deze naam."))
    table = _parquet(path) if path.name.endswith(".parquet") else _csv(path)
    if table is None:
        return path
    found = getattr(table, "column_names", ())
    twice = {name for name in found if found.count(name) > 1}
    if twice:
        raise ContractError(
            Message(N_("Verwacht: kolommen met elk een eigen naam.")),
            Message(N_("Meer dan eens komt voor: %(names)s."), {"names": ", ".join(sorted(twice))}),
            Message(N_("Geef elke kolom een eigen naam.")),
        )
    return table


def _parquet(path: Path) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            return file.read() if file.metadata.num_rows <= SMALL else None
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(path, N_("Het is geen Parquet-bestand, of het is beschadigd.")) from error


def _csv(path: Path) -> Any:
    if path.stat().st_size > ROOM or path.name.endswith(".gz"):
        return _left(path)
    content = path.read_bytes()
    if not content.strip():
        raise _unreadable(path, N_("Het bestand is leeg."))
    return read_csv(content, path)


def _left(path: Path) -> Any:
    """A large or packed file as the engine reads it, by the same rules; its kinds are judged over all lines."""
    import duckdb

    from analysis.engine import connect

    unpack = gzip.open if path.name.endswith(".gz") else open
    try:
        with unpack(path, "rb") as file:
            separator = _separator(file.readline())
        return connect().read_csv(
            str(path),
            header=True,
            delimiter=separator,
            decimal="," if separator == ";" else ".",
            na_values=MISSING,
            sample_size=-1,
        )
    except (duckdb.Error, OSError, EOFError) as error:
        raise _unreadable(path, UNEVEN) from error


def _separator(head: bytes) -> str:
    return max((",", ";", "\t"), key=lambda sign: head.count(sign.encode()))


def read_csv(content: bytes, path: Path) -> Any:
    """The rows of a CSV file as a PyArrow table; see `opened`.

    Raises:
        SourceError: a line has more or fewer cells than the first, or the text cannot be read.
    """
    import pyarrow as pa
    from pyarrow import csv

    try:
        content.decode()
        encoding = "utf8"
    except UnicodeDecodeError:
        encoding = "cp1252"
    separator = _separator(content.split(b"\n", 1)[0])
    try:
        return csv.read_csv(
            pa.BufferReader(content),
            read_options=csv.ReadOptions(encoding=encoding, use_threads=False),
            parse_options=csv.ParseOptions(delimiter=separator, newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                null_values=MISSING, strings_can_be_null=True, decimal_point="," if separator == ";" else "."
            ),
        )
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise _unreadable(path, UNEVEN) from error


def _unreadable(path: Path, reason: str) -> SourceError:
    return SourceError(
        Message(N_("Verwacht: een leesbaar CSV- of Parquet-bestand bij “%(name)s”."), {"name": str(path)}),
        Message(reason),
        Message(N_("Controleer de naam, de plaats en de inhoud van het bestand.")),
    )
