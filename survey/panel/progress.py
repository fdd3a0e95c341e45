"""How far somebody is: only said when it is certain how many questions are left."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from survey.panel.filling import Filling


class Progress(NamedTuple):
    """The place of a page among all pages of this form."""

    number: int
    total: int


def progress(filling: Filling, page_id: str) -> Progress | None:
    """The place of this page; None as long as an answer that is still to come can make the form longer or shorter."""
    pages = filling.walk.pages
    ids = [page["id"] for page in filling.programme["pages"]]
    passed = pages[: pages.index(page_id)]
    here = ids.index(page_id)
    open_pages = [
        page
        for place, page in enumerate(filling.programme["pages"])
        if page["id"] not in passed and (page["id"] in pages or place > here)
    ]
    if any(_depends(filling.programme, page) for page in open_pages):
        return None
    return Progress(len(passed) + 1, len(pages))


def _depends(programme: Mapping[str, Any], page: Mapping[str, Any]) -> bool:
    conditions = [
        page["when"],
        page["ends"],
        *(programme["variables"][name]["when"] for name in page["questions"]),
    ]
    return any(condition is not None for condition in conditions)
