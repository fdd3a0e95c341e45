"""What a device has on its disk and what it told the interviewer, when it may stop at any step."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from tests.faults.frozen import Finished, Key


class Killed(Exception):  # noqa: N818 (it is what happens to a tablet, no error)
    """The tablet stops here: what was not on its disk is gone."""


def _goes_on(_step: str) -> None:
    """A tablet that never stops."""


@dataclass
class Tablet:
    """The disk of one device. Each attribute but `saved` and `step` survives a stop.

    Attributes:
        queue: what waits to be sent.
        receipts: what left the queue, against its receipt.
        disputed: what the server keeps as the second body of an interview; it stays in the queue, with its problem.
        saved: of which the screen said that it is saved.
        step: called at each step; raises `Killed` when the tablet stops there.
    """

    queue: dict[Key, Finished] = field(default_factory=dict)
    receipts: dict[Key, dict[str, str]] = field(default_factory=dict)
    disputed: set[Key] = field(default_factory=set)
    saved: set[Key] = field(default_factory=set)
    step: Callable[[str], None] = _goes_on

    def finish(self, interview: Finished) -> None:
        """Put it on the disk, read it back, and only then say so."""
        self.step("before it is written")
        self.queue.setdefault(interview.key, interview)
        self.step("written, not yet read back")
        if sha256(self.queue[interview.key].sent).hexdigest() != interview.digest:
            raise AssertionError("the disk of the device gave something else back")
        self.saved.add(interview.key)

    def waiting(self) -> list[Finished]:
        """What is to be sent, oldest first."""
        return [one for key, one in self.queue.items() if key not in self.disputed]

    def settle(self, interview: Finished, receipt: dict[str, str]) -> None:
        """Against its receipt it leaves the queue, in one transaction with the receipt."""
        self.step("before the receipt is kept")
        self.receipts[interview.key] = receipt
        self.queue.pop(interview.key, None)
        self.step("the receipt is kept")

    def dispute(self, interview: Finished) -> None:
        """The server has another body of this interview: this one stays, with its problem."""
        self.disputed.add(interview.key)

    def missing(self) -> set[Key]:
        """What was called saved, and is neither here nor covered by a receipt."""
        return self.saved - self.queue.keys() - self.receipts.keys()


class SaysSavedTooEarly(Tablet):
    """A control: says "saved" before the disk has it."""

    def finish(self, interview: Finished) -> None:
        """Say so first."""
        self.saved.add(interview.key)
        super().finish(interview)


class DeletesTooEarly(Tablet):
    """A control: takes from the queue what it is about to send."""

    def waiting(self) -> list[Finished]:
        """Give what waits, and forget it."""
        going = super().waiting()
        for one in going[:1]:
            del self.queue[one.key]
        return going
