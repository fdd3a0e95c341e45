"""Have something done by a worker, as soon as the change that asks for it is kept."""

from typing import Any

from sqlmodel import Session

from survey.jobs.tables import Job


def ask(
    session: Session,
    kind: str,
    title: str,
    arguments: dict[str, Any],
    *,
    organisation_id: int,
    account_id: int | None,
    total: int | None = None,
    address: str = "",
) -> Job:
    """Add a job to the queue, in the caller's unit of work: when that is rolled back nothing was asked.

    Args:
        session: an open transaction.
        kind: the name given to `work`.
        title: what is done, in Dutch, for the list of jobs; without names of people.
        arguments: keys of rows and plain choices, as JSON; never contact data.
        organisation_id: whose job it is.
        account_id: who asks; None for the command line.
        total: how many steps there are, when that is known already.
        address: our own path where the outcome can be seen.
    """
    # The table is the queue: a row that is not committed is not there, so nothing needs to happen after the commit.
    job = Job(
        organisation_id=organisation_id,
        account_id=account_id,
        kind=kind,
        title=title,
        arguments=arguments,
        total=total,
        address=address,
    )
    session.add(job)
    session.flush()
    return job
