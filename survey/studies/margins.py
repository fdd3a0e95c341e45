"""The population of a study as plain rows: how many residents fall in each category of a variable."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session, col, select

from survey.studies.refusals import SetupRefused
from survey.studies.tables import PopulationMargin, Study

Row = dict[str, Any]
LONGEST, LONGEST_SOURCE, MOST, MOST_PEOPLE = 80, 200, 2000, 99_999_999


def read(session: Session, study: Study) -> list[Row]:
    """The margins in the order in which they were given: `variable`, `category`, `count`, `source`, `year` or None."""
    return [
        {
            "variable": each.variable,
            "category": each.category,
            "count": each.count,
            "source": each.source,
            "year": each.year,
        }
        for each in _kept(session, study)
    ]


def write(session: Session, study: Study, wanted: Sequence[Row]) -> None:
    """Make the margins be these rows; a row is known by its variable and category.

    Raises:
        SetupRefused: a category comes twice in a variable, or there are too many.
    """
    faults = judged(wanted)
    if faults:
        raise SetupRefused(*faults)
    if [(row["variable"], row["category"]) for row in wanted] != [
        (row.variable, row.category) for row in _kept(session, study)
    ]:
        # Their order is that of their keys, so another order means other rows.
        for gone in _kept(session, study):
            session.delete(gone)
        session.flush()
        session.add_all(PopulationMargin(study_id=study.id or 0, **row) for row in wanted)
    else:
        for kept, row in zip(_kept(session, study), wanted, strict=True):
            kept.count, kept.source, kept.year = row["count"], row["source"], row["year"]
            session.add(kept)
    session.flush()


def judged(wanted: Sequence[Row]) -> list[str]:
    """What is wrong with these rows by themselves, in sentences."""
    seen: set[tuple[str, str]] = set()
    faults = []
    for row in wanted:
        key = (row["variable"], row["category"])
        if key in seen:
            faults.append(
                _(
                    "De categorie '%(category)s' komt twee keer voor bij %(variable)s. Tel ze bij elkaar op.",
                    category=row["category"],
                    variable=row["variable"],
                )
            )
        seen.add(key)
    if len(wanted) > MOST:
        faults.append(_("Er zijn te veel regels: hoogstens %(most)s.", most=MOST))
    return faults


def totals(rows: Sequence[Row]) -> dict[str, int]:
    """The number of residents by variable, in the order of the rows."""
    found: dict[str, int] = {}
    for row in rows:
        found[row["variable"]] = found.get(row["variable"], 0) + row["count"]
    return found


def _kept(session: Session, study: Study) -> list[PopulationMargin]:
    ours = select(PopulationMargin).where(col(PopulationMargin.study_id) == study.id)
    return list(session.exec(ours.order_by(col(PopulationMargin.id))))
