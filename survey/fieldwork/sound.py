"""Recordings of questions read aloud: what kind of sound it is, whether it fits, and whether its sentence changed since."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from questionnaires.engine.text import label, text
from survey.fieldwork.tables import Recording
from survey.moment import now
from survey.studies.refusals import SetupRefused
from survey.studies.tables import Study

MEGABYTE = 1024 * 1024
MOST_BYTES, MOST_TOGETHER = 2 * MEGABYTE, 30 * MEGABYTE
_FTYP, _MPEG_SYNC, _MPEG_LAYER = slice(4, 8), 0xE0, 0x06


def media_type(sound: bytes) -> str | None:
    """The kind of sound by its first bytes; None for what tablets may not play."""
    if sound[:4] == b"OggS":
        return "audio/ogg"
    if sound[:4] == b"RIFF" and sound[8:12] == b"WAVE":
        return "audio/wav"
    if sound[_FTYP] == b"ftyp":
        return "audio/mp4"
    is_frame = sound[:1] == b"\xff" and sound[1:2] and sound[1] & _MPEG_SYNC == _MPEG_SYNC
    if sound[:3] == b"ID3" or (is_frame and sound[1] & _MPEG_LAYER):
        return "audio/mpeg"
    return None


def sentence(programme: Mapping[str, Any], variable: str, language: str) -> str:
    """What is read aloud: the question and its answers, as they stand in this language."""
    asked = programme["variables"][variable]
    context = {"language": language}
    lines = [text(programme, asked["text"], {}, context)]
    lines += [label(programme, option["label"], context) or "" for option in asked["options"] or []]
    return "\n".join(lines)


def digest(spoken: str) -> str:
    """By what a sentence is known: another one makes a recording of it stale."""
    return hashlib.sha256(spoken.encode()).hexdigest()


def add(
    session: Session, study: Study, programme: Mapping[str, Any], variable: str, language: str, sound: bytes
) -> Recording:
    """Keep a recording, in the place of the one that there was; flushes, does not commit.

    Raises:
        SetupRefused: no such question or language, no sound that tablets play, or too much of it.
    """
    if variable not in programme["variables"]:
        raise SetupRefused(_("Kies een vraag uit de lijst."))
    if language not in {each["code"] for each in programme["languages"]}:
        raise SetupRefused(_("Kies een taal uit de lijst."))
    if not sound:
        raise SetupRefused(_("Kies een bestand met geluid."))
    if len(sound) > MOST_BYTES:
        raise SetupRefused(
            _("Dit bestand is te groot; het mag %(most)s MB zijn.", most=MOST_BYTES // MEGABYTE)
        )
    kind = media_type(sound)
    if kind is None:
        raise SetupRefused(_("Dit is geen geluid dat tablets kunnen afspelen. Gebruik mp3, ogg, wav of m4a."))
    kept = (
        session.exec(
            select(Recording).where(
                col(Recording.study_id) == study.id,
                col(Recording.variable) == variable,
                col(Recording.language) == language,
            )
        ).first()
        or Recording(
            study_id=study.id or 0, variable=variable, language=language, media_type=kind, digest="", text_digest="",
            sound=b"",
        )
    )  # fmt: skip
    together = total(session, study) - len(kept.sound) + len(sound)
    if together > MOST_TOGETHER:
        raise SetupRefused(
            _(
                "Al het geluid samen mag %(most)s MB zijn. Haal eerst iets weg.",
                most=MOST_TOGETHER // MEGABYTE,
            )
        )
    kept.media_type, kept.sound, kept.uploaded_at = kind, sound, now()
    kept.digest = hashlib.sha256(sound).hexdigest()
    kept.text_digest = digest(sentence(programme, variable, language))
    session.add(kept)
    session.flush()
    return kept


def total(session: Session, study: Study) -> int:
    """How many bytes of sound the study has."""
    held = select(func.coalesce(func.sum(func.length(col(Recording.sound))), 0))
    return int(session.exec(held.where(col(Recording.study_id) == study.id)).one())


def listed(session: Session, study: Study, programme: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The recordings without their sound, each with whether its sentence changed since it was made (`stale`)."""
    rows = session.execute(
        columns(
            col(Recording.id),
            col(Recording.variable),
            col(Recording.language),
            col(Recording.text_digest),
            col(Recording.media_type),
            col(Recording.uploaded_at),
            func.length(col(Recording.sound)),
        )
        .where(col(Recording.study_id) == study.id)
        .order_by(col(Recording.variable), col(Recording.language))
    )
    spoken = {each["code"] for each in programme["languages"]}
    for key, variable, language, told, kind, at, size in rows:
        there = variable in programme["variables"] and language in spoken
        yield {
            "id": key, "variable": variable, "language": language, "media_type": kind, "uploaded_at": at, "bytes": size,
            "stale": not there or digest(sentence(programme, variable, language)) != told,
        }  # fmt: skip
