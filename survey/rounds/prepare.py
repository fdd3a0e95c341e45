"""Prepare a round: its name, its wave and its deadline, and what it says to the members in each language."""

from collections.abc import Iterable, Mapping
from datetime import date

from flask_babel import gettext as _
from sqlmodel import Session, col, func, select

from survey.i18n import gettext_in
from survey.moment import now
from survey.rounds.deadline import after, last_day
from survey.rounds.draw import drawn
from survey.rounds.refusal import RoundRefused
from survey.rounds.tables import Round
from survey.rounds.wording import FIRST_TEXTS
from survey.studies.tables import Study, Wave

PARTS = ("subject", "message", "thanks")
_WRITTEN_IN = "nl"


def prepare(
    session: Session, study: Study, *, title: str, wave: Wave, until: date, languages: Iterable[str]
) -> Round:
    """A new round of a study, with texts to begin with.

    Args:
        session: the unit of work.
        study: which study the members are asked about.
        title: how the researchers call it.
        wave: the wave of the study that it is for.
        until: the last day on which members can answer.
        languages: those of the questionnaire; texts are made in each that the interface speaks.

    Raises:
        RoundRefused: that day is over.

    """
    _not_over(until)
    newest = session.exec(select(func.max(col(Round.number))).where(col(Round.study_id) == study.id)).one()
    words = first_texts(languages)
    made = Round(
        organisation_id=study.organisation_id,
        study_id=study.id or 0,
        wave_id=wave.id or 0,
        number=(newest or 0) + 1,
        title=title,
        deadline=after(until),
        subject=words["subject"],
        message=words["message"],
        thanks=words["thanks"],
    )
    session.add(made)
    session.flush()
    return made


def first_texts(languages: Iterable[str]) -> dict[str, dict[str, str]]:
    """A subject, a message and thanks in each language that they are translated to."""
    spoken = list(languages)
    texts: dict[str, dict[str, str]] = {}
    for part, dutch in FIRST_TEXTS.items():
        texts[part] = {
            code: said for code in spoken if (said := gettext_in(code)(dutch)) != dutch or code == _WRITTEN_IN
        }
    return texts


def change(session: Session, round_: Round, *, title: str, until: date) -> None:
    """Another name or deadline, as long as the round is not closed.

    Raises:
        RoundRefused: the round is closed, or that day is over.

    """
    if round_.state == "closed":
        raise RoundRefused(_("Deze ronde is gesloten. U kunt de laatste dag niet meer wijzigen."))
    if round_.deadline is None or until != last_day(round_.deadline):
        _not_over(until)
        round_.deadline = after(until)
    round_.title = title
    session.add(round_)
    session.flush()


def remove(session: Session, round_: Round) -> None:
    """Take away a round that was made by mistake: before anybody was drawn.

    Raises:
        RoundRefused: it has a sample, or something was sent.

    """
    session.refresh(round_, with_for_update=True)
    if round_.state != "preparing" or drawn(session, round_):
        raise RoundRefused(_("Deze ronde heeft al een steekproef. Maak die eerst ongedaan."))
    session.delete(round_)
    session.flush()


def write(session: Session, round_: Round, texts: Mapping[str, Mapping[str, str]]) -> None:
    """Other texts; a language with an empty text has none.

    Args:
        session: the unit of work.
        round_: whose texts.
        texts: for each of `PARTS` the text in each language.

    """
    for part in PARTS:
        setattr(round_, part, {code: text for code, text in texts[part].items() if text})
    session.add(round_)
    session.flush()


def _not_over(until: date) -> None:
    if after(until) <= now():
        raise RoundRefused(_("Deze dag is al voorbij. Kies vandaag of een latere dag."))
