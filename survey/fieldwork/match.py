"""Which cell of the quota an interview belongs to. The twin of `client/quota.js`; `tests/vectors/quota.json` holds for both.

A rule is `{variable: [codes]}` or `{variable: {"min": n, "max": n}}` (either may lack); all of it must hold.
"""

from collections.abc import Iterable, Mapping
from typing import Any


def holds(rule: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
    """Whether somebody with these answers is in the group; a question without a (non-missing) answer is not met."""
    return all(_met(wanted, answers.get(variable)) for variable, wanted in rule.items())


def cell(
    groups: Iterable[Mapping[str, Any]],
    cells: Iterable[Mapping[str, Any]],
    area: str | None,
    answers: Mapping[str, Any],
) -> Mapping[str, Any] | None:
    """The cell of an interview; None when none fits.

    Args:
        groups: `code` and `rule`, in the order in which they are tried.
        cells: `area` ("" is everywhere) and the code of their `group`.
        area: of the interview; None or "" when it is not known.
        answers: those that count, by name of variable.
    """
    by_place = {(each["group"], each["area"]): each for each in cells}
    for group in groups:
        if holds(group["rule"], answers):
            code = group["code"]
            found = by_place.get((code, area or "")) or by_place.get((code, ""))
            if found is not None:
                return found
    return None


def _met(wanted: Any, answer: Any) -> bool:
    if isinstance(wanted, list):
        given = answer if isinstance(answer, list) else [answer]
        return any(isinstance(code, str) and code in wanted for code in given)
    if not isinstance(wanted, Mapping) or isinstance(answer, bool) or not isinstance(answer, int | float):
        return False
    least, most = wanted.get("min"), wanted.get("max")
    return (least is None or answer >= least) and (most is None or answer <= most)
