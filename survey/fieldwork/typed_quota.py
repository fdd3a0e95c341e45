"""What a researcher typed or chose about the quota, read into the rows that it becomes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from survey.fieldwork.quota import LONGEST_LABEL, MOST_WANTED, Row, cell_row, group_row
from survey.studies.import_areas import code_of
from survey.studies.refusals import NotFilledIn
from survey.studies.typed import NotUnderstood, line, whole

Places = Sequence[tuple[str, str]]
"""The areas of a study as (code, name), everywhere as ("", ...) first."""


class Box(NamedTuple):
    """One number of the grid as it is typed: where it stands, what is in it, and what is wrong with that."""

    id: str
    name: str
    label: str
    value: str
    error: str = ""


class Line(NamedTuple):
    """One group of the grid."""

    code: str
    label: str
    order: Box
    boxes: tuple[Box, ...]


def grid(rows: Sequence[Row], places: Places, typed: Mapping[str, str] | None = None) -> list[Line]:
    """The groups with a box for each area; what was typed stands in it again, with its error."""
    targets = {(row["group"], row["area"]): row["target"] for row in rows if row["area"] is not None}
    lines = []
    for at, row in enumerate((row for row in rows if row["area"] is None), start=1):
        code = row["group"]
        boxes = tuple(
            _box(
                f"aantal-{at}-{place}",
                f"aantal:{code}:{area}",
                name if area else _("overal"),
                targets.get((code, area)),
                typed,
                0,
            )
            for place, (area, name) in enumerate(places)
        )
        order = _box(f"volgorde-{at}", f"volgorde:{code}", _("Volgorde"), at, typed, 1)
        lines.append(Line(code, row["label"], order, boxes))
    return lines


def _box(
    key: str, name: str, label: str, value: int | None, typed: Mapping[str, str] | None, least: int
) -> Box:
    text = "" if value is None else str(value)
    if typed is None or name not in typed:
        return Box(key, name, label, text)
    try:
        whole(typed[name], least, MOST_WANTED)
    except NotUnderstood as error:
        return Box(key, name, label, typed[name], str(error))
    return Box(key, name, label, typed[name])


def targets(rows: Sequence[Row], places: Places, typed: Mapping[str, str]) -> list[Row]:
    """The quota with the numbers and the order of the form; a group that is not in the form stays as it is.

    Raises:
        NotFilledIn: a number was not understood.
    """
    lines = grid(rows, places, typed)
    wrong = [
        (box.id, f"{each.label}, {box.label}: {box.error}")
        for each in lines
        for box in (each.order, *each.boxes)
        if box.error
    ]
    if wrong:
        raise NotFilledIn(wrong)
    groups = {row["group"]: row for row in rows if row["area"] is None}
    wanted = []
    ordered = sorted(
        enumerate(lines), key=lambda each: (whole(each[1].order.value, 1, MOST_WANTED) or 0, each[0])
    )
    for _at, each in ordered:
        wanted.append(groups[each.code])
        for (area, name), box in zip(places, each.boxes, strict=True):
            target = whole(box.value, 0, MOST_WANTED)
            if target is not None:
                wanted.append(cell_row(each.code, area, f"{each.label}, {name}", target))
    return wanted


def group_of(form: MultiDict[str, str], questions: Mapping[str, Mapping[str, Any]], kept: Row | None) -> Row:
    """The group of the form: its name, and of each question the answers that belong to it.

    Raises:
        NotFilledIn: no name, or a number that was not understood.
    """
    wrong = []
    label = ""
    try:
        label = line(form.get("naam", ""), LONGEST_LABEL)
        if not label:
            wrong.append(("naam", _("Geef de groep een naam, zoals vrouwen 60+.")))
    except NotUnderstood as error:
        wrong.append(("naam", str(error)))
    # A question that went from the questionnaire is no longer in the form.
    rule: dict[str, Any] = {}
    for name, question in questions.items():
        if not question["number"]:
            chosen = [code for code in question["options"] if code in form.getlist(f"kies:{name}")]
            if chosen:
                rule[name] = chosen
            continue
        try:
            bounds = {
                bound: whole(form.get(f"{bound}:{name}", ""), 0, MOST_WANTED) for bound in ("min", "max")
            }
        except NotUnderstood as error:
            wrong.append((f"min-{name}", f"{question['text']}: {error}"))
            continue
        given = {bound: value for bound, value in bounds.items() if value is not None}
        if given:
            rule[name] = given
    if wrong:
        raise NotFilledIn(wrong)
    return group_row(kept["group"] if kept else code_of(label), label, rule)


def with_group(rows: Sequence[Row], made: Row) -> list[Row]:
    """The quota with this group in it: in the place of the one with its code, or at the end."""
    if made["group"] not in {row["group"] for row in rows}:
        return [*rows, made]
    return [made if row["group"] == made["group"] and row["area"] is None else row for row in rows]


def without_group(rows: Iterable[Row], code: str) -> list[Row]:
    """The quota without this group and its cells."""
    return [row for row in rows if row["group"] != code]
