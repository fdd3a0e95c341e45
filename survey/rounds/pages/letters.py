"""The page where letters are made: sheet by sheet, to be printed at once, for the codes are shown only then."""

from uuid import UUID

from flask import Blueprint, render_template, request
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from survey.accounts.organisation import Organisation
from survey.database import database, reading, transaction
from survey.members.keyring import KeyRefused, keyring
from survey.rounds import find
from survey.rounds.letters import sheets, write
from survey.rounds.refusal import RoundRefused
from survey.rounds.tables import Round
from survey.security import needs
from survey.settings import settings
from survey.studies import find as studies
from survey.studies.tables import Study

blueprint = Blueprint("letters", __name__, template_folder="../templates")
Page = Response | str | tuple[str, int]
_HERE = "/onderzoek/<slug>/panel/<uuid:round_id>/brieven"


@blueprint.get(_HERE)
@needs("round.manage")
def page(slug: str, round_id: UUID) -> Page:
    """The sheets of letters, and which were made before."""
    with reading(database()) as session:
        study = studies.study(session, slug)
        return _page(session, study, find.round_of(session, study, round_id))


@blueprint.post(_HERE)
@needs("round.export")
def make(slug: str, round_id: UUID) -> Page:
    """One sheet, as a page to print. It is made by this press and kept nowhere."""
    reminder = request.form.get("kind") == "reminder"
    number = request.form.get("sheet", "")
    try:
        with transaction(database()) as session:
            study = studies.study(session, slug)
            round_ = find.round_of(session, study, round_id)
            letters = write(
                session,
                round_,
                "reminder" if reminder else "invitation",
                int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0,  # noqa: PLR2004 (sheets)
                keyring=keyring(settings()),
                base_url=settings().base_url,
                who=_who(session, round_),
            )
    except (RoundRefused, KeyRefused) as trouble:
        refused = trouble if isinstance(trouble, RoundRefused) else RoundRefused(str(trouble))
        with reading(database()) as session:
            study = studies.study(session, slug)
            return _page(session, study, find.round_of(session, study, round_id), refused), 422
    return render_template("rounds/sheet.html", study=study, round=round_, letters=letters)


def _page(session: Session, study: Study, round_: Round, refused: RoundRefused | None = None) -> str:
    return render_template(
        "rounds/letters.html", study=study, round=round_, refused=refused, sheets=sheets(session, round_)
    )


def _who(session: Session, round_: Round) -> str:
    return session.exec(select(Organisation.name).where(col(Organisation.id) == round_.organisation_id)).one()
