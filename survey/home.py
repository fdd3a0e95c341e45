"""The first page: which studies run now, and where to fill them in."""

from flask import Blueprint, render_template
from sqlmodel import col, select

from survey.database import database, reading
from survey.security import needs
from survey.studies.tables import Study

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@needs("home.view")
def page() -> str:
    """The open studies, newest first."""
    with reading(database()) as session:
        newest = (
            select(Study).where(col(Study.is_open)).order_by(col(Study.created_at).desc(), col(Study.slug))
        )
        return render_template("home.html", studies=session.exec(newest).all())
