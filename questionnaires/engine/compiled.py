"""A programme made ready to walk many interviews: each condition becomes a function, once.

It gives what `route.walk` gives, and says of an answer whether it is surely good; what is wrong with one that is not
is for `kinds` and `check` to say. So there is one place where each rule is worded, and here is only what makes it quick.
"""

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from questionnaires.engine.evaluate import COMPUTES, READS, absent, answered, opened, reads
from questionnaires.engine.order import arranged
from questionnaires.engine.route import Answers, Context, Programme, Walk

Value = Callable[[Answers, Context], Any]
Good = Callable[[Any, Answers, Context], bool]
_LARGEST = 2**53


class _Page(NamedTuple):
    id: str
    when: Value | None
    questions: list[tuple[str, Value | None]]
    ends: Mapping[str, Any] | None
    ends_when: Value | None


def expression(tree: Any) -> Value:
    """The expression as a function of answers and context; the value that `evaluate` gives.

    Raises:
        ValueError: the tree is not an expression.
    """
    name, parts = opened(tree)
    if name in READS:
        read = READS[name]
        return lambda answers, context: read(parts, answers, context)
    if name == "==" and _is_answer(parts[0]) and _is_word(parts[1]):
        variable, word = parts[0][1], parts[1][1]
        return lambda answers, _context: bool(word) and answers.get(variable) == word
    values = [expression(part) for part in parts]
    if name == "and":
        return lambda answers, context: all(value(answers, context) is True for value in values)
    if name == "or":
        return lambda answers, context: any(value(answers, context) is True for value in values)
    compute = COMPUTES[name]
    if len(values) == 1:
        only = values[0]
        return lambda answers, context: compute(only(answers, context))
    left, right = values
    return lambda answers, context: compute(left(answers, context), right(answers, context))


class Compiled:
    """One programme, ready to walk."""

    def __init__(self, programme: Programme) -> None:
        """Make it ready; raises ValueError when a condition in it is no expression."""
        self.programme = programme
        variables = programme["variables"]
        pages = [(page["block"], _page(page, variables)) for page in programme["pages"]]
        self._in_order = [page for _block, page in pages]
        self._runs = [
            (
                "fixed" if block is None else programme["blocks"][block]["order"],
                block or "",
                [page for _b, page in run],
            )
            for block, run in groupby(pages, key=lambda each: each[0])
        ]
        self._is_fixed = all(how == "fixed" for how, _block, _pages in self._runs)
        # Of each question, whether an answer to it on the path surely has no fault; False says nothing.
        self.good = {name: _good(variable) for name, variable in variables.items()}

    def walk(self, answers: Answers, context: Context) -> Walk:
        """Pass the pages in order; what `route.walk` gives."""
        pages: list[str] = []
        names: list[str] = []
        counting: dict[str, Any] = {}
        for page in self._in_order if self._is_fixed else self._sequence(context):
            if page.when is not None and page.when(counting, context) is not True:
                continue
            before = len(names)
            for name, when in page.questions:
                if when is None or when(counting, context) is True:
                    names.append(name)
                    answer = answers.get(name)
                    if answer is not None and (answer or not absent(answer)):
                        counting[name] = answer
            if len(names) == before:
                continue
            pages.append(page.id)
            if page.ends is not None and (
                page.ends_when is None or page.ends_when(counting, context) is True
            ):
                return Walk(pages, names, counting, page.ends)
        return Walk(pages, names, counting, None)

    def _sequence(self, context: Context) -> list[_Page]:
        seed = context.get("seed") or 0
        sequence: list[_Page] = []
        for how, block, pages in self._runs:
            sequence.extend(pages if how == "fixed" else arranged(pages, how, block, seed))
        return sequence


def _page(page: Mapping[str, Any], variables: Mapping[str, Any]) -> _Page:
    ends = page["ends"]
    return _Page(
        page["id"],
        _condition(page["when"]),
        [(name, _condition(variables[name]["when"])) for name in page["questions"]],
        ends,
        None if ends is None else _condition(ends["when"]),
    )


def _condition(tree: Any) -> Value | None:
    return None if tree is None else expression(tree)


def _is_answer(part: Any) -> bool:
    return opened(part)[0] == "answer"


def _is_word(part: Any) -> bool:
    return opened(part)[0] == "text"


def _good(variable: Mapping[str, Any]) -> Good:
    """What tells whether an answer to this question is surely good."""
    fits = _FITS.get(variable["kind"], _never)(variable)
    missing = frozenset(variable["missing"])
    checks = [
        (reads(each["that"]), expression(each["that"])) for each in variable["checks"] if not each["soft"]
    ]
    required = variable["required"]

    def good(value: Any, counting: Answers, context: Context) -> bool:
        if not value and absent(value):
            return not required
        if isinstance(value, dict):
            code = value.get("missing")
            return len(value) == 1 and isinstance(code, str) and code in missing
        return fits(value, counting, context) and (
            not checks
            or all(
                that(counting, context) is True or any(answered(counting, name) is None for name in names)
                for names, that in checks
            )
        )

    return good


def _offered(variable: Mapping[str, Any]) -> dict[str, Value | None]:
    offered: dict[str, Value | None] = {}
    for option in variable["options"]:
        offered.setdefault(option["code"], _condition(option["when"]))
    return offered


def _choice(variable: Mapping[str, Any]) -> Good:
    offered = _offered(variable)
    if not any(offered.values()):
        codes = frozenset(offered)
        return lambda value, _counting, _context: isinstance(value, str) and value in codes

    def fits(value: Any, counting: Answers, context: Context) -> bool:
        if not isinstance(value, str) or value not in offered:
            return False
        when = offered[value]
        return when is None or when(counting, context) is True

    return fits


def _multiple(variable: Mapping[str, Any]) -> Good:
    one = _choice(variable)
    alone = frozenset(option["code"] for option in variable["options"] if option["exclusive"])
    least, most = variable["min"], variable["max"]

    def fits(value: Any, counting: Answers, context: Context) -> bool:
        if not isinstance(value, list) or not all(one(code, counting, context) for code in value):
            return False
        size = len(value)
        if len(set(value)) < size or (most is not None and size > most):
            return False
        exclusive = not alone.isdisjoint(value)
        return size == 1 if exclusive else least is None or size >= least

    return fits


def _number(variable: Mapping[str, Any]) -> Good:
    least, most = variable["min"], variable["max"]

    def fits(value: Any, _counting: Answers, _context: Context) -> bool:
        return (
            type(value) is int
            and -_LARGEST < value < _LARGEST
            and (least is None or value >= least)
            and (most is None or value <= most)
        )

    return fits


def _text(variable: Mapping[str, Any]) -> Good:
    most = variable["max"]

    def fits(value: Any, _counting: Answers, _context: Context) -> bool:
        # Of blanks alone nothing was answered; and what can be printed has no control characters.
        return (
            isinstance(value, str)
            and value.isprintable()
            and not value.isspace()
            and (most is None or len(value) <= most)
        )

    return fits


def _never(_variable: Mapping[str, Any]) -> Good:
    return lambda _value, _counting, _context: False


_FITS: dict[str, Callable[[Mapping[str, Any]], Good]] = {
    "single": _choice,
    "scale": _choice,
    "area": _choice,
    "consent": _choice,
    "multiple": _multiple,
    "number": _number,
    "text": _text,
    "long_text": _text,
}
