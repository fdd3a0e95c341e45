"""Ready questionnaires, one YAML file each, with all their languages inside."""

from importlib.resources import files

_HERE = files(__name__)
_ENDING = ".yaml"


def names() -> list[str]:
    """The names of the ready questionnaires, in alphabetical order."""
    return sorted(each.name.removesuffix(_ENDING) for each in _HERE.iterdir() if each.name.endswith(_ENDING))


def load(name: str) -> str:
    """The YAML text of a ready questionnaire.

    Raises:
        LookupError: there is none of this name; the message lists those that there are.
    """
    if name not in names():
        raise LookupError(f"there is no ready questionnaire {name!r}, only {', '.join(names())}")
    return _HERE.joinpath(name + _ENDING).read_text(encoding="utf-8")
