"""The addresses where a supervisor follows the fieldwork."""

from io import BytesIO
from typing import IO, Any

from flask import Blueprint, request

from survey.monitor import api, qr_photos
from survey.monitor.pages import bring_in, contacts, devices, interviews, log, overview
from survey.monitor.queue_file import MOST_BYTES
from survey.security import may_do

blueprint = Blueprint("monitor", __name__, template_folder="templates")

_FIELD = "/onderzoek/<slug>/veldwerk"


@blueprint.url_value_preprocessor
def take_queues(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let the file of a tablet be larger than an interview; before anything of the request is read."""
    if endpoint == bring_in.ENDPOINT and may_do("fieldwork.import"):
        request.max_form_memory_size = MOST_BYTES + bring_in.ROOM
        request.max_content_length = MOST_BYTES + qr_photos.MOST_BYTES + bring_in.ROOM
        # Kept in memory: answers are never written to a disk in the open, not even for a moment.
        request._get_file_stream = _in_memory  # type: ignore[method-assign] # noqa: SLF001 (werkzeug's place to say so)


def _in_memory(*_about: object, **_more: object) -> IO[bytes]:
    return BytesIO()


blueprint.add_url_rule(_FIELD, "overview", overview.page)
blueprint.add_url_rule(f"{_FIELD}/apparaten", "devices", devices.listed)
blueprint.add_url_rule(f"{_FIELD}/apparaten/<int:device_id>", "device", devices.one)
blueprint.add_url_rule(f"{_FIELD}/interviews", "interviews", interviews.page)
blueprint.add_url_rule(f"{_FIELD}/interviews/<uuid:interview_id>", "interview", interviews.one)
blueprint.add_url_rule(
    f"{_FIELD}/interviews/<uuid:interview_id>/nagekeken", "mark_it", interviews.mark_it, methods=["POST"]
)
blueprint.add_url_rule(
    f"{_FIELD}/interviews/<uuid:interview_id>/besluit", "decide", interviews.decide, methods=["POST"]
)
blueprint.add_url_rule(
    f"{_FIELD}/interviews/<uuid:interview_id>/keuze", "choose", interviews.choose, methods=["POST"]
)
blueprint.add_url_rule(f"{_FIELD}/inlezen", "bring_in_page", bring_in.page)
blueprint.add_url_rule(f"{_FIELD}/inlezen", "bring_in_now", bring_in.now, methods=["POST"])
blueprint.add_url_rule(f"{_FIELD}/contacten", "contacts", contacts.page)
blueprint.add_url_rule(f"{_FIELD}/logboek", "log", log.page)
blueprint.add_url_rule(f"{_FIELD}/logboek", "add_note", log.add, methods=["POST"])
blueprint.add_url_rule(
    f"{_FIELD}/logboek/<int:note_id>/<any('doorhalen', 'herstellen'):how>",
    "strike_note",
    log.strike_note,
    methods=["POST"],
)
blueprint.add_url_rule(f"{_FIELD}/logboek.csv", "log_csv", log.file)
blueprint.add_url_rule("/api/v1/studies/<slug>/fieldwork", "fieldwork", api.fieldwork)
