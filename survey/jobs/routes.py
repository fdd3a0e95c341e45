"""The pages of long work: what is being done for this organisation, how far it is, and how it ended."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from survey.database import database, reading, transaction
from survey.jobs.hold import holding
from survey.jobs.tables import Job
from survey.jobs.wording import RESULTS, STATES
from survey.moment import now
from survey.problems import problem
from survey.security import needs, organisation

blueprint = Blueprint("jobs", __name__, template_folder="templates")
_SHOWN = 100
_STILL = "stil"  # in the address: do not look again by itself
_SECONDS_BETWEEN_LOOKS = 2


@blueprint.get("/taken")
@needs("job.view")
def listed() -> str:
    """The jobs of this organisation, the last one first."""
    with reading(database()) as session:
        jobs = session.exec(
            select(Job)
            .where(col(Job.organisation_id) == organisation())
            .order_by(col(Job.asked_at).desc())
            .limit(_SHOWN)
        ).all()
    return render_template("jobs/list.html", jobs=jobs, states=STATES)


@blueprint.get("/taken/<uuid:job_id>")
@needs("job.view")
def page(job_id: UUID) -> Response | str:
    """One job; the page looks again by itself as long as it is not done, unless somebody wants it to stay still."""
    with reading(database()) as session:
        job = _job(session, job_id)
    outcome = [(RESULTS[key], value) for key, value in job.result.items() if key in RESULTS and value]
    still = _STILL in request.args
    shown = render_template("jobs/page.html", job=job, states=STATES, outcome=outcome, still=still)
    if still or job.state not in {"waiting", "running"}:
        return shown
    return Response(shown, mimetype="text/html", headers={"Refresh": str(_SECONDS_BETWEEN_LOOKS)})


@blueprint.post("/taken/<uuid:job_id>/stoppen")
@needs("job.manage")
def cancel(job_id: UUID) -> Response:
    """Stop a job: at once when it waits, at its next step when it runs. What was done stays done."""
    with transaction(database()) as session:
        job = _job(session, job_id, for_change=True)
        if job.state in {"waiting", "running"}:
            job.ended_at = now()
            job.state = "cancelled"
            session.add(job)
            flash(_("De taak is gestopt. Wat al klaar was, blijft."))
        else:
            flash(_("De taak was al klaar."))
    return _to(job_id)


@blueprint.post("/taken/<uuid:job_id>/opnieuw")
@needs("job.manage")
def again(job_id: UUID) -> Response:
    """Start a job again that failed or was stopped; it goes on where it was."""
    with reading(database()) as session:
        _job(session, job_id)
    # A job that was stopped may still be on its way to its next step: only when nobody holds it, it can begin again.
    with holding(database(), job_id) as free, transaction(database()) as session:
        job = _job(session, job_id, for_change=True)
        if not free:
            flash(_("De taak is nog bezig met stoppen. Probeer het over een paar tellen opnieuw."))
        elif job.state in {"failed", "cancelled"}:
            job.state, job.fault, job.attempts, job.done = "waiting", "", 0, 0
            job.began_at = job.ended_at = None
            session.add(job)
            flash(_("De taak begint opnieuw."))
        else:
            flash(_("De taak wacht al, loopt al of is al klaar."))
    return _to(job_id)


def _job(session: Session, job_id: UUID, *, for_change: bool = False) -> Job:
    """The job of this organisation with this id; another's is not there."""
    asked = select(Job).where(col(Job.id) == job_id, col(Job.organisation_id) == organisation())
    found = session.exec(asked.with_for_update() if for_change else asked).first()
    if found is None:
        raise problem("not_found", _("Deze taak is er niet (meer). Kijk in de lijst van taken."))
    return found


def _to(job_id: UUID) -> Response:
    return redirect(url_for("jobs.page", job_id=job_id), 303)
