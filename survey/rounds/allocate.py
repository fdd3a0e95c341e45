"""Divide a sample over its strata: in proportion, in equal parts, or in numbers that somebody wrote down."""

from collections.abc import Mapping

ALLOCATIONS = ("proportional", "equal", "numbers")

Stratum = tuple[str, ...]


def allocate(
    there: Mapping[Stratum, int], size: int, allocation: str, numbers: Mapping[Stratum, int] | None = None
) -> dict[Stratum, int]:
    """How many members are wanted from each stratum; it can be more than there are.

    Args:
        there: how many members each stratum has.
        size: how many are wanted in all; not used with `numbers`.
        allocation: one of `ALLOCATIONS`.
        numbers: with `numbers`: how many from each stratum; a stratum that is not named gets none.

    Raises:
        LookupError: no such allocation.

    """
    if allocation == "numbers":
        given = numbers or {}
        return {stratum: given.get(stratum, 0) for stratum in sorted({*there, *given})}
    if allocation == "proportional":
        return shares(there, size)
    if allocation == "equal":
        return shares(dict.fromkeys(there, 1), size)
    raise LookupError(f"no allocation {allocation!r}: one of {ALLOCATIONS}")


def shares(sizes: Mapping[Stratum, int], total: int) -> dict[Stratum, int]:
    """Whole shares that add up to `total`, by largest remainder; who is even goes by size, then by name."""
    everything = sum(sizes.values())
    if not everything:
        return dict.fromkeys(sizes, 0)
    given = {stratum: total * size // everything for stratum, size in sorted(sizes.items())}
    left = total - sum(given.values())
    order = sorted(
        sizes, key=lambda stratum: (-(total * sizes[stratum] % everything), -sizes[stratum], stratum)
    )
    for stratum in order[:left]:
        given[stratum] += 1
    return given
