"""Questions read aloud: a recording for each question and language that a tablet has no voice for."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.datastructures import FileStorage

from questionnaires.engine.text import text
from survey.database import database, reading, transaction
from survey.fieldwork import parts, sound
from survey.fieldwork.pages.frame import begin, note, show
from survey.fieldwork.rules import in_order
from survey.fieldwork.tables import Recording
from survey.i18n import current_language
from survey.security import needs
from survey.studies import find
from survey.studies.pages import frame
from survey.studies.pages.frame import Page, absent
from survey.studies.refusals import SetupRefused
from survey.studies.tables import Study


@needs("fieldwork.set_up")
def recordings(slug: str) -> Page:
    """The recordings, and the form to add one."""
    return _page(slug)


@needs("fieldwork.set_up")
def add_recording(slug: str) -> Page:
    """Keep a recording of one question in one language."""
    sent = request.files.get("bestand")
    content = sent.read() if isinstance(sent, FileStorage) and sent.filename else b""
    variable, language = request.form.get("vraag", ""), request.form.get("taal", "")
    try:
        with transaction(database()) as session:
            study = begin(session, slug, parts.RECORDINGS)
            sound.add(session, study, _programme(session, study), variable, language, content)
            note(session, study, parts.RECORDINGS, "recorded", variable=variable, language=language)
    except SetupRefused as refused:
        return _page(slug, refused)
    frame.say(_("Het geluid is bewaard. Tablets halen het op als zij verbinding hebben."))
    return frame.changed(slug, parts.RECORDINGS, None)


@needs("fieldwork.set_up")
def recording(slug: str, recording_id: int) -> Response:
    """The sound itself, to listen to."""
    with reading(database()) as session:
        kept = _known(session, find.study(session, slug), recording_id)
        return Response(kept.sound, mimetype=kept.media_type)


@needs("fieldwork.set_up")
def remove_recording(slug: str, recording_id: int) -> Page:
    """Take a recording away."""
    try:
        with transaction(database()) as session:
            study = begin(session, slug, parts.RECORDINGS)
            kept = _known(session, study, recording_id)
            session.delete(kept)
            note(
                session, study, parts.RECORDINGS, "unrecorded", variable=kept.variable, language=kept.language
            )
    except SetupRefused as refused:
        return _page(slug, refused)
    frame.say(_("Het geluid is weggehaald."))
    return frame.changed(slug, parts.RECORDINGS, None)


def _known(session: Session, study: Study, key: int) -> Recording:
    kept = session.get(Recording, key)
    if kept is None or kept.study_id != study.id:
        raise absent(_("Dit geluid is er niet (meer)."))
    return kept


def _programme(session: Session, study: Study) -> Any:
    return find.programme(find.version(session, study), find.areas(session, study))


def _page(slug: str, refused: SetupRefused | None = None) -> Page:
    with reading(database()) as session:
        study = find.study(session, slug)
        programme = _programme(session, study)
        spoken = [each["code"] for each in programme["languages"]]
        language = current_language() if current_language() in spoken else spoken[0]
        shown = {
            "kept": list(sound.listed(session, study, programme)),
            "questions": {
                name: text(programme, variable["text"], {}, {"language": language})
                for name, variable in in_order(programme).items()
            },
            "languages": {each["code"]: each["name"] for each in programme["languages"]},
            "together": sound.total(session, study),
        }
    return show(
        "recordings", "recordings", slug, parts.RECORDINGS, refused,
        chosen=request.form.get("vraag", ""), spoken=request.form.get("taal", ""),
        most=sound.MOST_BYTES // sound.MEGABYTE, most_together=sound.MOST_TOGETHER // sound.MEGABYTE,
        megabyte=sound.MEGABYTE, **shown,
    )  # fmt: skip
