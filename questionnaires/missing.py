"""The missing codes, and the standard answers of scales and consent, in the four languages of the product."""

from collections.abc import Mapping

MISSING: Mapping[str, Mapping[str, str]] = {
    "dont_know": {
        "nl": "Weet ik niet",
        "en": "I don't know",
        "tr": "Bilmiyorum",
        "ar": "لا أعرف",
    },
    "refused": {
        "nl": "Wil ik niet zeggen",
        "en": "I prefer not to say",
        "tr": "Söylemek istemiyorum",
        "ar": "أفضّل عدم الإجابة",
    },
    "not_applicable": {
        "nl": "Niet van toepassing",
        "en": "Does not apply",
        "tr": "Benim için geçerli değil",
        "ar": "لا ينطبق عليّ",
    },
    "not_asked": {
        "nl": "Niet gevraagd",
        "en": "Not asked",
        "tr": "Sorulmadı",
        "ar": "لم يُطرح السؤال",
    },
}
"""What each missing code says. `not_asked` is never offered: it is what the answer to a skipped question is called."""

OFFERED = ("dont_know", "refused", "not_applicable")
"""The missing codes that a question may offer, in the order in which they are shown."""

AGREEMENT: Mapping[str, Mapping[str, str]] = {
    "1": {
        "nl": "Helemaal mee oneens",
        "en": "Strongly disagree",
        "tr": "Kesinlikle katılmıyorum",
        "ar": "لا أوافق بشدة",
    },
    "2": {"nl": "Mee oneens", "en": "Disagree", "tr": "Katılmıyorum", "ar": "لا أوافق"},
    "3": {
        "nl": "Niet eens, niet oneens",
        "en": "Neither agree nor disagree",
        "tr": "Ne katılıyorum ne katılmıyorum",
        "ar": "لا أوافق ولا أعارض",
    },
    "4": {"nl": "Mee eens", "en": "Agree", "tr": "Katılıyorum", "ar": "أوافق"},
    "5": {
        "nl": "Helemaal mee eens",
        "en": "Strongly agree",
        "tr": "Kesinlikle katılıyorum",
        "ar": "أوافق بشدة",
    },
}
"""The five points of agreement: the options of a scale, and of a block of statements, that names none itself."""

CONSENT: Mapping[str, Mapping[str, str]] = {
    "yes": {"nl": "Ja", "en": "Yes", "tr": "Evet", "ar": "نعم"},
    "no": {"nl": "Nee", "en": "No", "tr": "Hayır", "ar": "لا"},
}
"""The options of a question of consent that names none itself."""

STANDARD_LANGUAGES = ("nl", "en", "tr", "ar")
"""The languages in which the standard answers exist; another language falls back to the first of the file."""


def standard(kind: str) -> Mapping[str, Mapping[str, str]]:
    """The standard options of a kind of question: code to label per language; empty when the author must write them."""
    if kind in {"scale", "statements"}:
        return AGREEMENT
    return CONSENT if kind == "consent" else {}
