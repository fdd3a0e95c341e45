"""What a person reads when an answer is not acceptable: a Dutch sentence for each problem that `check` can give.

The sentence says what was expected and what to do. Server and tablet use the same templates: the tablet receives
them translated (`templates`) and fills them in with `engine/message.js`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from questionnaires.engine.message import message as _message

N_ = str  # marks a sentence for translation; the caller translates


TEMPLATES: Mapping[str, str] = {
    "required": N_("Beantwoord deze vraag."),
    "required.single": N_("Kies één antwoord."),
    "required.scale": N_("Kies één antwoord."),
    "required.consent": N_("Kies ja of nee."),
    "required.area": N_("Kies de wijk of buurt waar u woont."),
    "required.multiple": N_("Kies één of meer antwoorden."),
    "required.number": N_("Vul een getal in."),
    "required.text": N_("Vul een antwoord in."),
    "required.long_text": N_("Vul een antwoord in."),
    "required.date": N_("Vul een datum in: een dag, een maand en een jaar."),
    "wrong_kind": N_("Dit antwoord past niet bij deze vraag. Geef het antwoord opnieuw."),
    "wrong_kind.single": N_("Bij deze vraag past één antwoord. Kies één antwoord uit de lijst."),
    "wrong_kind.scale": N_("Bij deze vraag past één antwoord. Kies één antwoord uit de lijst."),
    "wrong_kind.consent": N_("Bij deze vraag past ja of nee. Kies ja of nee."),
    "wrong_kind.area": N_("Bij deze vraag past één wijk of buurt. Kies er één uit de lijst."),
    "wrong_kind.multiple": N_("Bij deze vraag past een keuze uit de lijst. Kies één of meer antwoorden."),
    "wrong_kind.number": N_("Bij deze vraag past een getal. Vul een getal in."),
    "wrong_kind.text": N_("Bij deze vraag past een tekst. Vul een antwoord in woorden in."),
    "wrong_kind.long_text": N_("Bij deze vraag past een tekst. Vul een antwoord in woorden in."),
    "wrong_kind.date": N_("Bij deze vraag past een datum. Vul een dag, een maand en een jaar in."),
    "unknown_code": N_("Het antwoord “{value}” hoort niet bij deze vraag. Kies een antwoord uit de lijst."),
    "not_offered": N_("Het antwoord “{label}” past niet bij uw eerdere antwoorden. Kies een ander antwoord."),
    "not_allowed_missing": N_("Deze vraag kunt u niet overslaan. Kies een van de antwoorden of vul iets in."),
    "exclusive_with_others": N_(
        "U koos “{label}” en ook een ander antwoord. Die passen niet samen: kies “{label}” of de andere."
    ),
    "duplicate_choice": N_("U koos “{label}” twee keer. Kies elk antwoord één keer."),
    "too_few": N_("Kies minstens {min} antwoorden. U koos er {count}."),
    "too_many": N_("Kies hoogstens {max} antwoorden. U koos er {count}: haal er een paar weg."),
    "not_a_number": N_("“{value}” is geen getal. Vul een getal in met cijfers, bijvoorbeeld 12."),
    "too_small": N_("U vulde {value} in. Vul een getal in dat {min} of hoger is."),
    "too_large": N_("U vulde {value} in. Vul een getal in dat {max} of lager is."),
    "too_many_decimals": N_(
        "U vulde {value} in. Vul een getal in met hoogstens zoveel cijfers achter de komma: {decimals}."
    ),
    "too_long": N_("Uw antwoord heeft {count} tekens. Maak het korter: hoogstens {max} tekens."),
    "bad_character": N_(
        "In uw antwoord staat een teken dat wij niet kunnen bewaren. Typ het antwoord opnieuw met letters, cijfers en leestekens."
    ),
    "not_a_date": N_(
        "Wij kennen de datum “{value}” niet. Vul een dag, een maand en een jaar in, bijvoorbeeld 31 1 2026."
    ),
    "too_early": N_("U vulde {value} in. Vul een datum in op of na {min}."),
    "too_late": N_("U vulde {value} in. Vul een datum in op of voor {max}."),
    "unknown_variable": N_(
        "De vraag “{name}” staat niet in deze vragenlijst. Begin opnieuw met de vragenlijst."
    ),
    "check_failed": "{message}",  # the author wrote the sentence, in every language of the file
}
"""Sentence by `code.kind`, or by `code` for every other kind. Names in braces are params of the problem."""


def templates(gettext: Callable[[str], str]) -> dict[str, str]:
    """Give all sentences in the language of `gettext`, as the tablet receives them."""
    return {key: gettext(sentence) for key, sentence in TEMPLATES.items()}


def message(
    problem: Mapping[str, Any], label_params: Mapping[str, Any], gettext: Callable[[str], str]
) -> str:
    """Give the sentence of a problem in the language of `gettext`.

    Args:
        problem: one of those that `questionnaires.engine.check.check` gives.
        label_params: what the sentence may name besides the problem's own params.
        gettext: translates a template, before its names are filled in.

    Raises:
        KeyError: no problem with this code exists.
    """
    return _message(problem, _Translated(gettext), label_params)


class _Translated(dict[str, str]):
    """The templates, each translated when it is looked up: a page with one error asks for one sentence."""

    def __init__(self, gettext: Callable[[str], str]) -> None:
        super().__init__(TEMPLATES)
        self._gettext = gettext

    def __getitem__(self, key: str) -> str:
        return self._gettext(super().__getitem__(key))
