"""Where somebody goes after signing in: only ever to a page of ours, whatever an address asked for."""

from urllib.parse import unquote, urlsplit

_LONGEST = 1_000
_TIMES_ENCODED = 4
# Signing in again, or out, is no place to go on to.
_NEVER = ("/aanmelden", "/uitloggen", "/wachtwoord")


def onward(wanted: str | None) -> str | None:
    """The relative address to go on to, as it was asked for; None when it is not surely one of ours.

    An address can hide another site behind two slashes, backslashes (which browsers read as slashes), characters
    that browsers drop, or percent signs that something on the way decodes: it is judged in each of these forms.
    """
    if not wanted or len(wanted) > _LONGEST:
        return None
    form = wanted
    for _time in range(_TIMES_ENCODED):
        if not _is_ours(form):
            return None
        plainer = unquote(form)
        if plainer == form:
            return wanted
        form = plainer
    return None


def _is_ours(address: str) -> bool:
    if not address.startswith("/") or address.startswith(("//", *_NEVER)) or "\\" in address:
        return False
    if not address.isprintable() or any(character.isspace() for character in address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc and "//" not in parts.path and "/../" not in f"{parts.path}/"
