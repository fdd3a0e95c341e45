"""The versions of the questionnaire: which there are, a new one, and how each looks."""

from typing import Any, NamedTuple

from flask import request
from flask_babel import gettext
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from questionnaires import library
from questionnaires.mistakes import Mistake, Refused
from questionnaires.programme import Programme
from questionnaires.programme import compile as compiled
from questionnaires.read import read as read_questionnaire
from questionnaires.review import review
from survey.database import database, reading, transaction
from survey.i18n import LANGUAGES
from survey.security import needs, staff
from survey.studies import find, used
from survey.studies.add_version import PART, add_version
from survey.studies.compare_versions import compare_versions
from survey.studies.pages.frame import (
    Page,
    absent,
    attachment,
    changed,
    made_from,
    say,
    show,
    typed_or_uploaded,
)
from survey.studies.preview import preview
from survey.studies.publish import PublishRefused
from survey.studies.refusals import SetupRefused
from survey.studies.tables import Study


class Looked(NamedTuple):
    """What a text would become: its programme, and every warning about it in words."""

    programme: Programme
    warnings: list[str]


@needs("study.manage")
def versions(slug: str) -> Page:
    """The list of versions."""
    return _versions(slug)


@needs("study.manage")
def new_version(slug: str) -> Page:
    """Review a questionnaire and show what it changes; with a confirmation publish it."""
    typed = request.form.get("vragenlijst", "")
    try:
        typed = chosen_source(typed_or_uploaded("bestand", typed))
        looked = look(typed)
        if "bevestigd" in request.form:
            return _publish(slug, typed)
        with reading(database()) as session:
            study = find.study(session, slug)
            newest = find.version(session, study)
            same = find.version_with(session, study, looked.programme.hash)
            before = Programme.load(newest.programme).document
    except SetupRefused as refused:
        return _versions(slug, refused, typed)
    return show(
        "new_version", slug, PART,
        seen=study.revision,
        typed=typed,
        warnings=looked.warnings,
        same=same,
        newest=newest,
        questions=len(looked.programme.document["variables"]),
        told=compare_versions(before, looked.programme.document),
    )  # fmt: skip


@needs("study.manage")
def version_preview(slug: str, number: int, language: str) -> Page:
    """Every page of a version in one of its languages."""
    with reading(database()) as session:
        study = find.study(session, slug)
        version = find.numbered(session, study, number)
        programme = find.programme(version, find.areas(session, study))
    spoken = [each["code"] for each in programme["languages"]]
    if language not in spoken:
        raise absent(_("Deze vragenlijst is er niet in deze taal."))
    return show(
        "preview", slug, PART,
        version=version,
        shown_in=language,
        spoken=[(code, LANGUAGES.get(code, code)) for code in spoken],
        pages=preview(programme, language),
    )  # fmt: skip


@needs("study.export")
def version_file(slug: str, number: int) -> Response:
    """The source of a version, as its author wrote it."""
    with reading(database()) as session:
        study = find.study(session, slug)
        version = find.numbered(session, study, number)
        return attachment(version.source, "application/yaml", f"{slug}-versie-{number}.yaml")


def chosen_source(text: str) -> str:
    """The questionnaire that was typed or uploaded, or else the ready one that was chosen.

    Raises:
        SetupRefused: nothing was given.
    """
    name = request.form.get("library", "")
    if not text.strip() and name in library.names():
        text = library.load(name)
    if not text.strip():
        raise SetupRefused(
            _("Kies een vragenlijst uit de lijst, kies een bestand, of plak de tekst van een vragenlijst.")
        )
    return text


def look(text: str) -> Looked:
    """Review and compile the text.

    Raises:
        SetupRefused: it has mistakes; a sentence for each, with its line.
    """
    try:
        questionnaire = read_questionnaire(text)
        programme = compiled(questionnaire)
    except Refused as refused:
        raise SetupRefused(*_words(refused.mistakes)) from refused
    return Looked(programme, _words(review(questionnaire)))


def _words(mistakes: Any) -> list[str]:
    def in_words(mistake: Mistake) -> str:
        return mistake.words(gettext)

    return [in_words(mistake) for mistake in mistakes]


def _publish(slug: str, text: str) -> Page:
    try:
        with transaction(database()) as session:
            study = find.study(session, slug)
            version, fresh = add_version(
                session, study, text, account=staff().account_id, made_from=made_from()
            )
    except PublishRefused as refused:
        raise SetupRefused(str(refused)) from refused
    if fresh:
        say(_("Versie %(number)s is gepubliceerd. Wie nu begint, krijgt deze versie.", number=version.number))
    else:
        say(_("Deze vragenlijst was er al: het is versie %(number)s.", number=version.number))
    return changed(slug, PART, None)


def _versions(slug: str, refused: SetupRefused | None = None, typed: str = "") -> Page:
    with reading(database()) as session:
        study = find.study(session, slug)
        listed = _listed(session, study)
    return show("versions", slug, PART, refused, listed=listed, typed=typed, ready=ready_questionnaires())


def _listed(session: Session, study: Study) -> list[dict[str, Any]]:
    counts = used.interviews(session, study, "version_id")
    return [
        {
            "version": version,
            "interviews": counts.get(version.id, 0),
            "language": Programme.load(version.programme).document["languages"][0]["code"],
        }
        for version in reversed(find.versions(session, study))
    ]


def ready_questionnaires() -> list[tuple[str, str]]:
    """The questionnaires of the library: name and title."""
    return [
        (name, next(iter(read_questionnaire(library.load(name)).title.by_language.values())))
        for name in library.names()
    ]
