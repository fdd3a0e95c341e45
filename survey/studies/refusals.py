"""Why a change to the set-up of a study was not made; nothing has changed then."""

from collections.abc import Sequence

from flask_babel import gettext as _


class SetupRefused(ValueError):  # noqa: N818 (it says what happened)
    """The change cannot be made like this; `faults` are sentences for whoever asked for it."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__(" ".join(faults))


class NotFilledIn(SetupRefused):
    """Fields of the form are empty or not understood; `links` is the id of each field with its sentence."""

    def __init__(self, links: Sequence[tuple[str, str]]) -> None:
        self.links = tuple(links)
        super().__init__()


class Stale(SetupRefused):
    """The form was made from an older state; `told` is what others changed since, empty when nobody wrote it down."""

    def __init__(self, told: Sequence[str]) -> None:
        self.told = tuple(told)
        super().__init__(
            _(
                "Intussen is dit onderzoek veranderd. Er is nog niets bewaard van wat u invulde. Kijk hieronder wat "
                "er veranderde, pas zo nodig iets aan, en bewaar opnieuw."
            )
        )


class WouldMove(SetupRefused):
    """Interviews would go to another wave; `count` is how many, to be agreed with first."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(
            _(
                "Door deze dagen gaan %(count)s interviews naar een andere meting. Er is nog niets bewaard. "
                "Wilt u dit, zet dan het vinkje en bewaar opnieuw.",
                count=count,
            )
        )
