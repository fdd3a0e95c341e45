"""The page where a supervisor brings in what a tablet could not send: a file, or its QR codes as photos or text."""

from collections.abc import Sequence

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from survey.database import database, reading, transaction
from survey.monitor.bring_in import Result, Taken, bring_in, open_queue
from survey.monitor.pages.frame import show
from survey.monitor.qr_parts import Incomplete, read_parts
from survey.monitor.qr_photos import MOST_BYTES as MOST_BYTES_OF_PHOTOS
from survey.monitor.qr_photos import texts_of
from survey.monitor.queue_file import MOST_BYTES, Queue, read_file
from survey.problems import Problem, problem
from survey.security import needs
from survey.studies import find

Page = Response | str | tuple[str, int]

ENDPOINT = "monitor.bring_in_now"
ROOM = 100_000
"""For the rest of the form, in bytes."""


@needs("fieldwork.import")
def page(slug: str) -> Page:
    """What can be brought in, and how."""
    return _page(slug)


@needs("fieldwork.import")
def now(slug: str) -> Page:
    """Bring it in and say what became of each interview; the same file again changes nothing."""
    try:
        queues, incomplete = _sent()
        with reading(database()) as session:
            study = find.study(session, slug)
            opened = [open_queue(session, study, queue) for queue in queues]
        with transaction(database()) as session:
            taken = [bring_in(session, study, each) for each in opened]
    except Problem as refused:
        if refused.code != "queue_invalid":
            raise
        return _page(slug, refused=refused), refused.status
    every = Taken(
        tuple(result for each in taken for result in each.results) + tuple(map(_lacks, incomplete)),
        sum(each.contacts for each in taken),
        sum(each.contacts_refused for each in taken),
    )
    unreadable = sum(queue.unreadable for queue in queues)
    return _page(
        slug, taken=every, unreadable=unreadable, lines=[line for one in incomplete for line in one.lines]
    )


def _sent() -> tuple[list[Queue], list[Incomplete]]:
    """The queues in the form, and the interviews of which parts lack."""
    files = [file for file in request.files.getlist("bestand") if file.filename]
    photos = [file for file in request.files.getlist("fotos") if file.filename]
    text = request.form.get("delen", "")
    if not files and not photos and not text.strip():
        raise problem(
            "queue_invalid",
            _("Kies een bestand of foto's, of plak de tekst van de QR-codes. Er is niets ingelezen."),
        )
    queues = [read_file(file.read()) for file in files]
    seen = [line for photo in photos for line in texts_of(photo.filename or "", photo.read())]
    if not seen and not text.strip():
        return queues, []
    whole, incomplete = read_parts("\n".join([text, *seen]))
    return [*queues, *whole], incomplete


def _lacks(one: Incomplete) -> Result:
    reason = (
        _(
            "Van de %(parts)s delen ontbreekt: %(missing)s. Lees die alsnog in; de andere staan hieronder al klaar.",
            parts=one.parts,
            missing=", ".join(map(str, one.missing)),
        )
        if one.missing
        else _("De delen spreken elkaar tegen. Scan dit interview opnieuw, vanaf deel 1.")
    )
    return Result(one.id, None, "refused", reason)


def _page(
    slug: str,
    *,
    refused: Problem | None = None,
    taken: Taken | None = None,
    unreadable: int = 0,
    lines: Sequence[str] = (),
) -> str:
    with reading(database()) as session:
        return show(
            "monitor/bring_in.html",
            find.study(session, slug),
            under="monitor.bring_in_page",
            refused=refused,
            taken=taken,
            unreadable=unreadable,
            text="\n".join(lines) if taken else request.form.get("delen", ""),
            most_megabytes=MOST_BYTES // 1_000_000,
            most_megabytes_of_photos=MOST_BYTES_OF_PHOTOS // 1_000_000,
            counted={
                outcome: sum(result.outcome == outcome for result in taken.results) if taken else 0
                for outcome in ("new", "known", "conflict", "refused")
            },
        )
