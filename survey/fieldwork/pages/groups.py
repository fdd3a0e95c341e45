"""One group of the quota: its name, and who is in it, chosen from the questions of the questionnaire."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from sqlmodel import Session

from survey.database import database, reading
from survey.fieldwork import parts, quota
from survey.fieldwork.pages.frame import keep, show
from survey.fieldwork.rules import named, variables
from survey.fieldwork.typed_quota import group_of, with_group, without_group
from survey.i18n import current_language
from survey.security import needs
from survey.studies import find
from survey.studies.pages.frame import Page, absent
from survey.studies.refusals import SetupRefused
from survey.studies.tables import Study

# Who somebody is stands first in the list, what somebody answered below it.
_FIRST = ("sex", "age")


@needs("fieldwork.set_up")
def new_group(slug: str) -> Page:
    """The form for a new group."""
    return _page(slug, None)


@needs("fieldwork.set_up")
def add_group(slug: str) -> Page:
    """Add a group."""
    return _save(slug, None)


@needs("fieldwork.set_up")
def group(slug: str, group: str) -> Page:
    """The form of a group that is there."""
    return _page(slug, group)


@needs("fieldwork.set_up")
def save_group(slug: str, group: str) -> Page:
    """Change a group; interviews that are there take their places anew."""
    return _save(slug, group)


@needs("fieldwork.set_up")
def remove_group(slug: str, group: str) -> Page:
    """Take a group away with its numbers; the page that follows offers to undo it."""

    def wanted(session: Session, study: Study) -> list[quota.Row]:
        rows = quota.read(session, study)
        _known(rows, group)
        return without_group(rows, group)

    try:
        return keep(slug, parts.QUOTA, wanted)
    except SetupRefused as refused:
        return _page(slug, group, refused)


def _save(slug: str, code: str | None) -> Page:
    form = request.form

    def wanted(session: Session, study: Study) -> list[quota.Row]:
        rows = quota.read(session, study)
        kept = _known(rows, code) if code is not None else None
        made = group_of(form, _asked(session, study), kept)
        if kept is None and made["group"] in {row["group"] for row in rows}:
            raise SetupRefused(_("Er is al een groep met deze naam. Kies een andere naam."))
        return with_group(rows, made)

    try:
        return keep(slug, parts.QUOTA, wanted)
    except SetupRefused as refused:
        return _page(slug, code, refused)


def _page(slug: str, code: str | None, refused: SetupRefused | None = None) -> Page:
    with reading(database()) as session:
        study = find.study(session, slug)
        kept = _known(quota.read(session, study), code) if code is not None else None
        questions = _asked(session, study)
    typed = request.form if refused else None
    rule = kept["rule"] if kept else {}
    return show(
        "group", "quotas", slug, parts.QUOTA, refused,
        kept=kept, questions=questions, rule=_chosen(questions, rule, typed),
        label=typed.get("naam", "") if typed is not None else kept["label"] if kept else "",
        gone=[name for name in rule if name not in questions],
    )  # fmt: skip


def _chosen(questions: dict[str, Any], rule: dict[str, Any], typed: Any) -> dict[str, Any]:
    """What is ticked and filled in, by question: as kept, or as typed when the form comes back."""
    if typed is None:
        return rule
    chosen: dict[str, Any] = {}
    for name, question in questions.items():
        if question["number"]:
            chosen[name] = {bound: typed.get(f"{bound}:{name}", "") for bound in ("min", "max")}
        else:
            chosen[name] = typed.getlist(f"kies:{name}")
    return {name: value for name, value in chosen.items() if value and value != {"min": "", "max": ""}}


def _asked(session: Session, study: Study) -> dict[str, Any]:
    roles = {name: variable["role"] for name, variable in variables(session, study).items()}
    # The area has a number of its own in the grid.
    known = {
        name: question
        for name, question in named(session, study, current_language()).items()
        if roles[name] != "area"
    }
    return dict(sorted(known.items(), key=lambda each: roles[each[0]] not in _FIRST))


def _known(rows: list[quota.Row], code: str) -> quota.Row:
    found = next((row for row in rows if row["group"] == code and row["area"] is None), None)
    if found is None:
        raise absent(_("Deze groep is er niet (meer)."))
    return found
