"""The quota of a study as plain rows: read, judged and written as a whole.

A group is a row without an area, followed by its cells; `area` of a cell is "" when it holds everywhere.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func
from sqlmodel import Session, col, select

from survey.fieldwork import cell as one_cell
from survey.fieldwork import ledger
from survey.fieldwork.leave_out import keep
from survey.fieldwork.recount import recount
from survey.fieldwork.rules import judged as rule_judged
from survey.fieldwork.tables import QuotaCell, QuotaGroup, QuotaPlace
from survey.studies import find
from survey.studies.refusals import SetupRefused
from survey.studies.tables import Study

Row = dict[str, Any]
LONGEST_CODE, LONGEST_LABEL = 40, 120
EVERYWHERE = "overal"  # in names that are kept: the same in every language
MOST_GROUPS, MOST_CELLS, MOST_WANTED = 40, 2_000, 99_999


def read(session: Session, study: Study) -> list[Row]:
    """The groups in their order, each followed by its cells in the order of the areas; everywhere comes first."""
    groups = session.exec(
        select(QuotaGroup)
        .where(col(QuotaGroup.study_id) == study.id)
        .order_by(col(QuotaGroup.position), col(QuotaGroup.id))
    ).all()
    # As columns: the ledger writes past the objects of the session.
    cells = select(QuotaCell.group_id, QuotaCell.area, QuotaCell.target).where(
        col(QuotaCell.study_id) == study.id
    )
    targets = {(group, area): target for group, area, target in session.exec(cells)}
    places = {"": EVERYWHERE, **{area.code: area.name for area in find.areas(session, study)}}
    rows: list[Row] = []
    for group in groups:
        rows.append(group_row(group.code, group.label, group.rule))
        rows += [
            cell_row(group.code, area, f"{group.label}, {name}", targets[group.id or 0, area])
            for area, name in places.items()
            if (group.id, area) in targets
        ]
    return rows


def group_row(code: str, label: str, rule: dict[str, Any]) -> Row:
    """A group: who is in it, and what the interviewer calls them."""
    return {"group": code, "area": None, "name": label, "label": label, "rule": rule}


def cell_row(group: str, area: str, name: str, target: int) -> Row:
    """How many interviews of a group are wanted in an area."""
    return {"group": group, "area": area, "name": name, "target": target}


def write(session: Session, study: Study, wanted: Sequence[Row]) -> None:
    """Make the quota be these rows; interviews that are there take their places in it.

    A lower target cuts leases and lets the last interviews stand over it; a higher one lets those in again.

    Raises:
        SetupRefused: a code comes twice, an area, a question or an answer is not there, or a cell goes that ended
            interviews.
    """
    groups = [row for row in wanted if row["area"] is None]
    cells = [row for row in wanted if row["area"] is not None]
    # Nobody fills or leases a place until this is done.
    pages = ledger.opened(session, study.id or 0)
    kept = read(session, study)
    faults = _judged(session, study, groups, cells, kept) or _ending(session, study, cells)
    if faults:
        raise SetupRefused(*faults)
    if _shape(kept) == _shape(wanted):
        _retarget(session, study, pages, groups, cells)
        return
    _keep_rows(session, study, groups, cells)
    recount(session, study)


def _shape(rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    """Everything but labels and targets: what decides to which cell an interview belongs."""
    return [(row["group"], row["area"], row.get("rule")) for row in rows]


def _retarget(
    session: Session, study: Study, pages: dict[int, ledger.Page], groups: list[Row], cells: list[Row]
) -> None:
    known = _groups(session, study)
    for row in groups:
        known[row["group"]].label = row["label"]
        session.add(known[row["group"]])
    by_place = {(page.group_id, page.area): page for page in pages.values()}
    for row in cells:
        page = by_place[known[row["group"]].id or 0, row["area"]]
        if page.cell.target != row["target"]:
            keep(session, page, one_cell.retarget(page.cell, row["target"])[0])
    session.flush()


def _keep_rows(session: Session, study: Study, groups: list[Row], cells: list[Row]) -> None:
    known = _groups(session, study)
    for position, row in enumerate(groups):
        group = known.get(row["group"]) or QuotaGroup(
            study_id=study.id or 0, code=row["group"], label="", rule={}
        )
        group.label, group.rule, group.position = row["label"], row["rule"], position
        session.add(group)
        known[row["group"]] = group
    session.flush()
    there = {
        (cell.group_id, cell.area): cell
        for cell in session.exec(
            select(QuotaCell)
            .where(col(QuotaCell.study_id) == study.id)
            .execution_options(populate_existing=True)
        )
    }
    for row in cells:
        at = known[row["group"]].id or 0, row["area"]
        cell = there.pop(at, None) or QuotaCell(
            study_id=study.id or 0, area=row["area"], group_id=at[0], target=row["target"]
        )
        cell.target = row["target"]  # `recount` makes what is in it agree
        session.add(cell)
    for cell in there.values():
        session.delete(cell)
    session.flush()
    wanted = {row["group"] for row in groups}
    for code, group in known.items():
        if code not in wanted:
            session.delete(group)
    session.flush()


def _groups(session: Session, study: Study) -> dict[str, QuotaGroup]:
    return {
        group.code: group
        for group in session.exec(select(QuotaGroup).where(col(QuotaGroup.study_id) == study.id))
    }


def _judged(
    session: Session, study: Study, groups: list[Row], cells: list[Row], kept: Sequence[Row]
) -> list[str]:
    faults = [
        _("Dit zijn er %(count)s; het mogen er %(most)s zijn.", count=len(rows), most=most)
        for rows, most in ((groups, MOST_GROUPS), (cells, MOST_CELLS))
        if len(rows) > most
    ]
    if faults:
        return faults
    faults += _twice([row["group"] for row in groups], groups)
    faults += _twice([row["label"].casefold() for row in groups], groups)
    faults += _twice([(row["group"], row["area"]) for row in cells], cells)
    codes = {row["group"] for row in groups}
    areas = {"", *(area.code for area in find.areas(session, study))}
    for row in cells:
        if row["group"] not in codes:
            faults.append(_("De groep '%(name)s' is er niet.", name=row["group"]))
        if row["area"] not in areas:
            faults.append(_("Het gebied '%(name)s' hoort niet bij dit onderzoek.", name=row["area"]))
    # A rule that was there already may have lost its question to a newer questionnaire: that is told, not refused.
    before = {row["group"]: row["rule"] for row in kept if row["area"] is None}
    for row in groups:
        if before.get(row["group"]) != row["rule"]:
            faults += rule_judged(session, study, row["label"], row["rule"])
    return list(dict.fromkeys(faults))


def _twice(keys: list[Any], rows: list[Row]) -> list[str]:
    counted = Counter(keys)
    return [
        _(
            "'%(name)s' komt twee keer voor. Geef elke groep een eigen naam en één aantal per gebied.",
            name=row["name"],
        )
        for key, row in zip(keys, rows, strict=True)
        if counted[key] > 1
    ]


def _ending(session: Session, study: Study, cells: list[Row]) -> list[str]:
    """Cells that would go while they ended interviews: what ended an interview is never forgotten."""
    wanted = {(row["group"], row["area"]) for row in cells}
    ended = session.exec(
        select(QuotaGroup.code, QuotaGroup.label, QuotaCell.area, func.count())
        .select_from(QuotaPlace)
        .join(QuotaCell, col(QuotaCell.id) == col(QuotaPlace.cell_id))
        .join(QuotaGroup, col(QuotaGroup.id) == col(QuotaCell.group_id))
        .where(col(QuotaCell.study_id) == study.id, col(QuotaPlace.standing) == "ended")
        .group_by(col(QuotaGroup.code), col(QuotaGroup.label), col(QuotaCell.area))
    )
    return [
        _(
            "De groep %(name)s kan hier niet weg: %(count)s interviews zijn gestopt omdat zij vol was. "
            "Zet het aantal op 0.",
            name=label,
            count=count,
        )
        for code, label, area, count in ended
        if (code, area) not in wanted
    ]
