"""What the reader chose in the address: `?meting=awareness.aided:vet&per=area&herkomst=panel&golf=2&marge=wilson`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from analysis.methods import DEFAULT
from survey.results.asked import Asked, asked
from survey.results.figures import Row, figures
from survey.results.subject import Subject

_FIRST = ("awareness.aided", "findability.knows")


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice of figures: the total, and the same split up. The fields are what the form shows."""

    measure: str
    by: str
    origin: str
    wave: str
    asked: Asked

    def total(self, subject: Subject) -> list[Row]:
        """The figures of everybody."""
        return figures(subject, replace(self.asked, by=()))

    def groups(self, subject: Subject) -> list[Row]:
        """The figures per group; empty when nothing is split up."""
        return figures(subject, self.asked) if self.asked.by else []

    def rows(self, subject: Subject) -> list[Row]:
        """The total and then the groups, indicator by indicator: what table, chart, file and JSON all show."""
        total, groups = self.total(subject), self.groups(subject)
        place = {(one.measure, one.entity): index for index, one in enumerate(self.asked.indicators)}
        return sorted(total + groups, key=lambda row: place[row["measure"], row["entity"]])

    def query(self) -> dict[str, str]:
        """The choice as it stands in an address."""
        chosen = {"meting": self.measure, "per": self.by, "herkomst": self.origin, "golf": self.wave}
        return chosen if self.asked.method == DEFAULT else chosen | {"marge": self.asked.method}


def selection(subject: Subject, chosen: Mapping[str, str]) -> Selection:
    """Read the choice; what is not chosen gets its default: the first team's awareness, per area.

    Raises:
        NotThereError: the study does not have what was chosen.
    """
    measure = chosen.get("meting") or _default(subject)
    by = chosen.get("per", "area" if subject.areas else "")
    origin, wave = chosen.get("herkomst", ""), chosen.get("golf", "")
    return Selection(
        measure=measure,
        by=by,
        origin=origin,
        wave=wave,
        asked=asked(
            subject,
            measure=measure,
            by=[by] if by else [],
            origin=origin,
            wave=wave,
            method=chosen.get("marge") or DEFAULT,
        ),
    )


def _default(subject: Subject) -> str:
    """The first indicator that a reader wants to see: whether a real team is known, or where to go."""
    for measure in _FIRST:
        for one in subject.indicators:
            kind = subject.entities.get(one.entity or "", {}).get("kind")
            if one.measure == measure and kind not in {"fictitious", "old_name"}:
                return f"{one.measure}:{one.entity}" if one.entity else one.measure
    first = subject.indicators[0] if subject.indicators else None
    return "" if first is None else f"{first.measure}:{first.entity}" if first.entity else first.measure
