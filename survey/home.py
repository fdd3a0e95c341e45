"""The first page: for residents the studies that they can fill in, for the staff where their own work is."""

from flask import Blueprint, render_template
from sqlmodel import col, select

from survey.database import database, reading
from survey.security import needs, person
from survey.studies.tables import Study

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@needs("home.view")
def page() -> str:
    """The open studies, newest first: all for a resident, those of the own organisation for the staff."""
    somebody = person()
    newest = select(Study).order_by(col(Study.created_at).desc(), col(Study.slug))
    with reading(database()) as session:
        if somebody is None:
            found = session.exec(newest.where(col(Study.is_open))).all()
            return render_template("home.html", studies=found)
        ours = session.exec(
            newest.where(
                col(Study.organisation_id) == somebody.organisation_id, col(Study.archived_at).is_(None)
            )
        ).all()
        return render_template("staff_home.html", studies=ours)
