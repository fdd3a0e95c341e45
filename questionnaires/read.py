"""YAML to a questionnaire, with the line of every part, so that a mistake can be pointed at.

Only the shape is judged here; whether the questionnaire makes sense is for `questionnaires.review`.
"""

from questionnaires.language import is_date
from questionnaires.missing import OFFERED
from questionnaires.mistakes import Mistake, Place, Refused
from questionnaires.questionnaire import (
    Check,
    Ends,
    Entity,
    Language,
    Measure,
    Option,
    Page,
    Question,
    Questionnaire,
    Statement,
    Text,
)
from questionnaires.reading.fields import Fields
from questionnaires.reading.source import load
from questionnaires.reviewing.catalogue import mistake

KINDS = (
    "single",
    "multiple",
    "number",
    "text",
    "long_text",
    "date",
    "scale",
    "area",
    "statements",
    "consent",
)
ORDERS = ("fixed", "rotated", "shuffled")
ROLES = ("area", "location", "sex", "age", "weight", "stratum", "psu")
STATUSES = ("reviewed", "concept")
OUTCOMES = ("complete", "refused", "screened_out")
ENTITY_KINDS = (
    "team",
    "old_name",
    "fictitious",
    "topic",
    "activity",
    "channel",
    "organisation",
    "place",
    "person",
)

ID = r"[a-z][a-z0-9_]{0,59}"
PAGE_ID = r"[a-z][a-z0-9_-]{0,59}"
FILE_ID = r"[a-z][a-z0-9-]{0,59}"
CODE = r"[a-z0-9][a-z0-9_-]{0,59}"
MEASURE = r"[a-z_]+(\.[a-z_]+)*"


def read(text: str, name: str = "") -> Questionnaire:
    """The questionnaire in a YAML text. `name` is used when the file names none.

    Raises:
        Refused: with every mistake of shape, each with its line.
    """
    node, mistakes = load(text)
    fields = Fields(node, Place(), mistakes)
    fields.allow("questionnaire", "title", "languages", "entities", "pages")
    languages = fields.named("languages", _language)
    if not languages:
        mistakes.append(mistake("missing-field", Place(field="languages"), fields.line, name="languages"))
    reader = _Reader(mistakes, [language.code for language in languages] or ["nl"])
    questionnaire = reader.questionnaire(fields, languages, name)
    if mistakes:
        raise Refused(sorted(mistakes, key=lambda found: found.line))
    return questionnaire


def _language(code: str, fields: Fields) -> Language:
    fields.allow("status")
    return Language(code, fields.choice("status", STATUSES, None), fields.line)


class _Reader:
    def __init__(self, mistakes: list[Mistake], languages: list[str]) -> None:
        self._mistakes = mistakes
        self._languages = languages

    def questionnaire(self, fields: Fields, languages: tuple[Language, ...], name: str) -> Questionnaire:
        named = (
            name
            if name and "questionnaire" not in fields.items
            else fields.shaped("questionnaire", FILE_ID, "bad-name")
        )
        title = self._text(fields, "title")
        entities = fields.named("entities", self._entity)
        return Questionnaire(named, title, languages, entities, fields.each("pages", self._page))

    def _text(self, fields: Fields, name: str, *, everywhere: bool = False) -> Text:
        everyone = self._languages if everywhere else ()
        found = fields.translated(name, self._languages[0], required=True, everywhere=everyone)
        return found or Text({}, fields.lines.get(name, fields.line))

    def _optional(self, fields: Fields, name: str) -> Text | None:
        return fields.translated(name, self._languages[0])

    def _entity(self, name: str, fields: Fields) -> Entity:
        fields.allow("kind", "of", "label")
        kind = fields.choice("kind", ENTITY_KINDS, None)
        return Entity(
            name, kind, fields.text("of") or None, self._text(fields, "label", everywhere=True), fields.line
        )

    def _page(self, fields: Fields) -> Page:
        fields.allow("id", "when", "ends", "locks", "questions")
        name = fields.shaped("id", PAGE_ID, "bad-page-id")
        fields.place = Place(page=name or None)
        ends = fields.within("ends")
        return Page(
            name,
            fields.expression("when"),
            self._ends(ends) if ends else None,
            fields.words("locks"),
            fields.each("questions", lambda inside: self._question(name, inside)),
            fields.line,
            fields.lines,
        )

    def _ends(self, fields: Fields) -> Ends | None:
        fields.allow("when", "outcome", "text")
        when = fields.expression("when", required=True)
        outcome = fields.choice("outcome", OUTCOMES, None)
        text = self._text(fields, "text")
        return Ends(when, outcome, text, fields.line) if when else None

    def _question(self, page: str, fields: Fields) -> Question:
        fields.allow(
            *(
                "id",
                "kind",
                "text",
                "hint",
                "instruction",
                "show_card",
                "required",
                "missing",
                "sensitive",
                "role",
            ),
            *(
                "when",
                "options",
                "order",
                "min",
                "max",
                "decimals",
                "checks",
                "measures",
                "measure",
                "entity",
            ),
            *("positive", "negative", "statements"),
        )
        name = fields.shaped("id", ID, "bad-id")
        fields.place = Place(page, name or None)
        kind = fields.choice("kind", KINDS, None)
        return Question(
            name=name,
            kind=kind,
            text=self._text(fields, "text"),
            line=fields.line,
            hint=self._optional(fields, "hint"),
            instruction=self._optional(fields, "instruction"),
            show_card=fields.flag("show_card", default=False),
            required=fields.flag("required", default=True),
            missing=self._missing(fields),
            sensitive=fields.flag("sensitive", default=False),
            role=fields.choice("role", ROLES, "") or None,
            when=fields.expression("when"),
            options=fields.each("options", lambda inside: self._option(fields.place, inside)),
            order=fields.choice("order", ORDERS, "fixed"),
            minimum=self._limit(fields, "min", kind),
            maximum=self._limit(fields, "max", kind),
            decimals=fields.whole("decimals", 0),
            checks=fields.each("checks", self._check),
            measures=self._measures(fields),
            statements=fields.each("statements", lambda inside: self._statement(fields.place, inside)),
            lines=fields.lines,
        )

    def _missing(self, fields: Fields) -> tuple[str, ...]:
        found = fields.words("missing")
        for code in found:
            if code not in OFFERED:
                line = fields.lines["missing"]
                params = {"found": code, "choices": ", ".join(OFFERED)}
                self._mistakes.append(mistake("unknown-choice", fields.place.at("missing"), line, **params))
        return tuple(code for code in OFFERED if code in found)

    def _limit(self, fields: Fields, name: str, kind: str) -> float | str | None:
        if kind != "date":
            return fields.number(name)
        found = fields.text(name)
        if found and not is_date(found):
            self._mistakes.append(
                mistake("not-a-date", fields.place.at(name), fields.lines[name], found=found)
            )
        return found or None

    def _option(self, place: Place, fields: Fields) -> Option:
        fields.allow(
            "code", "label", "exclusive", "when", "measures", "measure", "entity", "positive", "negative"
        )
        fields.place = place.at("options")
        code = fields.shaped("code", CODE, "bad-code")
        fields.place = Place(place.page, place.question, code or None)
        return Option(
            code,
            self._text(fields, "label"),
            fields.flag("exclusive", default=False),
            fields.expression("when"),
            self._measures(fields),
            fields.line,
        )

    def _statement(self, place: Place, fields: Fields) -> Statement:
        fields.allow("id", "text", "when", "measures", "measure", "entity", "positive", "negative")
        fields.place = place.at("statements")
        name = fields.shaped("id", ID, "bad-id")
        fields.place = Place(place.page, place.question, name or None)
        text = self._text(fields, "text")
        return Statement(name, text, fields.expression("when"), self._measures(fields), fields.line)

    def _check(self, fields: Fields) -> Check | None:
        fields.allow("that", "message", "soft")
        that = fields.expression("that", required=True)
        message = self._text(fields, "message")
        soft = fields.flag("soft", default=False)
        return Check(that, message, soft, fields.line) if that else None

    def _measures(self, fields: Fields) -> tuple[Measure, ...]:
        written = fields.each("measures", self._listed_measure)
        if {"measure", "entity", "positive", "negative"} & fields.items.keys():
            return (self._measure(fields), *written)
        return written

    def _listed_measure(self, fields: Fields) -> Measure:
        fields.allow("measure", "entity", "positive", "negative")
        return self._measure(fields)

    def _measure(self, fields: Fields) -> Measure:
        return Measure(
            fields.shaped("measure", MEASURE, "bad-measure"),
            fields.text("entity") or None,
            fields.words("positive") if "positive" in fields.items else None,
            fields.words("negative") if "negative" in fields.items else None,
            fields.lines.get("measure", fields.line),
        )
