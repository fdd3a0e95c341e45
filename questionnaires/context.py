"""What the context of an interview can say, apart from the day, the seed and the language."""

MODES = ("interviewer", "online", "telephone", "paper")
"""How the answers are given."""
ORIGINS = ("street", "panel", "open_link", "random_sample")
"""Where the respondent comes from."""

VALUES = {"mode": MODES, "origin": ORIGINS}
"""What an expression can find under each name of the context."""
