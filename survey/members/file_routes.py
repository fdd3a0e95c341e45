"""Files with members: the example, the preview, the import, and the export."""

from uuid import UUID

from flask import Response as Download
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from survey.database import database, reading, transaction
from survey.jobs import ask
from survey.members import find, import_job
from survey.members import upload as uploads
from survey.members.areas import areas
from survey.members.check_rows import Row, check_rows
from survey.members.columns import TELLS, written
from survey.members.compare import Comparison, compare
from survey.members.export_members import FORMS, example, export
from survey.members.file_faults import Fault, FileRefused
from survey.members.keyring import KeyRefused
from survey.members.read_file import Sheet, read_file
from survey.members.routes import UNPROCESSABLE, Answer, blueprint, keys, unusable
from survey.members.tables import MemberUpload
from survey.problems import problem
from survey.security import needs, organisation, staff

_FIRST_ROWS = 5


@blueprint.get("/invoeren")
@needs("member.manage")
def choose_file() -> Answer:
    """What a file must hold, and the box to choose one."""
    return _choose()


@blueprint.post("/invoeren")
@needs("member.manage")
def upload() -> Answer:
    """Read the file; without a fault it is kept for the preview, with one nothing is."""
    file = request.files.get("bestand")
    content = file.stream.read(uploads.MOST_BYTES + 1) if file else b""
    if not content:
        return _choose(_("Kies eerst een bestand.")), UNPROCESSABLE
    if len(content) > uploads.MOST_BYTES:
        return _choose(_("Dit bestand is te groot: ten hoogste 20 MB.")), UNPROCESSABLE
    name = uploads.shown_name(file.filename or "") if file else ""
    try:
        sheet, rows, found = _judge(content)
    except FileRefused as refused:
        return _choose(_("%(file)s: %(fault)s", file=name, fault=str(refused))), UNPROCESSABLE
    if found.faults:
        return _preview(name, sheet, rows, found, None), UNPROCESSABLE
    with transaction(database()) as session:
        kept = uploads.keep(session, organisation(), staff().account_id, name, content, len(rows), keys())
    return redirect(url_for("members.preview", upload_id=kept.id), 303)


@blueprint.get("/invoeren/<uuid:upload_id>")
@needs("member.manage")
def preview(upload_id: UUID) -> Answer:
    """What the import will do, before it is done."""
    kept = _kept(upload_id)
    try:
        sheet, rows, found = _judge(uploads.content(kept, keys()))
    except KeyRefused as refused:
        raise unusable(refused) from refused
    except FileRefused as refused:
        # It was fit when it came; what a file must look like may have changed with the program since.
        return _choose(str(refused)), UNPROCESSABLE
    return _preview(kept.file_name, sheet, rows, found, kept)


@blueprint.post("/invoeren/<uuid:upload_id>")
@needs("member.manage")
def confirm(upload_id: UUID) -> Answer:
    """Have the import done as long work, and go to where it is followed."""
    kept = _kept(upload_id)
    with transaction(database()) as session:
        job = ask(
            session, import_job.KIND, _("Leden inlezen"), {"upload": str(kept.id)}, organisation_id=organisation(),
            account_id=staff().account_id, total=kept.rows, address=url_for("members.listed"),
        )  # fmt: skip
    return redirect(url_for("jobs.page", job_id=job.id), 303)


@blueprint.post("/invoeren/<uuid:upload_id>/weg")
@needs("member.manage")
def drop(upload_id: UUID) -> Answer:
    """Take the file away without importing it."""
    with transaction(database()) as session:
        kept = uploads.kept(session, organisation(), upload_id)
        if kept is not None:
            session.delete(kept)
    flash(_("Het bestand is weggegooid. Er is niets ingelezen."), "members_done")
    return redirect(url_for("members.choose_file"), 303)


@blueprint.get("/voorbeeld.<any(csv, xlsx):form>")
@needs("member.manage")
def example_file(form: str) -> Download:
    """An empty file with the names of all columns."""
    return _download(example(form), f"leden-voorbeeld.{form}", form)


@blueprint.get("/uitvoer.<any(csv, xlsx):form>")
@needs("member.export")
def export_file(form: str) -> Download:
    """All members that the filters leave, with their contact data, as import reads them."""
    filters = {name: request.args.get(name, "").replace("\x00", "�") for name in find.FILTERS}
    try:
        with reading(database()) as session:
            content = export(find.every(session, organisation(), filters), keys(), form)
    except KeyRefused as refused:
        raise unusable(refused) from refused
    return _download(content, f"leden.{form}", form)


def _kept(upload_id: UUID) -> MemberUpload:
    with reading(database()) as session:
        kept = uploads.kept(session, organisation(), upload_id)
    if kept is None or not kept.content_sealed:
        raise problem(
            "not_found",
            _(
                "Dit bestand is er niet meer: het is al ingelezen, of het is ouder dan een dag. Kies het opnieuw."
            ),
        )
    return kept


def _judge(content: bytes) -> tuple[Sheet, list[Row], Comparison]:
    with reading(database()) as session:
        sheet = read_file(content)
        rows, faults = check_rows(sheet, areas(session, organisation()))
        try:
            found = compare(session, organisation(), rows, keys())
        except KeyRefused as refused:
            raise unusable(refused) from refused
    found.faults = sorted([*faults, *found.faults], key=_place)
    return sheet, rows, found


def _place(fault: Fault) -> tuple[int, str]:
    return fault.row, fault.column


def _choose(fault: str = "") -> str:
    described = [(written(column), *tell) for column, tell in TELLS.items()]
    return render_template("members/choose_file.html", fault=fault, described=described)


def _preview(name: str, sheet: Sheet, rows: list[Row], found: Comparison, kept: MemberUpload | None) -> str:
    return render_template(
        "members/preview.html", file_name=name, sheet=sheet, found=found, kept=kept, written=written,
        first=sheet.rows[:_FIRST_ROWS], changed=len(found.changed), new=len(found.new),
        faulty=len({fault.row for fault in found.faults}), readable=len(rows),
    )  # fmt: skip


def _download(content: bytes, name: str, form: str) -> Download:
    answer = Download(content, mimetype=FORMS[form])
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer
