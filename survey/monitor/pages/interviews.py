"""The list of interviews, one interview, and what a supervisor decides about it."""

from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from survey.collection import review
from survey.collection.doubts import sentence
from survey.collection.prefer import prefer
from survey.database import database, reading, transaction
from survey.locations import find as locations
from survey.monitor import wording
from survey.monitor.answers import answers, differences
from survey.monitor.follow import wave_of
from survey.monitor.labels import area_names
from survey.monitor.listed import ANY_SIGNAL, CONFLICT, UNMARKED, Wanted, listed
from survey.monitor.look import look
from survey.monitor.mark import LONGEST_NOTE, STATES, mark
from survey.monitor.pages.frame import show
from survey.monitor.pages.overview import WAVE
from survey.monitor.pages.said import signal_said
from survey.monitor.reconcile import reconcile
from survey.monitor.signals import MEANING, NAMES
from survey.problems import Problem
from survey.security import needs, staff
from survey.studies import find

Page = Response | str | tuple[str, int]

_A_PAGE = 50
# What the address calls each part of the search.
_WORDS = {
    "day": "dag",
    "area": "wijk",
    "interviewer": "interviewer",
    "device": "apparaat",
    "state": "stand",
    "mark": "nagekeken",
    "signal": "signaal",
}


@needs("fieldwork.review")
def page(slug: str) -> str:
    """The interviews that are asked for, a page at a time."""
    wanted = Wanted(**{name: request.args.get(word, "")[:40] for name, word in _WORDS.items()})
    with reading(database()) as session:
        study = find.study(session, slug)
        wave = wave_of(session, study, request.args.get(WAVE, ""))
        number = _page_number()
        found = listed(session, study, wave, wanted, (number - 1) * _A_PAGE, _A_PAGE)
        return show(
            "monitor/interviews.html",
            study,
            found=found,
            number=number,
            last=max(1, -(-found.total // _A_PAGE)),
            wanted=wanted,
            address={_WORDS[name]: value for name, value in wanted.given().items()} | {WAVE: wave.number},
            outcomes=wording.OUTCOMES,
            states=wording.STATES,
            marks=STATES,
            signal_names=NAMES,
            area_names=area_names(find.areas(session, study)),
            devices={each.device.id: each.device.name for each in reconcile(session, study)},
            waves=find.waves(session, study),
            wave=wave,
            special={"conflict": CONFLICT, "unmarked": UNMARKED, "any": ANY_SIGNAL},
        )


@needs("fieldwork.review")
def one(slug: str, interview_id: UUID) -> Page:
    """One interview with everything that is known about it."""
    return _one(slug, interview_id)


@needs("fieldwork.review")
def mark_it(slug: str, interview_id: UUID) -> Page:
    """Mark the interview as in order, to be asked about, or settled."""

    def work(session: Any, study: Any) -> None:
        form = request.form
        mark(
            session, study, interview_id, form.get("state", ""), form.get("note", ""),
            account_id=staff().account_id,
        )  # fmt: skip

    return _change(slug, interview_id, work)


@needs("fieldwork.review")
def decide(slug: str, interview_id: UUID) -> Page:
    """Set the interview aside, or let it count (again), with a reason."""

    def work(session: Any, study: Any) -> None:
        review.decide(
            session, study, interview_id, request.form.get("verdict", ""), request.form.get("reason", ""),
            account_id=staff().account_id, in_doubt_only=False,
        )  # fmt: skip

    return _change(slug, interview_id, work)


@needs("fieldwork.review")
def choose(slug: str, interview_id: UUID) -> Page:
    """Of two bodies under one identity, choose the one that counts."""

    def work(session: Any, study: Any) -> None:
        chosen = request.form.get("submission", "")
        prefer(
            session, study, interview_id, int(chosen) if chosen.isdecimal() and len(chosen) < 10 else 0,  # noqa: PLR2004 (what fits in a key)
            request.form.get("reason", ""), account_id=staff().account_id,
        )  # fmt: skip

    return _change(slug, interview_id, work)


def _change(slug: str, interview_id: UUID, work: Any) -> Page:
    try:
        with transaction(database()) as session:
            work(session, find.study(session, slug))
    except Problem as refused:
        if refused.code != "decision_invalid":
            raise
        return _one(slug, interview_id, refused), refused.status
    return redirect(url_for("monitor.interview", slug=slug, interview_id=interview_id), 303)


def _one(slug: str, interview_id: UUID, refused: Problem | None = None) -> str:
    with reading(database()) as session:
        study = find.study(session, slug)
        found = look(session, study, interview_id)
        counting = found.counting.sent
        readable = [one.sent for one in found.came if one.sent is not None]
        return show(
            "monitor/interview.html",
            study,
            found=found,
            interview=found.interview,
            answers=answers(found.programme, counting, found.interview.counted) if counting else [],
            differences=differences(found.programme, readable) if found.in_conflict else [],
            readable=[one for one in found.came if one.sent is not None],
            waves={wave.id: wave for wave in find.waves(session, study)},
            area_names=area_names(found.areas),
            places={place.code: place.name for place in locations.places(session, study)},
            signals=[
                (NAMES[each.code], signal_said(each, found.programme), MEANING[each.code])
                for each in found.signals
            ],
            sentence=sentence,
            refused=refused,
            given=request.form,
            wording=wording,
            marks=STATES,
            longest_reason=review.LONGEST_REASON,
            longest_note=LONGEST_NOTE,
        )


def _page_number() -> int:
    asked = request.args.get("pagina", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1  # noqa: PLR2004 (no study is that long)
