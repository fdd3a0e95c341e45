"""What a script of ours sends: JSON that says it is JSON, which no form of another site can."""

from flask import request
from flask_babel import gettext as _

from survey.problems import problem

_LONGEST = 20_000


def member(name: str) -> str:
    """The text of this member of the body, empty when it has none; raises Problem for anything that is no JSON object."""
    if not request.is_json:
        raise problem("unsupported_type", _("Dit adres leest alleen JSON (Content-Type: application/json)."))
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise problem("not_json", _("Stuur een JSON-object."))
    value = body.get(name, "")
    return value[:_LONGEST] if isinstance(value, str) else ""
