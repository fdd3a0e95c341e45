"""Somebody who fills in a form: reads the page that is there, presses its buttons, follows where it leads."""

import html
import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

QUESTIONNAIRE = """
questionnaire: panel-proef
title: {nl: Proef, en: Trial, ar: تجربة}
languages:
  nl: {status: reviewed}
  en: {status: concept}
  ar: {status: concept}
entities:
  vet: {kind: team, label: {nl: Voor Elkaar Team}}
pages:
  - id: consent
    ends:
      when: "consent == 'no'"
      outcome: refused
      text: {nl: U doet niet mee., en: You do not take part., ar: لن تشاركوا.}
    questions:
      - {id: consent, kind: consent, text: {nl: Doet u mee?, en: Do you take part?, ar: هل تشاركون؟}}
  - id: unaided
    questions:
      - id: unaided
        kind: text
        required: false
        text: {nl: Welk team kent u?, en: Which team do you know?, ar: أي فريق تعرفون؟}
  - id: aided
    locks: [unaided]
    questions:
      - id: aided
        kind: single
        text: {nl: "Kent u het {{ vet }}?", en: "Do you know {{ vet }}?", ar: "هل تعرفون {{ vet }}؟"}
        missing: [dont_know]
        options:
          - {code: "yes", label: {nl: Ja, en: "Yes", ar: نعم}}
          - {code: "no", label: {nl: Nee, en: "No", ar: لا}}
  - id: how
    when: "aided == 'yes'"
    questions:
      - id: how
        kind: multiple
        text: {nl: Waarvan?, en: How?, ar: كيف؟}
        options:
          - {code: paper, label: {nl: Krant, en: Newspaper, ar: جريدة}}
          - {code: friend, label: {nl: Kennis, en: Friend, ar: صديق}}
  - id: age
    questions:
      - id: age
        kind: number
        min: 0
        max: 120
        text: {nl: Hoe oud bent u?, en: How old are you?, ar: كم عمركم؟}
        checks: [{that: "age < 100", soft: true, message: {nl: Klopt dat?, en: Is that right?, ar: هل هذا صحيح؟}}]
"""
TO_THE_END = {
    "consent": "yes",
    "unaided": "Het sociale team",
    "aided": "yes",
    "how": ["paper", "friend"],
    "age": "44",
}


class Visitor:
    """One browser without JavaScript, at one study."""

    def __init__(self, client: FlaskClient, slug: str = "panel-proef") -> None:
        self.client, self.slug = client, slug
        self.page: TestResponse = self.open(f"/s/{slug}")

    def open(self, address: str) -> TestResponse:
        """Go to an address, and on to where it leads."""
        self.page = self.client.get(address, follow_redirects=True)
        return self.page

    def send(self, **answers: Any) -> TestResponse:
        """Fill in the form of this page and press its button."""
        return self.post(self.action, self.hidden | answers)

    def post(self, address: str, data: dict[str, Any]) -> TestResponse:
        """Send a form, and go on to where it leads."""
        self.page = self.client.post(address, data=data, follow_redirects=True)
        return self.page

    def begin(self) -> TestResponse:
        """Press the button of the first page."""
        return self.send()

    def fill(self, until: str = "", **changes: Any) -> TestResponse:
        """Begin, and answer page after page until this one is there (or all are done)."""
        self.begin()
        answers = TO_THE_END | changes
        while (here := self.place) in answers and here != until:
            self.send(**{here: answers[here]})
        return self.page

    @property
    def place(self) -> str:
        """The last part of the address."""
        return self.page.request.path.rpartition("/")[2]

    @property
    def text(self) -> str:
        """What the page says, without markup."""
        return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.page.text)))

    @property
    def title(self) -> str:
        return html.unescape(re.search(r"<title>(.*?)</title>", self.page.text, re.DOTALL)[1])

    @property
    def action(self) -> str:
        """Where the form of this page goes."""
        return html.unescape(re.search(r'<form[^>]*action="([^"]*)"', self.page.text)[1])

    @property
    def hidden(self) -> dict[str, str]:
        """What the form of this page sends along: also the field that nobody sees, and that stays empty."""
        fields = r'<input type="(?:hidden|text)"(?: id="website")? name="([^"]*)" value="([^"]*)"'
        return dict(re.findall(fields, self.page.text))
