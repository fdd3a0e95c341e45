"""A table that may be shown: small cells hidden, others with them, and the auditor's word that it is enough."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from analysis.disclosure.audit import Audit, attacks, audit, for_insider
from analysis.disclosure.dimensions import Address
from analysis.disclosure.sensitive import Rules, Sensitive, sensitive
from analysis.disclosure.suppress import Solution, suppress
from analysis.disclosure.tables import Table
from analysis.disclosure.witness import Target
from analysis.errors import DisclosureError, MethodError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Loss = Literal["people", "cells", "log"]

# One sentence for every hidden cell: whoever could tell which are the small ones would know more.
HIDDEN = N_("Te weinig antwoorden om te tonen, of verborgen om een ander cijfer te beschermen.")


@dataclass(frozen=True)
class Protected:
    """A table of which some cells are not shown.

    Attributes:
        table: the true numbers; not for readers.
        rules: when a cell is too small.
        hidden: the cells that are not shown.
        sensitive: which of them broke a rule, and which one; not for readers.
        solution: `nothing`, `optimal` or `safe`: see `suppress.Pattern`.
        loss, bound: what hiding costs in the unit of `loss_in`, and what it costs at least.
        loss_in: people, cells or log(1 + people).
        audit: what the auditor could derive; it is always safe.
    """

    table: Table
    rules: Rules
    hidden: frozenset[Address]
    sensitive: tuple[Sensitive, ...]
    solution: Solution
    loss: float
    bound: float
    loss_in: Loss
    audit: Audit

    def count(self, cell: Address) -> int | None:
        """The number of people in a cell; None when it is not shown.

        Raises:
            ContractError: the table has no such cell.
        """
        place = self.table.place(cell)
        return None if self._away(cell, place) else int(self.table.n[place])

    def amount(self, cell: Address) -> float | None:
        """The amount in a cell, in its own unit; None when it is not shown or the table has none.

        Raises:
            ContractError: the table has no such cell.
        """
        place = self.table.place(cell)
        if self.table.amounts is None or self._away(cell, place):
            return None
        return float(self.table.amounts[place])

    def share(self, part: Address, base: Address) -> float | None:
        """The part as a share of the base (0-1), of amounts if there are any; None when one of the two is not shown.

        Raises:
            ContractError: the table has no such cell.
        """
        of = self.count if self.table.amounts is None else self.amount
        top, bottom = of(part), of(base)
        return None if top is None or not bottom else top / bottom

    def text(self, cell: Address) -> Message | None:
        """What stands in the place of a cell that is not shown; None when it is.

        Raises:
            ContractError: the table has no such cell.
        """
        return Message(HIDDEN) if self._away(cell, self.table.place(cell)) else None

    @property
    def sentence(self) -> Message:
        """What was done, in Dutch."""
        params = {"hidden": len(self.hidden), "all": len(self.table.cells) - len(self.table.never)}
        if self.solution == "nothing":
            return Message(N_("Alle %(all)s cijfers zijn getoond: geen groep is te klein."), params)
        if self.solution == "optimal":
            return Message(
                N_("%(hidden)s van de %(all)s cijfers zijn verborgen. Met minder is het niet veilig."), params
            )
        return Message(
            N_(
                "%(hidden)s van de %(all)s cijfers zijn verborgen. Dat is veilig; misschien kan het met minder, "
                "maar dat is in de beschikbare tijd niet uitgezocht."
            ),
            params,
        )

    def _away(self, cell: Address, place: int) -> bool:
        return cell in self.hidden or place in self.table.never


def protect(
    table: Table,
    rules: Rules | None = None,
    *,
    keep: Collection[Address] = (),
    hide: Collection[Address] = (),
    known: Collection[Address] = (),
    loss: Loss = "people",
    insiders: bool = False,
    seconds: float = 10.0,
) -> Protected:
    """Hide the small cells of a table, and as little else as makes them impossible to recompute.

    Primary cells break a rule (`sensitive.sensitive`); secondary ones are chosen by integer programming
    (`suppress.suppress`); the result is attacked once more by the auditor (`audit.audit`) before it is returned.

    Args:
        table: true numbers with all their sums; several tables through `links.linked`, two releases through
            `links.releases`.
        rules: when a cell is too small; left out: fewer than 5 people.
        keep: cells that must be shown, or were already (in an earlier release). A small one among them is refused.
        hide: cells that are not shown in any case.
        known: cells that everybody knows whatever is hidden, such as groups that cannot exist.
        loss: what is kept as small as possible: people in hidden cells (plus 1 each), hidden cells, or the sum of
            log(1 + people) (plus 1 each).
        insiders: protect also against the only person in a hidden cell, who knows that cell (amounts only).
        seconds: how long to look for the least; after that more may be hidden than needed, and it says so.

    Raises:
        DisclosureError: a small cell must be shown, or nothing that may be hidden protects it.
        MethodError: an unknown `loss`.
    """
    rules = rules or Rules()
    if loss not in get_args(Loss):
        raise MethodError(
            Message(N_("Verwacht: verlies gemeten in people, cells of log.")),
            Message(N_("Gekregen: %(got)s."), {"got": loss}),
            Message(N_("Kies een van deze namen.")),
        )
    found = sensitive(table, rules)
    hidden = np.zeros(len(table.cells), dtype=bool)
    hidden[[one.cell for one in found]] = True
    hidden[[table.place(cell) for cell in hide]] = True
    hidden[list(table.never)] = True
    shown = np.zeros(len(table.cells), dtype=bool)
    shown[[table.place(cell) for cell in (*keep, *known)]] = True
    for one in found:
        if shown[one.cell]:
            raise _must_be_shown(table, one)
    targets = _targets(table, found, [table.place(cell) for cell in known], insiders=insiders)
    pattern = suppress(targets, _cost(table, loss), hidden, ~(hidden | shown), seconds)
    away = [
        cell for place, cell in enumerate(table.cells) if pattern.hidden[place] and place not in table.never
    ]
    checked = audit(table, away, found, known=known, insiders=insiders)
    if not checked.safe:
        raise DisclosureError(
            Message(N_("Verwacht: een tabel waaruit geen klein aantal terug te rekenen is.")),
            Message(checked.sentence.template, checked.sentence.params),
            Message(N_("Geef deze tabel niet uit, en meld dit.")),
        )
    return Protected(
        table,
        rules,
        frozenset(away),
        found,
        pattern.solution if away else "nothing",
        pattern.loss,
        pattern.bound,
        loss,
        checked,
    )


def _targets(table: Table, found: tuple[Sensitive, ...], known: list[int], *, insiders: bool) -> list[Target]:
    views = attacks(table, known)
    targets: list[Target] = [Target(views[one.measure], one) for one in found]
    if insiders:
        alone = np.flatnonzero(table.n == 1).tolist()
        targets += [
            Target(views[one.measure], for_insider(views[one.measure], one, person), person)
            for one in found
            if one.measure == "amount"
            for person in alone
            if person != one.cell
        ]
    return targets


def _cost(table: Table, loss: Loss) -> "Floats":
    if loss == "cells":
        return np.ones(len(table.n))
    people = table.n.astype(np.float64)
    return 1.0 + (people if loss == "people" else np.log1p(people))


def _must_be_shown(table: Table, one: Sensitive) -> DisclosureError:
    from analysis.disclosure.tables import said

    return DisclosureError(
        Message(N_("Verwacht: dat een cijfer over te weinig mensen verborgen mag worden.")),
        Message(
            N_("De cel “%(cell)s” moet getoond worden of is al getoond."),
            {"cell": said(table.cells[one.cell])},
        ),
        Message(N_("Haal de cel uit de lijst van cijfers die getoond moeten worden, of voeg groepen samen.")),
    )
