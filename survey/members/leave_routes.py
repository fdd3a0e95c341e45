"""A member leaves or comes back, done by the staff on the member's word."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from survey.database import database, reading, transaction
from survey.members import wording
from survey.members.enter import Refused, restore
from survey.members.keep_out import held, unsubscribe, withdraw
from survey.members.routes import UNPROCESSABLE, Answer, again, blueprint, known
from survey.security import needs, staff


@blueprint.post("/<uuid:member_id>/afmelden")
@needs("member.manage")
def unsubscribe_member(member_id: UUID) -> Answer:
    """Ask this member nothing more."""
    with transaction(database()) as session:
        unsubscribe(session, held(session, known(session, member_id)), account_id=staff().account_id)
    flash(_("Dit lid is afgemeld en krijgt geen uitnodigingen meer."), "members_done")
    return redirect(url_for("members.shown", member_id=member_id), 303)


@blueprint.get("/<uuid:member_id>/intrekken")
@needs("member.manage")
def confirm_withdrawal(member_id: UUID) -> Answer:
    """Say what is wiped, and ask for the number of the member as confirmation."""
    with reading(database()) as session:
        return render_template("members/withdraw.html", member=known(session, member_id), fault="")


@blueprint.post("/<uuid:member_id>/intrekken")
@needs("member.manage")
def withdraw_member(member_id: UUID) -> Answer:
    """Wipe what is known of this member, when the number was typed."""
    with transaction(database()) as session:
        member = held(session, known(session, member_id))
        if request.form.get("nummer", "").strip() != member.number:
            fault = _(
                "Typ het nummer van dit lid precies over: %(number)s. Er is niets gewist.",
                number=member.number,
            )
            return render_template("members/withdraw.html", member=member, fault=fault), UNPROCESSABLE
        withdraw(session, member, account_id=staff().account_id)
    flash(_("De gegevens van dit lid zijn gewist."), "members_done")
    return redirect(url_for("members.shown", member_id=member_id), 303)


@blueprint.get("/<uuid:member_id>/terug")
@needs("member.manage")
def ask_consent(member_id: UUID) -> Answer:
    """Ask which new consent there is."""
    with reading(database()) as session:
        member = known(session, member_id)
    boxes = wording.consent_boxes()
    return render_template("members/restore.html", member=member, boxes=boxes, texts={}, faults={})


@blueprint.post("/<uuid:member_id>/terug")
@needs("member.manage")
def restore_member(member_id: UUID) -> Answer:
    """Take the member back, with new consent only."""
    texts = {box.name: request.form.get(box.name, "") for box in wording.consent_boxes()}
    try:
        with transaction(database()) as session:
            member = held(session, known(session, member_id))
            restore(
                session, member, texts["consented_on"], texts["consent_text"], account_id=staff().account_id
            )
    except Refused as refused:
        boxes = wording.consent_boxes()
        shown = render_template(
            "members/restore.html", member=again(member_id), boxes=boxes, texts=texts, faults=refused.faults
        )
        return shown, UNPROCESSABLE
    flash(_("Dit lid doet weer mee."), "members_done")
    return redirect(url_for("members.shown", member_id=member_id), 303)
