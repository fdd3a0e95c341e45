"""Made-up members of a panel, for the demo and for tests: the same from the same seed, and each one called so."""

import csv
import io
import random
from collections.abc import Iterable, Mapping

from survey.members.check_rows import Row, read_row
from survey.members.columns import NAMES, written

_LANGUAGES, _LANGUAGE_SHARES = ("nl", "en", "tr", "ar"), (80, 7, 8, 5)
_SEXES, _SEX_SHARES = ("vrouw", "man", "anders", ""), (50, 47, 1, 2)
_BY_LETTER = 0.2  # people who are asked by letter
_WITHOUT_AREA = 0.02
_OLDEST, _YOUNGEST = 1934, 2007
_STREETS = ("Voorbeeldweg", "Proefstraat", "Testlaan", "Verzonnen Plein")


def made_up(count: int, areas: Iterable[str], seed: int = 1) -> list[dict[str, str]]:
    """The cells of `count` members by column, as a file has them.

    Args:
        count: how many.
        areas: codes of the areas in which they live.
        seed: the same seed gives the same members.
    """
    luck = random.Random(seed)  # noqa: S311 (made-up people keep no secret)
    codes = list(areas)
    return [_member(luck, number, codes) for number in range(1, count + 1)]


def as_rows(members: Iterable[Mapping[str, str]], areas: Mapping[str, str]) -> list[Row]:
    """These members as `import_members` takes them; raises ValueError when one would be refused."""
    rows = []
    for number, cells in enumerate(members, start=2):
        values, wrong = read_row(cells, areas)
        if wrong:
            raise ValueError(f"row {number} of the made-up members: {wrong}")
        rows.append(Row(number, values))
    return rows


def as_csv(members: Iterable[Mapping[str, str]]) -> bytes:
    """These members as a file that can be imported."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([written(column) for column in NAMES])
    writer.writerows([cells[column] for column in NAMES] for cells in members)
    return text.getvalue().encode("utf-8-sig")


def _member(luck: random.Random, number: int, areas: list[str]) -> dict[str, str]:
    by_letter = luck.random() < _BY_LETTER
    return {
        "number": f"T{number:05}",
        "name": f"Testpersoon {number:04}",
        "email": "" if by_letter else f"test.{number:04}@voorbeeld.invalid",
        "street": f"{luck.choice(_STREETS)} {luck.randint(1, 240)}",
        "postcode": f"{luck.randint(1000, 9999)} XX",
        "town": "Voorbeeldstad",
        "area": luck.choice(areas) if areas and luck.random() >= _WITHOUT_AREA else "",
        "sex": luck.choices(_SEXES, _SEX_SHARES)[0],
        "birth_year": str(luck.randint(_OLDEST, _YOUNGEST)),
        "language": luck.choices(_LANGUAGES, _LANGUAGE_SHARES)[0],
        "channel": "brief" if by_letter else "e-mail",
        "consented_on": f"2026-{luck.randint(1, 9):02}-{luck.randint(1, 28):02}",
        "consent_text": "verzonnen toestemming",
        "synthetic": "ja",
    }
