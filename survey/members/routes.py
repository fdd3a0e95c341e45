"""`/leden`: the list of the panel, one member, adding one and changing one."""

from io import BytesIO
from typing import IO, Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from survey.database import database, reading, transaction
from survey.members import find, upload, wording
from survey.members.areas import areas
from survey.members.contact import unseal
from survey.members.enter import Refused, add, amend
from survey.members.envelope import cells
from survey.members.keyring import KeyRefused, Keyring, keyring
from survey.members.tables import Member
from survey.problems import Problem, problem
from survey.security import may_do, needs, organisation, staff
from survey.settings import settings

blueprint = Blueprint("members", __name__, url_prefix="/leden", template_folder="templates")
UNPROCESSABLE = 422
_FORM_OVERHEAD = 20_000
_MOST_DIGITS = 6
Answer = Response | str | tuple[str, int]


@blueprint.url_value_preprocessor
def take_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a file of members be larger than an interview; before anything of the request is read."""
    if endpoint == "members.upload" and may_do("member.manage"):
        request.max_content_length = upload.MOST_BYTES + _FORM_OVERHEAD
        # Kept in memory: addresses are never written to a disk in the open, not even for a moment.
        request._get_file_stream = _in_memory  # type: ignore[method-assign] # noqa: SLF001 (werkzeug's place to say so)


def _in_memory(*_about: object, **_more: object) -> IO[bytes]:
    return BytesIO()


def keys() -> Keyring:
    """The contact keys; a problem that the staff can pass on when they are not usable."""
    try:
        return keyring(settings())
    except KeyRefused as refused:
        raise unusable(refused) from refused


def unusable(refused: KeyRefused) -> Problem:
    """The problem of contact data that can not be opened."""
    return problem("unavailable", str(refused))


def known(session: Session, member_id: UUID) -> Member:
    """The member of this organisation; another's is not there."""
    member = find.one(session, organisation(), member_id)
    if member is None:
        raise problem("not_found", _("Dit lid is er niet. Zoek het lid op in de lijst."))
    return member


def again(member_id: UUID) -> Member:
    """The member as it is after a refused change: the unit of work is over, and what it read with it."""
    with reading(database()) as session:
        return known(session, member_id)


@blueprint.get("")
@needs("member.view")
def listed() -> Answer:
    """The members, a page at a time, by profile; who they are is shown one by one."""
    filters = {name: request.args.get(name, "") for name in find.FILTERS}
    asked = request.args.get("bladzijde", "1")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= _MOST_DIGITS else 1
    with reading(database()) as session:
        found = find.page(session, organisation(), _clean(filters), number)
        counted = find.counts(session, organisation())
        named = wording.choices(areas(session, organisation()))
        synthetic = find.any_synthetic(session, organisation())
    return render_template(
        "members/list.html",
        found=found,
        counted=counted,
        filters={name: value for name, value in filters.items() if value},
        named=named,
        synthetic=synthetic,
        value_name=wording.value_name,
    )


@blueprint.post("/zoeken")
@needs("member.view")
def search() -> Answer:
    """Go to the member with exactly this address or number; the address never stands in an address of ours."""
    text = request.form.get("zoek", "")
    with reading(database()) as session:
        found = find.by_text(session, organisation(), text, keys())
    if found is None:
        flash(_("Er is geen lid met precies dit e-mailadres of nummer."), "members_fault")
        return redirect(url_for("members.listed"), 303)
    return redirect(url_for("members.shown", member_id=found.id), 303)


@blueprint.get("/<uuid:member_id>")
@needs("member.view")
def shown(member_id: UUID) -> Answer:
    """One member: who it is, the profile, consent, and what happened."""
    with reading(database()) as session:
        member = known(session, member_id)
        try:
            contact = unseal(member, keys())
        except KeyRefused as refused:
            raise unusable(refused) from refused
        return render_template(
            "members/member.html",
            member=member,
            contact=contact,
            history=find.history(session, member),
            named=wording.choices(areas(session, organisation())),
            events=wording.EVENTS,
            value_name=wording.value_name,
        )


@blueprint.get("/nieuw")
@needs("member.manage")
def new() -> Answer:
    """The form for a new member."""
    return _form(None, {"language": "nl", "channel": "email"})


@blueprint.post("/nieuw")
@needs("member.manage")
def create() -> Answer:
    """Add the member, or show what does not fit."""
    try:
        with transaction(database()) as session:
            known_areas = areas(session, organisation())
            texts = _texts([*_boxes(known_areas), *wording.consent_boxes()])
            member_id = add(
                session, organisation(), texts, known_areas, keys(), account_id=staff().account_id
            )
    except Refused as refused:
        return _form(None, texts, refused.faults), UNPROCESSABLE
    flash(_("Het lid is toegevoegd."), "members_done")
    return redirect(url_for("members.shown", member_id=member_id), 303)


@blueprint.get("/<uuid:member_id>/wijzigen")
@needs("member.manage")
def edit(member_id: UUID) -> Answer:
    """The form with what is known now."""
    with reading(database()) as session:
        member = known(session, member_id)
        try:
            contact = unseal(member, keys())
        except KeyRefused as refused:
            raise unusable(refused) from refused
    street, postcode, town = cells(contact.address)
    texts = {
        "name": contact.name,
        "email": contact.email,
        "street": street,
        "postcode": postcode,
        "town": town,
    }
    return _form(member, texts | profile_texts(member) | {"number": member.number})


@blueprint.post("/<uuid:member_id>/wijzigen")
@needs("member.manage")
def change(member_id: UUID) -> Answer:
    """Keep the change, or show what does not fit."""
    try:
        with transaction(database()) as session:
            member = known(session, member_id)
            known_areas = areas(session, organisation())
            texts = _texts(_boxes(known_areas))
            changed = amend(session, member, texts, known_areas, keys(), account_id=staff().account_id)
    except Refused as refused:
        return _form(again(member_id), texts, refused.faults), UNPROCESSABLE
    except KeyRefused as refused:
        raise unusable(refused) from refused
    if changed:
        flash(_("De wijziging is bewaard."), "members_done")
    return redirect(url_for("members.shown", member_id=member_id), 303)


def profile_texts(member: Member) -> dict[str, str]:
    """The profile of a member as a form has it."""
    year = str(member.birth_year) if member.birth_year else ""
    return {
        "area": member.area or "", "sex": member.sex or "", "birth_year": year, "language": member.language,
        "channel": member.channel,
    }  # fmt: skip


def _form(member: Member | None, texts: dict[str, str], faults: dict[str, str] | None = None) -> str:
    with reading(database()) as session:
        known_areas = areas(session, organisation())
    if member and member.area:
        known_areas.setdefault(member.area, member.area)
    boxes = _boxes(known_areas, new=member is None) + ([] if member else wording.consent_boxes())
    return render_template("members/form.html", member=member, boxes=boxes, texts=texts, faults=faults or {})


def _boxes(known_areas: dict[str, str], *, new: bool = False) -> list[wording.Box]:
    return [*wording.contact_boxes(new=new), wording.channel_box(), *wording.profile_boxes(known_areas)]


def _texts(boxes: list[wording.Box]) -> dict[str, str]:
    return {box.name: request.form.get(box.name, "") for box in boxes}


def _clean(filters: dict[str, str]) -> dict[str, str]:
    # A NUL is no text to PostgreSQL: nobody has such a profile.
    return {name: value.replace("\x00", "�") for name, value in filters.items()}
