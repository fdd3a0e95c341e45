"""What can be wrong with a file of members: the whole file, or one cell of it."""

from dataclasses import dataclass

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: the row as a spreadsheet numbers it (names are row 1), what came and what was expected."""

    row: int
    column: str
    came: str
    expected: str


class FileRefused(ValueError):  # noqa: N818 (it says what happened)
    """The file can not be read at all; `str(error)` says why and what to do. Nothing was kept."""


def shortened(text: str) -> str:
    """A cell as it is quoted in a message: in one line, and no longer than a line."""
    line = " ".join("".join(letter if letter.isprintable() else "�" for letter in text).split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
