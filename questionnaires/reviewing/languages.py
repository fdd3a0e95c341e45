"""The languages of a questionnaire exist, and have the standard answers."""

import re
from collections.abc import Iterator

from babel import Locale, UnknownLocaleError

from questionnaires.missing import STANDARD_LANGUAGES
from questionnaires.mistakes import Mistake, Place
from questionnaires.questionnaire import Questionnaire
from questionnaires.reviewing.catalogue import mistake


def languages(questionnaire: Questionnaire) -> Iterator[Mistake]:
    """Languages that do not exist, and those without standard answers."""
    for language in questionnaire.languages:
        place = Place(part=language.code, field="languages")
        if not _exists(language.code):
            yield mistake("unknown-language", place, language.line, code=language.code)
        elif language.code not in STANDARD_LANGUAGES:
            yield mistake("no-standard-labels", place, language.line, code=language.code)


def _exists(code: str) -> bool:
    if re.fullmatch(r"[a-z]{2,3}", code) is None:
        return False
    try:
        Locale.parse(code)
    except UnknownLocaleError:
        return False
    return True
