"""Why something about a round can not be done now."""

from survey.studies.refusals import SetupRefused


class RoundRefused(SetupRefused):
    """What was asked of a round does not go; nothing changed. Its text is for the person who asked."""
