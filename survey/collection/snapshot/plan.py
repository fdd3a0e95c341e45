"""Which parts of a wave stay, which are made (again), and which small ones become one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from survey.collection.snapshot.counted import Print
from survey.collection.snapshot.parts import Part

_RATIO = 2  # a part that is no larger than this many times the next one is put together with it


@dataclass(frozen=True, slots=True)
class Rows:
    """Interviews to be read from the database: those after one place, up to another."""

    after: int
    until: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One part as it should be: its range up to `until`, the print of that range, and where its rows come from."""

    until: int
    made_of: Print
    sources: tuple[Part | Rows, ...]

    @property
    def stays(self) -> Part | None:
        """The part that has just these rows already."""
        only = self.sources[0]
        return only if len(self.sources) == 1 and isinstance(only, Part) else None


def pieces(parts: Sequence[Part], prints: Sequence[Print], fits: Callable[[Part], bool]) -> list[Piece]:
    """The pieces of a wave.

    Args:
        parts: as they are, in the order of their ranges.
        prints: of those ranges as they are now, and of the places after the last one.
        fits: whether the columns of a part still are what they should be.
    """
    found: list[Piece] = []
    after = 0
    carried = Print()  # of ranges where nobody counts any more: they join the next one
    for part, now in zip(parts, prints, strict=False):
        if not now.interviews:
            carried = carried.with_(now)
            continue
        made_of = carried.with_(now)
        if part.made_of == now and fits(part):
            found.append(Piece(part.until, made_of, (replace(part, made_of=made_of),)))
        else:
            found.append(Piece(part.until, made_of, (Rows(after, part.until),)))
        after, carried = part.until, Print()
    beyond = prints[-1]
    if beyond.interviews:
        found.append(Piece(beyond.last, carried.with_(beyond), (Rows(after, beyond.last),)))
    return merged(found)


def merged(found: Sequence[Piece]) -> list[Piece]:
    """The same rows in fewer pieces: each piece is more than twice as large as the next one.

    So there are at most log2(n) + 1 of them, and whenever the rows of a part are written anew because smaller ones
    came after it, the part that they are in has become half as large again: n interviews that come one by one are each
    written O(log n) times (the logarithmic method of Bentley and Saxe, 1980, Journal of Algorithms 1:301-358).
    """
    stack: list[Piece] = []
    for piece in found:
        stack.append(piece)
        while len(stack) > 1 and stack[-2].made_of.interviews <= _RATIO * stack[-1].made_of.interviews:
            last, before = stack.pop(), stack.pop()
            stack.append(
                Piece(last.until, before.made_of.with_(last.made_of), (*before.sources, *last.sources))
            )
    return stack
