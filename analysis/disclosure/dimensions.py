"""What a table is split by: a list of codes, or a hierarchy such as wijk within gebied within the city."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.errors import ContractError
from analysis.messages import N_, Message

Address = tuple[tuple[str, str], ...]
"""Which cell: its (dimension, code) pairs, sorted; a dimension that is absent is added up. `()` is the total."""


def address(codes: Mapping[str, str | None]) -> Address:
    """The address of a cell; a dimension whose code is None is added up."""
    return tuple(sorted((name, code) for name, code in codes.items() if code is not None))


@dataclass(frozen=True)
class Dimension:
    """One variable of a table.

    Attributes:
        name: of the variable.
        parents: every code with the code that it adds up to; None where that is the total.
    """

    name: str
    parents: Mapping[str, str | None]

    def __post_init__(self) -> None:
        for code in self.parents:
            seen: set[str] = set()
            above: str | None = code
            while above is not None:
                if above in seen or above not in self.parents:
                    raise _broken(self.name, code)
                seen.add(above)
                above = self.parents[above]
        if not self.parents:
            raise _broken(self.name, "")

    @classmethod
    def flat(cls, name: str, codes: Sequence[str]) -> "Dimension":
        """A variable whose codes add up to the total."""
        return cls(name, dict.fromkeys(codes))

    @property
    def leaves(self) -> tuple[str, ...]:
        """The codes that nothing adds up to."""
        above = set(self.parents.values())
        return tuple(code for code in self.parents if code not in above)

    @property
    def nodes(self) -> tuple[str | None, ...]:
        """Every code, with None for the total."""
        return (None, *self.parents)

    @property
    def sums(self) -> tuple[tuple[str | None, tuple[str, ...]], ...]:
        """Each code that is a sum (None: the total), with the codes that it is the sum of."""
        found: dict[str | None, list[str]] = {}
        for code, above in self.parents.items():
            found.setdefault(above, []).append(code)
        return tuple((above, tuple(codes)) for above, codes in found.items())

    def within(self, leaf: str) -> tuple[str | None, ...]:
        """The code itself, the codes that it adds up to, and None for the total."""
        found: list[str | None] = [leaf]
        while found[-1] is not None:
            found.append(self.parents[found[-1]])
        return tuple(found)


def _broken(name: str, code: str) -> ContractError:
    return ContractError(
        Message(
            N_("Verwacht: een indeling van “%(name)s” waarin elke code bij een hogere code hoort."),
            {"name": name},
        ),
        Message(N_("De code “%(code)s” hoort nergens bij, of bij zichzelf."), {"code": code}),
        Message(N_("Noem voor elke code de hogere code, of geen als die bij het totaal hoort.")),
    )
