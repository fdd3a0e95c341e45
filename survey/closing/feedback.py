"""Feedback: what was done with the answers, told to who gave them and to everybody who opens the closed study."""

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlmodel import Session

from survey.rounds.tables import Round
from survey.studies import typed
from survey.studies.refusals import NotFilledIn
from survey.studies.typed import NotUnderstood

LONGEST = 4000


def read(languages: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """The feedback that was filled in, per language; field `feedback-<language>`.

    Raises:
        NotFilledIn: a text is too long, or holds signs that nobody can see.

    """
    texts, wrong = {}, []
    for code, name in languages.items():
        field = f"feedback-{code}"
        try:
            texts[code] = typed.text(given.get(field, ""), LONGEST)
        except NotUnderstood as error:
            wrong.append((field, _("%(language)s: %(fault)s", language=name, fault=str(error))))
    if wrong:
        raise NotFilledIn(wrong)
    return texts


def tell(session: Session, round_: Round, texts: Mapping[str, str]) -> None:
    """Keep the feedback; a language with an empty text has none."""
    round_.feedback = {code: text for code, text in texts.items() if text}
    session.add(round_)
    session.flush()
