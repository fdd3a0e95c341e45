"""The rule of a group in words, and whether the questionnaire can answer it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session

from questionnaires.engine.text import label, text
from survey.studies import find
from survey.studies.tables import Study

CHOICES = ("single", "scale", "consent", "area", "multiple")
MOST_QUESTIONS = 4
_BOUNDS = ("min", "max")


def variables(session: Session, study: Study) -> dict[str, Mapping[str, Any]]:
    """The questions of the newest questionnaire that a rule may name, in their order."""
    programme = find.programme(find.version(session, study), find.areas(session, study))
    return {
        name: variable
        for name, variable in in_order(programme).items()
        if variable["kind"] == "number" or (variable["kind"] in CHOICES and variable["options"])
    }


def in_order(programme: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The variables of a programme in the order in which they are asked."""
    place = {page["id"]: at for at, page in enumerate(programme["pages"])}
    asked = {name: at for page in programme["pages"] for at, name in enumerate(page["questions"])}
    found = programme["variables"].items()
    return dict(sorted(found, key=lambda each: (place.get(each[1]["page"], 0), asked.get(each[0], 0))))


def named(session: Session, study: Study, language: str) -> dict[str, dict[str, Any]]:
    """The questions of `variables` as people read them: `text`, `number`, and `options` as code -> label."""
    programme = find.programme(find.version(session, study), find.areas(session, study))
    spoken = [each["code"] for each in programme["languages"]]
    context = {"language": language if language in spoken else spoken[0]}
    return {
        name: {
            "text": text(programme, variable["text"], {}, context),
            "number": variable["kind"] == "number",
            "options": {
                option["code"]: label(programme, option["label"], context)
                for option in variable["options"] or []
            },
        }
        for name, variable in variables(session, study).items()
    }


def said(rule: Mapping[str, Any], questions: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """A rule in words, one line for each of its questions; a question that is gone keeps its name."""
    lines = []
    for name, wanted in rule.items():
        known = questions.get(name)
        what = known["text"] if known else name
        if isinstance(wanted, list):
            options = known["options"] if known else {}
            answer = ", ".join(str(options.get(code) or code) for code in wanted)
        else:
            answer = between(wanted)
        lines.append(f"{what} {answer}")
    return lines


def between(wanted: Mapping[str, Any]) -> str:
    """The bounds of a number in words."""
    least, most = (wanted.get(name) for name in _BOUNDS)
    if least is None:
        return str(_("hoogstens %(most)s", most=most))
    return str(
        _("ten minste %(least)s", least=least)
        if most is None
        else _("van %(least)s tot en met %(most)s", least=least, most=most)
    )


def judged(session: Session, study: Study, group: str, rule: Mapping[str, Any]) -> list[str]:
    """What is wrong with the rule of a group, in sentences."""
    known = variables(session, study)
    faults = []
    if len(rule) > MOST_QUESTIONS:
        faults.append(
            _("Groep %(name)s: gebruik hoogstens %(most)s vragen.", name=group, most=MOST_QUESTIONS)
        )
    for name, wanted in rule.items():
        variable = known.get(name)
        if variable is None:
            faults.append(
                _(
                    "Groep %(name)s: de vragenlijst heeft geen vraag '%(variable)s' om een groep mee te maken.",
                    name=group,
                    variable=name,
                )
            )
        elif variable["kind"] == "number":
            faults += _bounds(group, name, wanted)
        else:
            faults += _codes(group, name, wanted, {option["code"] for option in variable["options"]})
    return faults


def _bounds(group: str, variable: str, wanted: Any) -> list[str]:
    bounds = [wanted.get(name) for name in _BOUNDS] if isinstance(wanted, Mapping) else []
    numbers = [each for each in bounds if each is not None]
    if not numbers or any(isinstance(each, bool) or not isinstance(each, int | float) for each in numbers):
        return [_("Groep %(name)s: geef bij '%(variable)s' een getal.", name=group, variable=variable)]
    if len(numbers) == len(_BOUNDS) and numbers[0] > numbers[1]:
        return [
            _(
                "Groep %(name)s: bij '%(variable)s' is het minste meer dan het meeste.",
                name=group,
                variable=variable,
            )
        ]
    return []


def _codes(group: str, variable: str, wanted: Any, options: set[str]) -> list[str]:
    if not isinstance(wanted, list) or not wanted:
        return [_("Groep %(name)s: kies bij '%(variable)s' een antwoord.", name=group, variable=variable)]
    return [
        _(
            "Groep %(name)s: '%(code)s' is geen antwoord op '%(variable)s'.",
            name=group,
            code=str(code)[:40],
            variable=variable,
        )
        for code in wanted
        if code not in options
    ]
