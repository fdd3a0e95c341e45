"""Script and style in as few bytes as say the same."""

import minify_html

_HINT = "/* @__PURE__ */ "  # the library writes this for tools that would read the script once more


def script(text: str) -> str:
    """A script that imports and exports nothing, shorter; a comment that begins with `!` stays.

    Raises:
        ValueError: it can not be read as JavaScript, or holds what would end it where it stands in a page.

    """
    made = _within("script", " type=module", text)
    if made.strip() == text.strip():  # the library gives back what it can not read
        raise ValueError(f"this can not be read, or not be shorter: {text[:40]!r}")
    return made.replace(_HINT, "")


def sheet(text: str) -> str:
    """A style sheet, shorter.

    Raises:
        ValueError: it holds what would end it where it stands in a page.

    """
    return _within("style", "", text)


def _within(element: str, kind: str, text: str) -> str:
    # The library takes a page, so the text is put in one that holds nothing else.
    if f"</{element}" in text.lower() or "<!--" in text:
        raise ValueError(f"this can not stand within <{element}>")
    page = minify_html.minify(f"<{element}{kind}>{text}</{element}>", minify_css=True, minify_js=True)
    return page.removeprefix(f"<{element}{kind}>").removesuffix(f"</{element}>")
