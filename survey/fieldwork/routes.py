"""The pages where fieldwork is set up: quotas, places, recordings, outlines."""

from io import BytesIO
from typing import IO, Any

from flask import Blueprint, request

from survey.fieldwork import outline, sound
from survey.fieldwork.pages import groups, outlines, quotas, recordings
from survey.security import may_do

blueprint = Blueprint("fieldwork", __name__, template_folder="templates")

_SETUP = "/onderzoek/<slug>/veldwerk/inrichten"
_KEY = "int(max=2147483647)"  # what a key can be on every database
_FORM = 20_000  # bytes of a form beside its file
_FILES = {"fieldwork.read_outlines": outline.MOST_BYTES, "fieldwork.add_recording": sound.MOST_BYTES}


@blueprint.url_value_preprocessor
def take_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a file be larger than an interview; before anything of the request is read."""
    if endpoint in _FILES and may_do("fieldwork.set_up"):
        request.max_content_length = _FILES[endpoint] + _FORM
        # They are small enough: nothing is left on the disk of a request that breaks off.
        request._get_file_stream = _in_memory  # type: ignore[method-assign] # noqa: SLF001 (werkzeug's place to say so)


def _in_memory(*_about: object, **_more: object) -> IO[bytes]:
    return BytesIO()


def _get(address: str, view: object) -> None:
    blueprint.add_url_rule(address, view_func=view, methods=["GET"])  # type: ignore[arg-type]


def _post(address: str, view: object) -> None:
    blueprint.add_url_rule(address, view_func=view, methods=["POST"])  # type: ignore[arg-type]


_get(_SETUP, quotas.quotas)
_post(_SETUP, quotas.save_targets)
_get(f"{_SETUP}/quota.csv", quotas.quota_file)
_post(f"{_SETUP}/inlezen", quotas.read_table)
_post(f"{_SETUP}/boven-quotum", quotas.save_rule)
_post(f"{_SETUP}/vrijgeven/<{_KEY}:device_id>", quotas.release)

_get(f"{_SETUP}/groep", groups.new_group)
_post(f"{_SETUP}/groep", groups.add_group)
_get(f"{_SETUP}/groep/<group>", groups.group)
_post(f"{_SETUP}/groep/<group>", groups.save_group)
_post(f"{_SETUP}/groep/<group>/verwijderen", groups.remove_group)

_get(f"{_SETUP}/gebieden", outlines.outlines)
_post(f"{_SETUP}/gebieden", outlines.save_gps)
_post(f"{_SETUP}/gebieden/grenzen", outlines.read_outlines)
_post(f"{_SETUP}/gebieden/grenzen/verwijderen", outlines.remove_outlines)

_get(f"{_SETUP}/geluid", recordings.recordings)
_post(f"{_SETUP}/geluid", recordings.add_recording)
_get(f"{_SETUP}/geluid/<{_KEY}:recording_id>", recordings.recording)
_post(f"{_SETUP}/geluid/<{_KEY}:recording_id>/verwijderen", recordings.remove_recording)
