"""Text in a cell that a spreadsheet would run as a formula: made harmless, so that it can be read back unchanged."""

GUARD = "'"
# What makes a spreadsheet run a cell: OWASP's list, with the full-width twins.
_TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(text: str, also: tuple[str, ...] = ()) -> str:
    """The text, with an apostrophe in front when a spreadsheet would run it, or when it begins with one of `also`."""
    return GUARD + text if text.startswith(_TRIGGERS + also) or is_guarded(text, also) else text


def unguarded(cell: str, also: tuple[str, ...] = ()) -> str:
    """The text as it was before `guarded`; an ordinary apostrophe ("'s avonds") stays."""
    return cell[1:] if is_guarded(cell, also) else cell


def is_guarded(cell: str, also: tuple[str, ...] = ()) -> bool:
    """Whether the apostrophe in front of this cell is a guard."""
    rest = cell.removeprefix(GUARD)
    return rest != cell and (rest.startswith(_TRIGGERS + also) or is_guarded(rest, also))
