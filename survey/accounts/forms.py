"""What every form about accounts has in common: plain sentences, and fields that say how a browser may fill them."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from survey.accounts import passwords

MISSING = _l("Vul dit in.")


class EmailField(StringField):
    """A mail address, in lower case."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed without the spaces around it."""
        super().process_formdata([str(value).strip().lower() for value in valuelist])


def looks_like_an_address(_form: Form, field: StringField) -> None:
    """Refuse what can not be a mail address; whether it works only a letter can tell."""
    text = field.data or ""
    name, _at, domain = text.rpartition("@")
    if not (name and "." in domain and text.isprintable() and " " not in text and len(text) <= 255):  # noqa: PLR2004 (the column)
        raise ValidationError(str(_l("Vul een heel e-mailadres in, zoals naam@gemeente.nl.")))


def readable(_form: Form, field: StringField) -> None:
    """Refuse characters that nobody can see or that no database keeps."""
    if field.data and not field.data.isprintable():
        raise ValidationError(str(_l("Gebruik alleen letters, cijfers en leestekens.")))


def required(longest: int) -> list[Any]:
    """The validators of a short text that must be there."""
    return [
        DataRequired(MISSING),
        Length(max=longest, message=_l("Houd het korter: %(max)d tekens of minder.")),
        readable,
    ]


class NewPassword(Form):
    """A new password, typed once: browsers show it and password managers fill it in."""

    password = PasswordField(_l("Nieuw wachtwoord"), [InputRequired(MISSING)], id="nieuw")

    def __init__(self, *args: Any, email: str = "", name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = {"email": email, "name": name}

    def validate_password(self, field: PasswordField) -> None:
        """Refuse a password that is easily guessed."""
        found = passwords.fault(field.data or "", **self.of)
        if found:
            raise ValidationError(found)
