"""`/afmelden/<token>` and `/mijn/<token>`: what a member does alone, with the secret from a mail or letter as proof."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask import session as visit
from sqlmodel import Session
from werkzeug.wrappers import Response

from survey import i18n
from survey.database import database, reading, transaction
from survey.members import wording
from survey.members.areas import areas
from survey.members.enter import Refused, amend
from survey.members.keep_out import held, unsubscribe, withdraw
from survey.members.keyring import KeyRefused, Keyring, keyring
from survey.members.routes import UNPROCESSABLE, profile_texts, unusable
from survey.members.tables import Member
from survey.members.token import holder
from survey.protection import proof_in_address
from survey.security import needs
from survey.settings import settings

blueprint = Blueprint("own_data", __name__, template_folder="templates")
_LEFT = ("unsubscribed", "withdrawn")
_NOT_FOUND = 404
Answer = Response | str | tuple[str, int]


@blueprint.get("/afmelden/<token>")
@needs("member.own")
def ask_unsubscribe(token: str) -> Answer:
    """Say what will happen, with a button; looking at this page changes nothing."""
    with reading(database()) as session:
        member = _holder(session, token)
        if member is None:
            return _unknown()
        return render_template(
            "members/own/unsubscribe.html", token=token, member=member, left=member.state in _LEFT
        )


@blueprint.post("/afmelden/<token>")
@needs("member.own")
@proof_in_address
def unsubscribe_now(token: str) -> Answer:
    """Unsubscribe: by the button, or by a mail program in one click (RFC 8058), which has no cookie of ours."""
    with transaction(database()) as session:
        member = _holder(session, token)
        if member is None:
            return _unknown()
        unsubscribe(session, held(session, member))
        return render_template("members/own/unsubscribe.html", token=token, member=member, left=True)


@blueprint.get("/mijn/<token>")
@needs("member.own")
def own_data(token: str) -> Answer:
    """The member's own profile, with boxes to change it."""
    with reading(database()) as session:
        member = _holder(session, token)
        if member is None:
            return _unknown()
        return _own(session, member, token, profile_texts(member))


@blueprint.post("/mijn/<token>")
@needs("member.own")
def change_own_data(token: str) -> Answer:
    """Keep what the member changed, or show what does not fit."""
    with transaction(database()) as session:
        member = _holder(session, token)
        if member is None:
            return _unknown()
        known = areas(session, member.organisation_id)
        texts = {
            box.name: request.form[box.name] for box in _boxes(member, known) if box.name in request.form
        }
        try:
            amend(session, held(session, member), texts, _with_own(member, known), _keys())
        except Refused as refused:
            return _own(session, member, token, profile_texts(member) | texts, refused.faults), UNPROCESSABLE
        except KeyRefused as refused:
            raise unusable(refused) from refused
    if texts.get("language") in i18n.LANGUAGES:
        i18n.choose(texts["language"])
    return redirect(url_for("own_data.own_data", token=token, bewaard="1"), 303)


@blueprint.get("/mijn/<token>/intrekken")
@needs("member.own")
def ask_withdrawal(token: str) -> Answer:
    """Ask once more: it can not be undone."""
    with reading(database()) as session:
        member = _holder(session, token)
        if member is None:
            return _unknown()
        return render_template("members/own/withdraw.html", token=token, gone=member.state == "withdrawn")


@blueprint.post("/mijn/<token>/intrekken")
@needs("member.own")
def withdraw_now(token: str) -> Answer:
    """Withdraw consent: what we knew is wiped."""
    with transaction(database()) as session:
        member = _holder(session, token)
        if member is None:
            return _unknown()
        withdraw(session, held(session, member))
        return render_template("members/own/withdraw.html", token=token, gone=True)


def _holder(session: Session, token: str) -> Member | None:
    """Whose token this is; the page then speaks the member's language, unless another was chosen."""
    member = holder(session, token)
    asked = request.args.get(i18n.PARAMETER), visit.get(i18n.PARAMETER)
    if member is not None and not {*asked} & set(i18n.LANGUAGES):
        i18n.fix(member.language)
    return member


def _unknown() -> tuple[str, int]:
    return render_template("members/own/unknown.html"), _NOT_FOUND


def _own(
    session: Session, member: Member, token: str, texts: dict[str, str], faults: dict[str, str] | None = None
) -> str:
    return render_template(
        "members/own/data.html",
        token=token,
        member=member,
        left=member.state in _LEFT,
        boxes=_boxes(member, areas(session, member.organisation_id)),
        texts=texts,
        faults=faults or {},
        kept="bewaard" in request.args,
    )


def _boxes(member: Member, known: dict[str, str]) -> list[wording.Box]:
    ways = [("email", member.email_sealed), ("letter", member.address_sealed)]
    offered = tuple(code for code, sealed in ways if sealed) or (member.channel,)
    return [*wording.profile_boxes(_with_own(member, known)), wording.channel_box(offered)]


def _with_own(member: Member, known: dict[str, str]) -> dict[str, str]:
    return known | ({member.area: known.get(member.area, member.area)} if member.area else {})


def _keys() -> Keyring:
    return keyring(settings())
