"""What a new version of a questionnaire changes, in words."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _

Document = Mapping[str, Any]
_LONGEST = 80


def compare_versions(before: Document, after: Document) -> list[str]:
    """Which questions came, went or changed, and which languages; empty when respondents and figures notice nothing.

    Args:
        before: the document of the programme that there is.
        after: the document of the one that may be published.
    """
    return [*_languages(before, after), *_questions(before, after), *_pages(before, after)]


def _languages(before: Document, after: Document) -> Iterator[str]:
    then = {each["code"]: each["status"] for each in before["languages"]}
    now = {each["code"]: each["status"] for each in after["languages"]}
    for code, status in now.items():
        if code not in then:
            yield _("Nieuwe taal: %(language)s.", language=code)
        elif then[code] != status:
            yield _(
                "De vertaling %(language)s was %(before)s en is %(after)s.",
                language=code,
                before=_status(then[code]),
                after=_status(status),
            )
    for code in then.keys() - now.keys():
        yield _("De taal %(language)s is er niet meer.", language=code)


def _status(status: str) -> str:
    return str(_("nagekeken") if status == "reviewed" else _("nog niet nagekeken"))


def _questions(before: Document, after: Document) -> Iterator[str]:
    then, now = before["variables"], after["variables"]
    for name, variable in now.items():
        if name not in then:
            yield _("Nieuwe vraag %(name)s: ‘%(text)s’", name=name, text=_first(variable["text"]))
    for name, variable in then.items():
        if name not in now:
            yield _("De vraag %(name)s is er niet meer: ‘%(text)s’", name=name, text=_first(variable["text"]))
    for name, variable in now.items():
        if name in then:
            what = list(_changed(then[name], variable))
            if what:
                yield _("De vraag %(name)s is veranderd: %(what)s.", name=name, what="; ".join(what))


def _changed(then: Document, now: Document) -> Iterator[str]:
    if then["kind"] != now["kind"]:
        yield _("een ander soort vraag")
    for language in now["text"]:
        if language in then["text"] and then["text"][language] != now["text"][language]:
            yield _(
                "de tekst (%(language)s) is nu ‘%(text)s’",
                language=language,
                text=_flat(now["text"][language]),
            )
    yield from _options(then, now)
    yield from _rules(then, now)


def _rules(then: Document, now: Document) -> Iterator[str]:
    if (then["min"], then["max"], then["decimals"]) != (now["min"], now["max"], now["decimals"]):
        yield _("andere grenzen")
    if then["required"] != now["required"]:
        yield str(_("nu verplicht") if now["required"] else _("niet meer verplicht"))
    if _json(then["when"]) != _json(now["when"]):
        yield _("een andere voorwaarde om de vraag te stellen")
    if _json(then["missing"]) != _json(now["missing"]):
        yield _("andere keuzes om niet te antwoorden")
    if _json(then["checks"]) != _json(now["checks"]):
        yield _("andere controles van het antwoord")
    if _json(then["measures"]) != _json(now["measures"]):
        yield _("het antwoord telt anders mee in de cijfers")
    if then["role"] != now["role"]:
        yield _("een andere rol in de cijfers")


def _options(then: Document, now: Document) -> Iterator[str]:
    old = {each["code"]: each for each in then["options"]}
    new = {each["code"]: each for each in now["options"]}
    added = [code for code in new if code not in old]
    removed = [code for code in old if code not in new]
    relabelled = [
        code for code in new if code in old and _json(old[code]["label"]) != _json(new[code]["label"])
    ]
    if added:
        yield _("nieuwe antwoorden: %(codes)s", codes=", ".join(added))
    if removed:
        yield _("weggehaalde antwoorden: %(codes)s", codes=", ".join(removed))
    if relabelled:
        yield _("andere tekst bij de antwoorden: %(codes)s", codes=", ".join(relabelled))


def _pages(before: Document, after: Document) -> Iterator[str]:
    then = [name for page in before["pages"] for name in page["questions"]]
    now = [name for page in after["pages"] for name in page["questions"]]
    if [name for name in then if name in now] != [name for name in now if name in then]:
        yield _("De volgorde van de vragen is veranderd.")
    old = {page["id"]: page for page in before["pages"]}
    for page in after["pages"]:
        same = old.get(page["id"])
        if same is None:
            continue
        if _json(same["when"]) != _json(page["when"]):
            yield _("De pagina %(name)s heeft een andere voorwaarde.", name=page["id"])
        if _json(same["ends"]) != _json(page["ends"]):
            yield _("Het gesprek stopt anders na de pagina %(name)s.", name=page["id"])


def _first(text: Document) -> str:
    return _flat(next(iter(text.values()), []))


def _flat(parts: Any) -> str:
    whole = "".join(part if isinstance(part, str) else "…" for part in parts)
    return whole if len(whole) <= _LONGEST else f"{whole[:_LONGEST]}…"


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
