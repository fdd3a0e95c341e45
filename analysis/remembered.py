"""Answers to questions about files, kept while the file is the same: a question asked again costs nothing.

Only of files: a table in memory may be changed without anybody telling.
"""

import pickle
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import wraps
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np

from analysis import columns, engine

P = ParamSpec("P")
R = TypeVar("R")

ROOM = 256_000_000  # bytes kept in all
_LOCK = Lock()
_ANSWERS: "OrderedDict[Any, tuple[Any, int]]" = OrderedDict()


def remembered(ask: Callable[Concatenate[Any, P], R]) -> Callable[Concatenate[Any, P], R]:
    """Keep what a function of a source answers, by the file's path, time, size and inode, and by all that is asked."""

    @wraps(ask)
    def answer(source: Any, /, *args: P.args, **kwargs: P.kwargs) -> R:
        key = _key(ask, source, args, kwargs)
        if key is None:
            return ask(source, *args, **kwargs)
        with _LOCK:
            if key in _ANSWERS:
                _ANSWERS.move_to_end(key)
                kept: R = _given(_ANSWERS[key][0])
                return kept
        found = ask(source, *args, **kwargs)
        # A file that was replaced meanwhile may have been read before or after.
        if _key(ask, source, args, kwargs) == key:
            _keep(key, _given(found))
        return found

    return answer


def forget() -> None:
    """Give the memory back."""
    with _LOCK:
        _ANSWERS.clear()


def _key(ask: Any, source: Any, args: Any, kwargs: Any) -> Any:
    known = columns.identity(source)
    if not known:
        return None
    try:
        asked = pickle.dumps((args, sorted(kwargs.items())))
    except (pickle.PicklingError, TypeError, AttributeError):  # a condition that cannot be written down
        return None
    where = (engine.address(), engine.SMALL, columns.ROOM)
    return f"{ask.__module__}.{ask.__qualname__}", known, where, asked


def _keep(key: Any, found: Any) -> None:
    size = len(key[-1]) + _bytes(found, set())
    with _LOCK:
        _ANSWERS[key] = (found, size)
        _ANSWERS.move_to_end(key)
        room = sum(one for _, one in _ANSWERS.values())
        while room > ROOM:
            room -= _ANSWERS.popitem(last=False)[1][1]


def _given(found: Any) -> Any:
    """A list is copied, for who gets it may change it."""
    return list(found) if isinstance(found, list) else found


def _bytes(one: Any, seen: set[int]) -> int:
    """The memory in use, each part once; of an array also that it may no longer be changed."""
    if id(one) in seen or one is None or isinstance(one, (int, float, str, bool)):
        return 32
    seen.add(id(one))
    if isinstance(one, np.ndarray):
        one.flags.writeable = False
        return int(one.nbytes)
    if isinstance(one, Mapping):
        return sum(_bytes(part, seen) for pair in one.items() for part in pair)
    if isinstance(one, (list, tuple)):
        return 16 + sum(_bytes(part, seen) for part in one)
    if is_dataclass(one):
        return 64 + sum(_bytes(getattr(one, part.name), seen) for part in fields(one))
    return 64 + (sum(_bytes(part, seen) for part in vars(one).values()) if hasattr(one, "__dict__") else 0)
