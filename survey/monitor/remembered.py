"""Rows that are only ever added, read once: what is kept in memory is compared with the database at every look.

A look costs one query over an index: how many rows there are, and the sum of their keys. Only what came since is read.
Whatever else changed (a body that counts instead of another, interviews that moved to another wave) makes the sum differ,
and what is missing is read, or everything anew.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from threading import RLock
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as columns
from sqlmodel import Session

_MOST_NAMED = 500  # more new rows than this are read without naming them


class Adds(Protocol):
    """What rows are added to, one by one."""

    def add(self, row: Any) -> None:
        """Take one row in."""


Kept = TypeVar("Kept", bound=Adds)


class Memory(Generic[Kept]):
    """What was read by one key: the keys of the rows, and what was made of them."""

    def __init__(self, made: Kept) -> None:
        self.made, self.keys, self.sum, self.last = made, set[int](), 0, 0
        self.lock = RLock()

    def add(self, key: int, row: Any) -> None:
        """Take a row in, once."""
        if key not in self.keys:
            self.keys.add(key)
            self.sum, self.last = self.sum + key, max(self.last, key)
            self.made.add(row)


class Remembered(Generic[Kept]):
    """The memories of some studies; the one that was not looked at for longest makes room."""

    def __init__(self, fresh: Callable[[], Kept], most: int = 8) -> None:
        """Take what makes an empty one, and how many are kept."""
        self._fresh, self._most = fresh, most
        self._known: OrderedDict[Any, Memory[Kept]] = OrderedDict()
        self._turn = RLock()

    def look(
        self,
        session: Session,
        key: Any,
        column: Any,
        where: Sequence[ColumnElement[bool]],
        read: Callable[[Sequence[ColumnElement[bool]]], Iterable[Any]],
    ) -> Memory[Kept]:
        """What is kept under this key, as the database has it now; take its lock while you use it.

        Args:
            session: the unit of work.
            key: what no two states of any study share.
            column: the key of a row.
            where: which rows there are.
            read: reads rows; the first member of each is its key.
        """
        with self._turn:
            memory = self._known.pop(key, None) or Memory(self._fresh())
            self._known[key] = memory
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        with memory.lock:
            wanted = self._wanted(session, memory, column, where)
            if wanted is True:
                return memory
            if wanted is not None:
                for row in read([*where, *wanted]):
                    memory.add(row[0], row)
                return memory
        renewed = Memory(self._fresh())
        for row in read(where):
            renewed.add(row[0], row)
        with self._turn:
            self._known[key] = renewed
        return renewed

    @staticmethod
    def _wanted(
        session: Session,
        memory: Memory[Kept],
        column: Any,
        where: Sequence[ColumnElement[bool]],
    ) -> Any:
        """Which rows to read: True is none, None is all of them anew, else conditions."""
        connection = session.connection()
        count, total = connection.execute(columns(func.count(), func.sum(column)).where(*where)).one()
        if (count, int(total or 0)) == (len(memory.keys), memory.sum):
            return True
        later, sum_later = connection.execute(
            columns(func.count(), func.sum(column)).where(*where, column > memory.last)
        ).one()
        if (count, int(total or 0)) == (len(memory.keys) + later, memory.sum + int(sum_later or 0)):
            return (column > memory.last,)
        now = {row[0] for row in connection.execute(columns(column).where(*where))}
        missing = now - memory.keys
        if memory.keys - now or len(missing) > _MOST_NAMED:
            return None
        return (column.in_(missing),)
