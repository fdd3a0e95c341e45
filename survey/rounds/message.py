"""What a member is sent: the invitation or a reminder, in the member's language, as text and as HTML that say the same."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from babel.dates import format_date
from jinja2 import Environment, PackageLoader, Template

from survey.i18n import LANGUAGES, direction, gettext_in
from survey.mail import Mail
from survey.rounds.deadline import last_day
from survey.rounds.tables import Round
from survey.rounds.words import Said, said

Kind = Literal["invitation", "reminder"]
Style = Literal["text", "link", "small"]
_LINK, _STOP = "\x00link", "\x00stop"  # where each person's own addresses come; no text can hold these
_LONGEST_SUBJECT = 180

# Mail programs read no style sheet: what each part looks like stands with it.
_SMALL = "font-size:14px;color:#44545c;white-space:pre-line"
_LOOK = {
    "page": "margin:0;padding:24px;background:#ffffff;color:#14242b;font:17px/1.5 Arial,Helvetica,sans-serif",
    "column": "max-width:36em;margin:0 auto",
    "text": "white-space:pre-line",
    "small": _SMALL,
    "plain_link": "color:#0b4a5c",
    "button": "display:inline-block;padding:12px 20px;background:#0b4a5c;color:#ffffff;text-decoration:none;"
    "border-radius:4px;font-weight:bold",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One paragraph: what it says, in which language, and for `link` the address behind it."""

    text: str
    language: str
    style: Style = "text"
    address: str = ""

    @property
    def direction(self) -> str:
        """Which way it is read."""
        return direction(self.language)


@dataclass(frozen=True, slots=True)
class Form:
    """What everybody with one language gets in one mailing; only the addresses in it differ from person to person."""

    subject: str
    language: str
    parts: tuple[Part, ...]

    def filled_in(self, link: str, stop: str) -> tuple[Part, ...]:
        """The paragraphs for one person."""
        addresses = {_LINK: link, _STOP: stop}
        return tuple(
            replace(part, address=addresses[part.address]) if part.address else part for part in self.parts
        )


def spoken(language: str) -> str:
    """The language in which our own sentences come: the member's, or Dutch when we do not speak it."""
    return language if language in LANGUAGES else "nl"


def form(round_: Round, kind: Kind, number: int, language: str, *, who: str) -> Form:
    """What a mailing of this round says in this language.

    Args:
        round_: the round, with the researcher's own subject and message, if there are.
        kind: invitation or reminder.
        number: 0 for the invitation, 1 to 3 for reminders.
        language: the member's.
        who: the name of the organisation that asks.
    """
    own = spoken(language)
    _ = gettext_in(own)
    subject = said(round_.subject, language)
    message = said(round_.message, language)
    title = subject.text if subject else _("Wilt u ons iets vertellen over uw wijk?")
    if kind == "reminder":
        title = _("Herinnering: %(subject)s") % {"subject": title}
    parts = asking(message, own)
    # A reminder begins with what it is, but not before it has said hello.
    greeted = int(parts[0].text.endswith((",", "،")))
    parts[greeted:greeted] = [Part(text, own) for text in _reminding(kind, number, _)]
    parts.append(Part(_("Naar de vragenlijst"), own, "link", _LINK))
    if round_.deadline:
        day = format_date(last_day(round_.deadline), "long", locale=own)
        parts.append(Part(_("U kunt meedoen tot en met %(day)s.") % {"day": day}, own))
    parts += [
        Part(_("U kunt stoppen en later verdergaan. Uw antwoorden tot dan toe blijven staan."), own),
        Part(
            _(
                "Deze link is alleen voor u. Stuur de link niet door: een ander kan er één keer mee meedoen, en u dan niet meer."
            ),
            own,
        ),
        Part(_("Dit bericht komt van %(who)s.") % {"who": who}, own, "small"),
        Part(
            _(
                "Uw naam en adres staan apart van uw antwoorden. Wij gebruiken de antwoorden alleen voor dit onderzoek, en laten "
                "alleen cijfers over groepen zien."
            ),
            own,
            "small",
        ),
        Part(_("Geen berichten meer van ons panel"), own, "link", _STOP),
    ]
    return Form(title[:_LONGEST_SUBJECT], own, tuple(parts))


def asking(message: Said | None, language: str) -> list[Part]:
    """The paragraphs that ask: the researcher's own, or ours in this language when there are none."""
    own = [Part(text.strip(), message.language) for text in message.text.split("\n\n")] if message else []
    _ = gettext_in(language)
    ours = Part(_("Wij vragen u om een vragenlijst in te vullen. Meedoen is vrijwillig."), language)
    return [part for part in own if part.text] or [ours]


def mail(made: Form, *, to: str, name: str, link: str, stop: str, reference: str) -> Mail:
    """The message to one person, with the headers that let a mail program unsubscribe in one click (RFC 8058)."""
    parts = made.filled_in(link, stop)
    return Mail(
        to=to,
        name=name,
        subject=made.subject,
        text=as_text(parts),
        html=as_html(made, parts),
        language=made.language,
        reference=reference,
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def as_text(parts: tuple[Part, ...]) -> str:
    """The paragraphs as plain text; a link is its words and its address."""
    return "\n\n".join(f"{part.text}:\n{part.address}" if part.address else part.text for part in parts)


def as_html(made: Form, parts: tuple[Part, ...]) -> str:
    """The paragraphs as a page; whatever they hold is shown as it is and never becomes markup."""
    return _template().render(
        look=_LOOK,
        subject=made.subject,
        language=made.language,
        direction=direction(made.language),
        parts=parts,
    )


def _reminding(kind: Kind, number: int, _: Callable[[str], str]) -> list[str]:
    if kind == "invitation":
        return []
    first = _("U kreeg eerder een bericht van ons. U heeft de vragenlijst nog niet verstuurd.")
    last = _("Dit is onze laatste herinnering.")
    go_on = _("Bent u al begonnen? Dan gaat u verder waar u was, ook op een ander apparaat.")
    return [first, go_on, last] if number == _LAST_REMINDER else [first, go_on]


_LAST_REMINDER = 3


@cache
def _template() -> Template:
    # Compiled once: a mailing renders it for everybody.
    return Environment(
        loader=PackageLoader("survey.rounds", "templates/rounds_mail"), autoescape=True
    ).get_template("message.html")
