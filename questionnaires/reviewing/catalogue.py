"""Everything that an author can do wrong: code, severity, what is the matter, and what to do."""

from questionnaires.mistakes import Mistake, Place
from questionnaires.reviewing.catalogue_of_content import CONTENT
from questionnaires.reviewing.catalogue_of_logic import LOGIC
from questionnaires.reviewing.catalogue_of_shape import SHAPE

CATALOGUE = {**SHAPE, **CONTENT, **LOGIC}


def mistake(code: str, place: Place, line: int, /, **params: object) -> Mistake:
    """The mistake with this code.

    Raises:
        KeyError: the code, or a param that its message needs, is not there.
    """
    severity, message, hint = CATALOGUE[code]
    made = Mistake(code, place, line, message, hint, params, severity)
    made.words()
    return made
