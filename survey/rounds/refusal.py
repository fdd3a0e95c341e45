"""Why something about a round can not be done now."""


class RoundRefused(Exception):  # noqa: N818 (it says what happened, as PublishRefused does)
    """What was asked of a round does not go; nothing changed. Its text is for the person who asked."""
