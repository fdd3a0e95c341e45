"""Numbers of the quota out of a table, all or nothing, and into one."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from survey.fieldwork.quota import MOST_WANTED, Row, cell_row
from survey.fieldwork.typed_quota import Places
from survey.i18n import LANGUAGES, gettext_in
from survey.studies import tabular
from survey.studies.refusals import SetupRefused
from survey.studies.typed import NotUnderstood, whole

COLUMNS = {"group": ("groep",), "area": ("gebied", "wijk", "buurt"), "target": ("aantal", "doel")}
EXPORTED = ("groep", "gebied", "aantal")
_MOST_FAULTS = 20


def import_quota(text: str, rows: Sequence[Row], places: Places) -> list[Row]:
    """The quota with the numbers of the table: a group and an area by code or by name, an empty number takes a cell away.

    Raises:
        SetupRefused: anything in it is wrong; every fault with its row.
    """
    everywhere = {"", *(gettext_in(each)("overal").casefold() for each in LANGUAGES)}
    groups = _named((row["group"], row["label"]) for row in rows if row["area"] is None)
    areas = _named(places)
    found: dict[tuple[str, str], int | None] = {}
    faults = []
    for cells in tabular.rows(text, COLUMNS, ("group", "area", "target")):
        group, area = (
            groups.get(cells["group"].casefold()),
            "" if cells["area"].casefold() in everywhere else areas.get(cells["area"].casefold()),
        )
        if group is None:
            fault = _("de groep '%(name)s' is er niet; maak haar eerst.", name=cells["group"][:40])
        elif area is None:
            fault = _("het gebied '%(name)s' hoort niet bij dit onderzoek.", name=cells["area"][:40])
        elif (group, area) in found:
            fault = _("deze groep en dit gebied stonden al in de tabel.")
        else:
            fault = ""
            try:
                found[group, area] = whole(cells["target"], 0, MOST_WANTED)
            except NotUnderstood as error:
                fault = str(error)
        if fault:
            faults.append(_("Rij %(row)s: %(what)s", row=cells["at"], what=fault))
    if faults:
        raise SetupRefused(*faults[:_MOST_FAULTS])
    return _merged(rows, places, found)


def export_quota(rows: Sequence[Row], places: Places) -> str:
    """The numbers as CSV, in the columns that `import_quota` reads."""
    labels = {row["group"]: row["label"] for row in rows if row["area"] is None}
    names = dict(places)
    return tabular.written(
        EXPORTED,
        (
            {
                "groep": labels[row["group"]],
                "gebied": names.get(row["area"], row["area"]),
                "aantal": row["target"],
            }
            for row in rows
            if row["area"] is not None
        ),
    )


def _named(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, name in pairs:
        found.setdefault(name.casefold(), code)
        found[code.casefold()] = code
    return found


def _merged(rows: Sequence[Row], places: Places, found: dict[tuple[str, str], int | None]) -> list[Row]:
    kept = {(row["group"], row["area"]): row["target"] for row in rows if row["area"] is not None}
    wanted = []
    for row in rows:
        if row["area"] is not None:
            continue
        wanted.append(row)
        for area, name in places:
            at = row["group"], area
            target = found[at] if at in found else kept.get(at)
            if target is not None:
                wanted.append(cell_row(*at, f"{row['label']}, {name}", target))
    return wanted
