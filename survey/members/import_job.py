"""The import of members as long work: it can be left and found again."""

from uuid import UUID

from flask_babel import gettext as _

from survey.database import reading, transaction
from survey.jobs import Failed, Task, work
from survey.members import upload
from survey.members.areas import areas
from survey.members.check_rows import Row, check_rows
from survey.members.file_faults import FileRefused
from survey.members.import_members import RowsRefused, import_members
from survey.members.keyring import KeyRefused, keyring
from survey.members.read_file import read_file

KIND = "members.import"


@work(KIND)
def import_upload(task: Task) -> dict[str, object]:
    """Import a file that was kept. Done twice, the second time changes nothing."""
    upload_id = UUID(task.arguments["upload"])
    keys = keyring(task.app.extensions["wijkpeil.settings"])
    with reading(task.engine) as session:
        kept = upload.kept(session, task.organisation_id, upload_id)
        known = areas(session, task.organisation_id)
    if kept is None:
        raise Failed(_("Dit bestand is er niet meer: het is ouder dan een dag. Kies het opnieuw."))
    if not kept.content_sealed:
        return {"already": True}
    task.progress(0, kept.rows)
    try:
        rows = _rows(upload.content(kept, keys), known)
        task.progress(kept.rows // 2, kept.rows)
        with transaction(task.engine) as session:
            again = upload.kept(session, task.organisation_id, upload_id)
            if again is None or not again.content_sealed:
                return {"already": True}
            done = import_members(session, task.organisation_id, rows, keys, account_id=task.account_id)
            upload.empty(again)
    except RowsRefused as refused:
        # Without what the cells hold: the outcome of a job is kept, contact data are not.
        places = ", ".join(str(fault.row) for fault in refused.faults[:20])
        raise Failed(
            _(
                "Er is niets ingelezen: het panel is veranderd sinds u het bestand bekeek, en rij %(rows)s past niet meer. "
                "Bekijk het bestand opnieuw.",
                rows=places,
            )
        ) from None
    except (FileRefused, KeyRefused) as refused:
        raise Failed(str(refused)) from None
    task.progress(kept.rows, kept.rows)
    return {"new": done.new, "changed": done.changed, "unchanged": done.unchanged, "left": done.left}


def _rows(content: bytes, known: dict[str, str]) -> list[Row]:
    rows, faults = check_rows(read_file(content), known)
    if faults:
        raise RowsRefused(faults)
    return rows
