"""Somebody who holds every table, file and log, and tries to find out whose answers are whose."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, SQLModel

Row = Mapping[str, Any]
Dump = dict[str, list[Row]]
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9:.+_-]{7,}")
_RARE = 4  # a value in more rows than this is no key: a day, a study, a round
_FEW_VALUES = 5
_ORDERED_BY_CHANCE, _ORDERED_WHEN_FEW = 0.9, 0.8
_ANSWERS = {"interview", "submission"}


@dataclass(frozen=True)
class Truth:
    """What must not be found: who gave which answers, in the order in which the answers came."""

    members: tuple[UUID, ...]
    interview_of: Mapping[UUID, UUID]
    in_order: tuple[UUID, ...] = field(default=())  # the members that answered, the first one first


def dump(session: Session) -> Dump:
    """Every table, in the order in which the database holds its rows."""
    found: Dump = {}
    for table in SQLModel.metadata.sorted_tables:
        # As the database gives them, without an order: `text` leaves each value as it is kept.
        rows = session.connection().execute(text(f"SELECT * FROM {table.name}")).mappings()  # noqa: S608 (our own names)
        found[table.name] = [dict(row) for row in rows]
    return found


def lines(name: str, written: str) -> Dump:
    """A file or a log as a table of lines."""
    return {name: [{"line": line} for line in written.splitlines()]}


def joined(found: Dump, truth: Truth) -> list[str]:
    """The ways in which persons and answers can be joined; empty when none does better than chance."""
    of_member = _rows_of(found, truth.members)
    return [
        *_by_key(found, truth),
        *(
            f"{way} by {name}"
            for name, value in _features(found, of_member).items()
            for way in _told(value, truth)
        ),
    ]


def _by_key(found: Dump, truth: Truth) -> list[str]:
    reach = _Keys(row for rows in found.values() for row in rows)
    every = {interview.hex for interview in truth.interview_of.values()}
    hits = [
        member
        for member, interview in truth.interview_of.items()
        if interview.hex in (near := reach.from_(member.hex) & every) and len(near) <= _RARE
    ]
    return [f"{len(hits)} persons by a value that two rows share"] if hits else []


class _Keys:
    """Which rare values stand together in a row."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = [frozenset(_values(row)) for row in rows]
        count = Counter(value for row in self.rows for value in row)
        self.at: dict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(self.rows):
            for value in row:
                if count[value] <= _RARE:
                    self.at[value].append(place)

    def from_(self, key: str) -> set[str]:
        seen, todo = {key}, [key]
        while todo:
            for place in self.at.get(todo.pop(), ()):
                fresh = {value for value in self.rows[place] if value in self.at} - seen
                seen |= fresh
                todo += fresh
        return seen


def _values(value: Any) -> Iterable[str]:
    """Everything in a row that could be a key, written in one way."""
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _values(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _values(each)
    elif isinstance(value, bytes | memoryview):
        yield from _values(bytes(value).decode("utf-8", "replace"))
    elif isinstance(value, UUID):
        yield value.hex
    elif isinstance(value, datetime):
        yield value.isoformat()
    elif isinstance(value, str):
        for word in _WORD.findall(value):
            plain = word.replace("-", "").lower()
            yield plain if re.fullmatch(r"[0-9a-f]{32}", plain) else word


def _rows_of(found: Dump, members: Iterable[UUID]) -> dict[str, dict[UUID, list[tuple[int, Row]]]]:
    """The rows that name one member, or that another row of that member names; by table, with their place."""
    names = {member.hex: member for member in members}
    invitations = {}
    for row in found.get("invitation", []):
        if row["member_id"] is not None:
            invitations[_hex(row["id"])] = names.get(_hex(row["member_id"]))
    of: dict[str, dict[UUID, list[tuple[int, Row]]]] = {}
    for table, rows in found.items():
        if table in _ANSWERS:
            continue
        for place, row in enumerate(rows):
            keys = set(_values(row))
            owners = {names[key] for key in keys & names.keys()} | {
                owner for key in keys & invitations.keys() if (owner := invitations[key])
            }
            if len(owners) == 1:
                of.setdefault(table, {}).setdefault(owners.pop(), []).append((place, row))
    return of


def _hex(value: Any) -> str:
    return value.hex if isinstance(value, UUID) else str(value).replace("-", "")


def _features(
    found: Dump, of_member: Mapping[str, Mapping[UUID, list[tuple[int, Row]]]]
) -> dict[str, dict[UUID, float]]:
    """Whatever can be put in order about a member: how many rows, where they lie, and each column."""
    made: dict[str, dict[UUID, float]] = {}
    for table, mine in of_member.items():
        made[f"number of rows in {table}"] = {member: float(len(rows)) for member, rows in mine.items()}
        made[f"place in {table}"] = {member: float(rows[0][0]) for member, rows in mine.items()}
        for column in found[table][0]:
            values = {
                member: value
                for member, rows in mine.items()
                if (value := _number(rows[0][1][column])) is not None
            }
            made[f"{table}.{column}"] = values
    return made


def _number(value: Any) -> float | None:
    if isinstance(value, bool | int | float):
        return float(value)
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date):
        return float(value.toordinal())
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value).timestamp()
        except ValueError:
            short = re.fullmatch(r"[a-z_]{1,15}", value)  # a state; a random key has no order
            return float(int.from_bytes(value.encode()[:6].ljust(6, b"\0"))) if short else None
    return None


def _told(value: Mapping[UUID, float], truth: Truth) -> list[str]:
    ways = []
    answered = [member for member in truth.in_order if member in value]
    if len(answered) > _FEW_VALUES:
        order = [value[member] for member in answered]
        few = len(set(order)) <= _FEW_VALUES
        if abs(_correlation(order)) >= (_ORDERED_WHEN_FEW if few else _ORDERED_BY_CHANCE):
            ways.append("the order of the answers")
    known = {member: value.get(member) for member in truth.members}
    if 1 < len(set(known.values())) <= _FEW_VALUES and _guessed(known, set(truth.in_order)):
        ways.append("who answered")
    return ways


def _guessed(known: Mapping[UUID, float | None], answered: set[UUID]) -> bool:
    """Whether this value tells much better than chance who answered."""
    cells = Counter((value, member in answered) for member, value in known.items())
    right = sum(max(cells[value, True], cells[value, False]) for value in set(known.values()))
    by_chance = max(len(answered), len(known) - len(answered))
    return (right - by_chance) / len(known) > 0.25


def _correlation(values: list[float]) -> float:
    """Spearman's correlation of these values with their place."""
    ranks = _ranks(values)
    places = [float(place) for place in range(len(values))]
    mean = sum(places) / len(places)
    above = sum((rank - mean) * (place - mean) for rank, place in zip(ranks, places, strict=True))
    below = (sum((rank - mean) ** 2 for rank in ranks) * sum((place - mean) ** 2 for place in places)) ** 0.5
    return above / below if below else 0.0


def _ranks(values: list[float]) -> list[float]:
    ordered = sorted(values)
    return [(ordered.index(value) + len(ordered) - 1 - ordered[::-1].index(value)) / 2 for value in values]
