"""The areas of a study as plain rows: read, judged and written as a whole."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session

from questionnaires.programme import Programme
from survey.studies import find, used
from survey.studies.refusals import SetupRefused
from survey.studies.tables import Area, Study

Row = dict[str, Any]
LONGEST_CODE, LONGEST_NAME = 40, 120
MOST, MOST_PLACE, MOST_RESIDENTS = 500, 99, 99_999_999


def read(session: Session, study: Study) -> list[Row]:
    """The areas in their order: `code`, `name`, `row` and `col` (the place of the tile, from 0), `residents` or None."""
    return [
        {"code": each.code, "name": each.name, "row": each.row, "col": each.col, "residents": each.residents}
        for each in find.areas(session, study)
    ]


def write(session: Session, study: Study, wanted: Sequence[Row]) -> None:
    """Make the areas be these rows, in this order; an area is known by its code.

    Raises:
        SetupRefused: a code or name comes twice, or an area goes that interviews name.
    """
    kept = {area.code: area for area in find.areas(session, study)}
    faults = [*judged(wanted), *_needed(session, study, wanted)]
    for code in kept.keys() - {row["code"] for row in wanted}:
        count = used.naming_area(session, study, code)
        if count:
            faults.append(
                _(
                    "Gebied %(name)s kan niet weg: %(count)s interviews of plekken noemen het. "
                    "Verander liever de naam.",
                    name=kept[code].name,
                    count=count,
                )
            )
    if faults:
        raise SetupRefused(*faults)
    for position, row in enumerate(wanted):
        area = kept.pop(row["code"], None) or Area(study_id=study.id or 0, code=row["code"], name="")
        area.name, area.row, area.col = row["name"], row["row"], row["col"]
        area.residents, area.position = row["residents"], position
        session.add(area)
    for gone in kept.values():
        session.delete(gone)
    session.flush()


def judged(wanted: Sequence[Row]) -> list[str]:
    """What is wrong with these rows by themselves, in sentences."""
    faults = []
    for field, sentence in (
        ("code", _("De code '%(text)s' komt twee keer voor. Geef elk gebied een eigen code.")),
        ("name", _("De naam '%(text)s' komt twee keer voor. Geef elk gebied een eigen naam.")),
    ):
        seen: set[str] = set()
        for row in wanted:
            text = row[field].casefold() if field == "name" else row[field]
            if text in seen:
                faults.append(sentence.replace("%(text)s", row[field]))
            seen.add(text)
    if len(wanted) > MOST:
        faults.append(
            _(
                "Er zijn %(count)s gebieden; dat kunnen er hoogstens %(most)s zijn.",
                count=len(wanted),
                most=MOST,
            )
        )
    return faults


def _needed(session: Session, study: Study, wanted: Sequence[Row]) -> list[str]:
    versions = find.versions(session, study)
    if wanted or not versions:
        return []
    document = Programme.load(versions[-1].programme).document
    if any(variable["kind"] == "area" for variable in document["variables"].values()):
        return [
            _("De vragenlijst vraagt in welk gebied iemand woont. Er moet dus ten minste één gebied blijven.")
        ]
    return []
