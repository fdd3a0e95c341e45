"""The forms about the people of an organisation."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired

from survey.accounts.forms import MISSING, EmailField, looks_like_an_address, required
from survey.accounts.wording import ROLES

_LONGEST_NAME = 120
_A_ROLE = _l("Kies minstens één rol.")


class Rights(Form):
    """Who somebody is and what they may do."""

    name = StringField(_l("Naam"), required(_LONGEST_NAME))
    roles = SelectMultipleField(
        _l("Rollen"),
        [InputRequired(_A_ROLE)],
        choices=[SelectChoice(role.value, names[0]) for role, names in ROLES.items()],
    )
    sees_single_answers = BooleanField(_l("Mag antwoorden van één persoon zien"))
    may_export = BooleanField(_l("Mag gegevens downloaden"))


class NewAccount(Rights):
    """The same, and where the mail with the link goes."""

    email = EmailField(_l("E-mailadres"), [InputRequired(MISSING), looks_like_an_address])


class OrganisationName(Form):
    """What the organisation is called."""

    name = StringField(_l("Naam van de organisatie"), required(_LONGEST_NAME))
