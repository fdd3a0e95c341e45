"""What the pages of the set-up share: the study of the address, its history, and how a change ends."""

from typing import Any

from flask import flash, get_flashed_messages, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from survey.database import database, reading
from survey.problems import problem
from survey.studies import find, history, tabular, wording
from survey.studies.forms import LONGEST_SOURCE
from survey.studies.refusals import SetupRefused, Stale, WouldMove
from survey.studies.tables import Study, StudyEvent
from survey.studies.typed import NotUnderstood, text
from survey.studies.undo import can_undo

Page = tuple[str, int] | Response
UNPROCESSABLE = 422
# Features above this one add the pages of the parts that they bring.
ENDPOINTS: dict[str, str] = {
    "about": "management.overview",
    "areas": "management.areas",
    "waves": "management.waves",
    "margins": "management.population",
    "versions": "management.versions",
    "all": "management.overview",
}
_DONE, _SAID = "study_event", "study_said"
_MOST_LINES, _DIGITS = 5, 10


def show(
    template: str,
    slug: str,
    part: str,
    refused: SetupRefused | None = None,
    *,
    seen: str = "",
    here: str = "",
    **more: Any,
) -> Page:
    """The page of a part of the set-up, with its last changes; a refusal makes it a 422 with the reasons on top.

    `seen` is the revision that the page tells about, when that is not the one of this moment. A page of another feature
    names its template in full, and itself as `here`.
    """
    with reading(database()) as session:
        study = find.study(session, slug)
        page = render_template(
            f"{template}.html" if "/" in template else f"studies/{template}.html",
            study=study,
            part=part,
            here=here or f"management.{template}",
            refused=refused,
            # Whoever mends a mistake goes on from what was seen then; only after being told of it from what is now.
            revision=made_from() if refused and not isinstance(refused, Stale) else seen or study.revision,
            since=refused.told if isinstance(refused, Stale) else None,
            moving=refused.count if isinstance(refused, WouldMove) else 0,
            done=_done(session, study),
            said_before=get_flashed_messages(category_filter=[_SAID]),
            lines=_lines(session, study, part),
            wording=wording,
            part_names=wording.PARTS,
            **more,
        )
    return page, UNPROCESSABLE if refused else 200


def changed(slug: str, part: str, event: StudyEvent | None) -> Response:
    """Back to the page of the part, which then tells what was changed."""
    if event is not None:
        flash(str(event.id), _DONE)
    return redirect(url_for(ENDPOINTS[part], slug=slug), 303)


def say(sentence: str) -> None:
    """Tell this on the next page."""
    flash(sentence, _SAID)


def made_from() -> str:
    """The revision that the form was made from."""
    return request.form.get("revision", "")


def agreed() -> int:
    """How many interviews whoever sent this form agreed to move to another wave."""
    typed = request.form.get("akkoord", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < _DIGITS else 0


def typed_or_uploaded(field: str, typed: str | None) -> str:
    """The text of the uploaded file of this field; without one what was typed.

    Raises:
        SetupRefused: it is no text, or too much.
    """
    uploaded = request.files.get(field)
    try:
        if isinstance(uploaded, FileStorage) and uploaded.filename:
            typed = tabular.decoded(uploaded.read())
        text(typed or "", LONGEST_SOURCE)
    except NotUnderstood as error:
        raise SetupRefused(str(error)) from error
    # As it is, with the empty lines in front: mistakes are told by the number of their line.
    return (typed or "").replace("\r\n", "\n")


def attachment(content: str, mimetype: str, filename: str) -> Response:
    """A file to keep; its name is made of the study's, which holds nothing but small letters, digits and hyphens."""
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def absent(sentence: str) -> Exception:
    """The problem that something is not there, also when it is of another study."""
    return problem("not_found", sentence)


def _done(session: Session, study: Study) -> dict[str, Any] | None:
    keys = [int(str(text)) for text in get_flashed_messages(category_filter=[_DONE])]
    event = history.event(session, study, keys[-1]) if keys else None
    if event is None:
        return None
    return {"event": event, "said": wording.said(event), "can_undo": can_undo(session, study, event)}


def _lines(session: Session, study: Study, part: str) -> list[dict[str, Any]]:
    """The changes of this part, or of everything on the overview; the last one of each part can perhaps be undone."""
    everything = history.lines(session, study)
    shown = everything if part == "about" else [one for one in everything if one.event.part in {part, "all"}]
    seen: set[str] = set()
    told = []
    for line in shown[: None if part == "about" else _MOST_LINES]:
        first = line.event.part not in seen
        seen.add(line.event.part)
        told.append(
            {
                "event": line.event,
                "by": line.by,
                "said": wording.said(line.event),
                "can_undo": first and can_undo(session, study, line.event),
            }
        )
    return told
