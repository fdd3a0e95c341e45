"""A device that makes interviews and sends them, alone or several at once, and believes only a receipt."""

import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from http.client import HTTPException
from typing import Any

from tests.faults.frozen import Believes, Finished, Key, StudyKey, finished
from tests.faults.line import FAULTS, Line
from tests.faults.request import batch, put
from tests.faults.tablet import Killed, Tablet

_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.02, 0.3
_MOST_FAILURES = 3_000
_MOST_AT_ONCE = 20
_WEIGHTS = [30, *[1] * (len(FAULTS) - 1)]
_TWINS, _DAMAGED = 0.01, 0.2
_LATER = frozenset({500, 503, 507})  # a 502 is not said by our server
_FINAL = frozenset({403, 404, 409, 413, 415, 422})


@dataclass
class Device:
    """One device.

    Attributes:
        ports: where servers listen; when one does not answer it tries another.
        token: what it is known by.
        seed: what its faults and its interviews are drawn from.
        key: what it seals with; half of its interviews stay open, as those of older clients are.
        believes: judges a receipt.
        tablet: its disk.
        stop_chance: how often it stops at a step.
        made: all that ever came on that disk.
        damaged: identities that it only sent in a form that may never be kept.
        refused: good interviews that the server did not want.
        faulted: how often each fault happened.
        stops: how often it stopped half-way.
        answers: how often each status came.
    """

    ports: Sequence[int]
    token: str
    seed: int
    key: StudyKey | None = None
    believes: Believes = lambda _receipt: True
    tablet: Tablet = field(default_factory=Tablet)
    stop_chance: float = 0.002
    made: set[Key] = field(default_factory=set)
    damaged: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    faulted: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FAULTS, 0))
    stops: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    _tried: set[Key] = field(default_factory=set)
    _failures: int = 0
    _last: int = 0

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)  # noqa: S311 (a draw that can be repeated, no secret)
        self._lines = [Line(port) for port in self.ports]
        self.tablet.step = self._may_stop

    def work(self, uploads: int) -> None:
        """Make so many interviews and send until each has its receipt, or is known to be the second of two bodies."""
        while len(self.made) < uploads or self.tablet.waiting():
            try:
                if len(self.made) < uploads and self._dice.random() < 0.5:
                    self._interview(min(uploads - len(self.made), self._dice.randint(1, _MOST_AT_ONCE)))
                self.send_some()
            except Killed:
                self.stops += 1
                self.hang_up()
            if self._failures > _MOST_FAILURES:
                raise AssertionError(f"no answer to {_MOST_FAILURES} attempts in a row")
        self.hang_up()

    def send_some(self) -> None:
        """One attempt: with one interview, or with up to twenty in one message."""
        waiting = self.tablet.waiting()
        if not waiting:
            return
        if self._dice.random() < 0.5:
            one = waiting[0]
            answer = self._attempt(put(one, self.token), [one])
            if answer is not None:
                self._heed(one, *answer)
            return
        some = self._dice.sample(waiting, min(len(waiting), self._dice.randint(1, _MOST_AT_ONCE)))
        sent = [*some, *self._with_damage()]
        answer = self._attempt(batch(sent, self.token), some)
        if answer is not None and answer[0] == 200 and isinstance(answer[1], dict):
            results = answer[1].get("results", [])
            if [each["id"] for each in results] == [str(one.identity) for one in sent]:
                for one, each in zip(some, results, strict=False):
                    self._heed(one, each["status"], each.get("receipt") or each.get("problem"))

    def hang_up(self) -> None:
        """Close what is kept open between requests."""
        for line in self._lines:
            line.hang_up()

    def _interview(self, number: int) -> None:
        for _one in range(number):
            key = self.key if self._dice.random() < 0.5 else None
            interview = finished(self._dice, number=self._last + 1, key=key)
            bodies = [interview]
            if self._dice.random() < _TWINS:  # as on a device that was restored from a copy of itself
                bodies.append(finished(self._dice, identity=interview.identity, number=self._last + 1))
            for each in bodies:
                try:
                    self.tablet.finish(each)
                finally:
                    if each.key in self.tablet.queue:
                        self.made.add(each.key)
                        self._last = each.number

    def _with_damage(self) -> list[Finished]:
        """Now and then something that does not agree with its digest goes along, at the end of the message."""
        if self._dice.random() > _DAMAGED:
            return []
        one = finished(self._dice)
        self.damaged.add(str(one.identity))
        return [replace(one, sent=one.sent.replace(b"nummer", b"Nummer"))]

    def _attempt(self, request: Any, interviews: list[Finished]) -> tuple[int, Any] | None:
        new = any(one.key not in self._tried for one in interviews)
        fault = self._dice.choice(FAULTS[1:]) if new else self._dice.choices(FAULTS, _WEIGHTS)[0]
        self._tried.update(one.key for one in interviews)
        self.faulted[fault] += 1
        line = self._lines[self._failures % len(self._lines)]
        try:
            answer = line.send(fault, request, self._dice)
            self._failures = 0
            if answer is not None:
                self.answers[answer[0]] += 1
                if answer[0] in _LATER:
                    time.sleep(_LONGEST_PAUSE_SECONDS)
            return (answer[0], json.loads(answer[1])) if answer else None
        except ValueError:
            return None  # a page of somebody else: the line itself is fine
        except (OSError, HTTPException):
            line.hang_up()
            self._failures += 1
            time.sleep(min(_PAUSE_SECONDS * self._failures, _LONGEST_PAUSE_SECONDS))
            return None

    def _heed(self, one: Finished, status: int, said: Any) -> None:
        if not isinstance(said, dict):
            return
        ours = str(one.identity)
        if status in {200, 201}:
            if (said.get("id"), said.get("digest")) == (ours, one.digest) and self.believes(said):
                self.tablet.settle(one, said)
        elif status == 409 and said.get("kept", {}).get("id") == ours != said["kept"].get("digest"):
            self.tablet.dispute(one)
        elif status in _FINAL:
            self.refused.append(f"{ours}: {status} {said.get('code')}")
            self.tablet.dispute(one)

    def _may_stop(self, step: str) -> None:
        if self._dice.random() < self.stop_chance:
            raise Killed(step)
