"""Tables that share cells, and releases of the same table at two moments, as one set of sums."""

from collections.abc import Sequence

import numpy as np

from analysis.disclosure.dimensions import Address
from analysis.disclosure.tables import SAME, Relation, Table, said
from analysis.errors import ContractError
from analysis.messages import N_, Message

DIFFERENCE, EARLIER, LATER = "verschil", "eerder", "later"
RELEASE = "uitgave"


def linked(tables: Sequence[Table]) -> Table:
    """Several tables as one; cells with the same address are the same cell.

    Raises:
        ContractError: a shared cell has two values, or only some of the tables have amounts.
    """
    cells: list[Address] = []
    places: dict[Address, int] = {}
    sources: list[tuple[Table, int]] = []
    relations: list[Relation] = []
    never: set[int] = set()
    for one in tables:
        own = []
        for place, cell in enumerate(one.cells):
            if cell not in places:
                places[cell] = len(cells)
                cells.append(cell)
                sources.append((one, place))
            _same(sources[places[cell]], (one, place))
            own.append(places[cell])
        relations += [
            Relation(own[sum_of.total], tuple(own[part] for part in sum_of.parts)) for sum_of in one.relations
        ]
        never |= {own[place] for place in one.never}
    n = np.array([one.n[place] for one, place in sources], dtype=np.int64)
    unique = tuple(dict.fromkeys(relations))
    if any(one.amounts is None for one in tables):
        return Table(tuple(cells), n, unique, never=frozenset(never))
    amounts = np.array([one.amounts[place] for one, place in sources if one.amounts is not None])
    kept = [one.largest[place] for one, place in sources if one.largest is not None]
    largest = np.array(kept) if len(kept) == len(cells) else None
    return Table(tuple(cells), n, unique, amounts, largest, frozenset(never))


def releases(earlier: Table, later: Table) -> Table:
    """The same table at two moments, of which the later one counts everybody in the earlier one and more.

    Whoever has both can subtract: each shared cell gets a cell `verschil`, which nobody shows. Addresses get a
    code `uitgave`: `eerder`, `later` or `verschil`. Amounts are left out.

    Raises:
        ContractError: a cell of the later table counts fewer people than in the earlier one.
    """
    shared = [cell for cell in later.cells if cell in set(earlier.cells)]
    cells = [_tagged(cell, EARLIER) for cell in earlier.cells] + [
        _tagged(cell, LATER) for cell in later.cells
    ]
    n = [*earlier.n, *later.n]
    start = len(earlier.cells)
    relations = list(earlier.relations)
    relations += [
        Relation(one.total + start, tuple(part + start for part in one.parts)) for one in later.relations
    ]
    never = set(earlier.never) | {place + start for place in later.never}
    for cell in shared:
        before, after = earlier.place(cell), later.place(cell)
        added = int(later.n[after]) - int(earlier.n[before])
        if added < 0:
            raise ContractError(
                Message(N_("Verwacht: een latere tabel die iedereen uit de eerdere ook telt.")),
                Message(
                    N_("Bij “%(cell)s” zijn het er %(fewer)s minder."), {"cell": said(cell), "fewer": -added}
                ),
                Message(N_("Geef de tabellen in de volgorde waarin zij zijn uitgegeven.")),
            )
        relations.append(Relation(start + after, (before, len(cells))))
        never.add(len(cells))
        cells.append(_tagged(cell, DIFFERENCE))
        n.append(added)
    return Table(tuple(cells), np.array(n, dtype=np.int64), tuple(relations), never=frozenset(never))


def _tagged(cell: Address, release: str) -> Address:
    return tuple(sorted((*cell, (RELEASE, release))))


def _same(one: tuple[Table, int], other: tuple[Table, int]) -> None:
    first, second = one[0].n[one[1]], other[0].n[other[1]]
    amounts = one[0].amounts, other[0].amounts
    equal = first == second
    if amounts[0] is not None and amounts[1] is not None:
        equal = equal and abs(amounts[0][one[1]] - amounts[1][other[1]]) <= SAME * max(
            1.0, amounts[0][one[1]]
        )
    if not equal:
        raise ContractError(
            Message(N_("Verwacht: tabellen die in hun gedeelde cellen hetzelfde zeggen.")),
            Message(
                N_("Bij “%(cell)s” zegt de ene tabel %(first)s en de andere %(second)s."),
                {"cell": said(one[0].cells[one[1]]), "first": int(first), "second": int(second)},
            ),
            Message(N_("Maak de tabellen uit dezelfde antwoorden en met hetzelfde filter.")),
        )
