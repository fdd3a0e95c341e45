"""Population counts from a file: margins one under the other, or a table of combinations."""

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import MarginError, SourceError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MARGINS = ("variable", "category", "count")
COUNT = "count"


def read_margins(path: str | Path) -> dict[str, dict[str, float]]:
    """Margins from a CSV file with the columns `variable,category,count`: per variable the count of each category.

    Separated by commas, semicolons or tabs; with semicolons a comma may be the decimal sign. Whether the counts fit
    the sample is seen when they are used.

    Raises:
        SourceError: there is no such file, or it cannot be read.
        MarginError: other columns, a count that is no number, or a category that stands there twice.
    """
    found: dict[str, dict[str, float]] = {}
    header, rows = _read(path)
    if not set(MARGINS) <= set(header):
        raise _other_columns(path, ", ".join(MARGINS), header)
    for number, row in rows:
        counts = found.setdefault(row["variable"], {})
        if row["category"] in counts:
            raise _twice(path, number, f"{row['variable']}: {row['category']}")
        counts[row["category"]] = _count(path, number, row[COUNT])
    if not found:
        raise _empty(path)
    return found


def read_joint(path: str | Path) -> "tuple[tuple[str, ...], Mapping[tuple[str, ...], float]]":
    """A table of combinations from a CSV file with a column per variable and `count`.

    Returns:
        The columns and the count per combination, as `PostStratification` takes them.

    Raises:
        SourceError: there is no such file, or it cannot be read.
        MarginError: no column `count` or none beside it, a count that is no number, or a combination that stands
            there twice.
    """
    header, rows = _read(path)
    columns = tuple(name for name in header if name != COUNT)
    if COUNT not in header or not columns:
        raise _other_columns(path, f"..., {COUNT}", header)
    found: dict[tuple[str, ...], float] = {}
    for number, row in rows:
        label = tuple(row[name] for name in columns)
        if label in found:
            raise _twice(path, number, " / ".join(label))
        found[label] = _count(path, number, row[COUNT])
    if not found:
        raise _empty(path)
    return columns, found


def _read(path: str | Path) -> "tuple[list[str], Iterator[tuple[int, dict[str, str]]]]":
    """The names of the columns, and the rows that are not empty with their line numbers."""
    try:
        content = Path(path).read_bytes()
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(
            Message(N_("Verwacht: een leesbaar CSV-bestand bij “%(name)s”."), {"name": str(path)}),
            Message(N_("Het bestand is er niet, of het is geen tekst.")),
            Message(N_("Controleer de naam en de plaats van het bestand.")),
        ) from error
    first = text.partition("\n")[0]
    sign = max(",;\t", key=first.count)
    reader = csv.reader(text.splitlines(), delimiter=sign)
    header = [name.strip() for name in next(reader, [])]

    def rows() -> "Iterator[tuple[int, dict[str, str]]]":
        for parts in reader:
            if not any(part.strip() for part in parts):
                continue
            if len(parts) != len(header):
                raise MarginError(
                    Message(N_("Verwacht: op elke regel %(columns)s velden."), {"columns": len(header)}),
                    Message(
                        N_("Regel %(line)s van “%(name)s” heeft er %(got)s."),
                        {"line": reader.line_num, "name": str(path), "got": len(parts)},
                    ),
                    Message(
                        N_("Verbeter deze regel; zet aanhalingstekens om tekst met een scheidingsteken.")
                    ),
                )
            values = [part.strip() for part in parts]
            row = dict(zip(header, values, strict=True))
            if sign == ";" and COUNT in row:
                row[COUNT] = row[COUNT].replace(",", ".")
            yield reader.line_num, row

    return header, rows()


def _count(path: str | Path, number: int, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise MarginError(
            Message(N_("Verwacht: een getal in de kolom “%(column)s”."), {"column": COUNT}),
            Message(
                N_("Op regel %(line)s van “%(name)s” staat: “%(got)s”."),
                {"line": number, "name": str(path), "got": text},
            ),
            Message(N_("Schrijf het aantal zonder punten voor duizendtallen.")),
        ) from error


def _other_columns(path: str | Path, expected: str, header: list[str]) -> MarginError:
    return MarginError(
        Message(
            N_("Verwacht: een bestand met de kolommen %(columns)s."),
            {"columns": expected},
        ),
        Message(
            N_("“%(name)s” heeft deze kolommen: %(present)s."),
            {"name": str(path), "present": ", ".join(header)},
        ),
        Message(N_("Verbeter de eerste regel van het bestand.")),
    )


def _twice(path: str | Path, number: int, label: str) -> MarginError:
    return MarginError(
        Message(N_("Verwacht: elke klasse één keer.")),
        Message(
            N_("Op regel %(line)s van “%(name)s” staat “%(label)s” voor de tweede keer."),
            {"line": number, "name": str(path), "label": label},
        ),
        Message(N_("Haal de dubbele regel weg.")),
    )


def _empty(path: str | Path) -> MarginError:
    return MarginError(
        Message(N_("Verwacht: ten minste één klasse met een aantal inwoners.")),
        Message(N_("“%(name)s” heeft alleen een eerste regel."), {"name": str(path)}),
        Message(N_("Vul het bestand aan.")),
    )
