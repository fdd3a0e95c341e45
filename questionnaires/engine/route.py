"""The pages that an interview passes, and the answers that count. The twin of `route.js`.

An answer counts when its question is on the path. An answer off the path reads as absent, so that it cannot steer.
"""

from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from questionnaires.engine.evaluate import absent, holds
from questionnaires.engine.order import arranged

Programme = Mapping[str, Any]
Answers = Mapping[str, Any]
Context = Mapping[str, Any]


class Walk(NamedTuple):
    """One passage through a programme.

    Attributes:
        pages: the ids of the pages that apply, in the order of this interview.
        names: the variables that are asked on them, in order.
        counted: the answers that count.
        ending: the `ends` that stopped it, or None.
    """

    pages: list[str]
    names: list[str]
    counted: dict[str, Any]
    ending: Mapping[str, Any] | None


def walk(programme: Programme, answers: Answers, context: Context) -> Walk:
    """Pass the pages in order; each condition sees only the answers of what came before it on the path."""
    pages: list[str] = []
    names: list[str] = []
    counting: dict[str, Any] = {}
    variables = programme["variables"]
    for page in _sequence(programme, context):
        # Most questions have no condition: not asking for one is most of the speed of a walk.
        if page["when"] is not None and not holds(page["when"], counting, context):
            continue
        on_page = []
        for name in page["questions"]:
            when = variables[name]["when"]
            if when is None or holds(when, counting, context):
                on_page.append(name)
                answer = answers.get(name)
                if answer is not None and not absent(answer):
                    counting[name] = answer
        if not on_page:
            continue
        pages.append(page["id"])
        names.extend(on_page)
        if page["ends"] is not None and holds(page["ends"]["when"], counting, context):
            return Walk(pages, names, counting, page["ends"])
    return Walk(pages, names, counting, None)


def path(programme: Programme, answers: Answers, context: Context) -> list[str]:
    """List the ids of the pages that apply, in the order of this interview."""
    return walk(programme, answers, context).pages


def following(programme: Programme, answers: Answers, context: Context, page: str | None) -> str | None:
    """Give the next page on the path; of None the first. The page itself may have left the path."""
    ids = [each["id"] for each in _sequence(programme, context)]
    if page is not None and page not in ids:
        return None
    later = ids if page is None else ids[ids.index(page) + 1 :]
    return next((each for each in path(programme, answers, context) if each in later), None)


def preceding(programme: Programme, answers: Answers, context: Context, page: str | None) -> str | None:
    """Give the previous page on the path; of None the last. The page itself may have left the path."""
    ids = [each["id"] for each in _sequence(programme, context)]
    if page is not None and page not in ids:
        return None
    earlier = ids if page is None else ids[: ids.index(page)]
    return next((each for each in reversed(path(programme, answers, context)) if each in earlier), None)


def asked(programme: Programme, answers: Answers, context: Context) -> list[str]:
    """List the names of the variables on the path, in order."""
    return walk(programme, answers, context).names


def counted(programme: Programme, answers: Answers, context: Context) -> dict[str, Any]:
    """Give the answers that count: present, and of a question on the path."""
    return walk(programme, answers, context).counted


def locked(programme: Programme, context: Context) -> list[str]:
    """List the names whose answers are fixed, because a page that locks them was shown."""
    shown = context.get("shown") or []
    names = [name for page in programme["pages"] if page["id"] in shown for name in page["locks"]]
    return list(dict.fromkeys(names))


def ending(programme: Programme, answers: Answers, context: Context) -> Mapping[str, Any] | None:
    """Give the `ends` that stopped the interview, or None when it runs to its last page."""
    return walk(programme, answers, context).ending


def _sequence(programme: Programme, context: Context) -> list[Mapping[str, Any]]:
    """Put all pages in the order of this interview: runs of one block as its order says."""
    blocks = programme["blocks"]
    if not blocks:
        return list(programme["pages"])
    sequence: list[Mapping[str, Any]] = []
    for block, run in groupby(programme["pages"], key=itemgetter("block")):
        how = "fixed" if block is None else blocks[block]["order"]
        if how == "fixed":
            sequence.extend(run)
        else:
            sequence.extend(arranged(list(run), how, block or "", context.get("seed") or 0))
    return sequence
