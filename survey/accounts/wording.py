"""The names of roles, as the pages say them."""

from flask_babel import lazy_gettext as _l

from survey.permissions import Role

ROLES = {
    Role.ADMINISTRATOR: (_l("Beheerder"), _l("Maakt accounts en bepaalt wie wat mag.")),
    Role.RESEARCHER: (
        _l("Onderzoeker"),
        _l("Richt onderzoeken in, nodigt mensen uit en bekijkt de uitkomsten."),
    ),
    Role.SUPERVISOR: (_l("Coördinator"), _l("Volgt het veldwerk en de uitnodigingen.")),
    Role.INTERVIEWER: (_l("Interviewer"), _l("Neemt interviews af op straat of aan de deur.")),
    Role.READER: (_l("Lezer"), _l("Bekijkt de uitkomsten.")),
}
