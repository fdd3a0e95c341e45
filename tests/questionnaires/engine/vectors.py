"""The vectors that both twins are held to, read from `tests/vectors`. The twin of `tests/client/engine/vectors.js`."""

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "vectors"
FILES = ("evaluate", "route", "check", "text")


def read(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


_PROGRAMMES = read("programmes")
SIGNATURES: dict[str, list[str]] = _PROGRAMMES["signatures"]
DEFAULTS: dict[str, Any] = _PROGRAMMES["defaults"]


def complete(short: dict[str, Any]) -> dict[str, Any]:
    """Fill what a programme of the vectors leaves out."""
    variables = {name: {**DEFAULTS["variable"], **given} for name, given in short["variables"].items()}
    for variable in variables.values():
        variable["options"] = [{**DEFAULTS["option"], **option} for option in variable["options"]]
    pages = [{**DEFAULTS["page"], **page} for page in short["pages"]]
    return {**DEFAULTS["programme"], **short, "variables": variables, "pages": pages}


PROGRAMMES = {name: complete(short) for name, short in _PROGRAMMES["programmes"].items()}


def cases(name: str) -> Iterator[dict[str, Any]]:
    """Give the cases of one file, complete: every argument that its function takes, and what is expected."""
    content = read(name)
    for case in [*_tabled(content), *content["cases"]]:
        full = {
            "function": name,
            "answers": content.get("answers", {}),
            "templates": {},
            "params": {},
            **case,
        }
        full["context"] = {**DEFAULTS["context"], **case.get("context", {})}
        yield full


def _tabled(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Write out the tables of `evaluate.json`: one case per operator and pair of values."""
    values = content.get("values", {})
    for operator, rows in content.get("tables", {}).items():
        for left, row in rows.items():
            for right, mark in zip(values, row, strict=True):
                yield {
                    "tree": [operator, values[left], values[right]],
                    "expected": {"T": True, "F": False}[mark],
                }
    for operator, results in content.get("numbers", {}).items():
        for left in values:
            for right in values:
                yield {"tree": [operator, values[left], values[right]], "expected": results.get(left + right)}


def outcome(case: dict[str, Any], programme: dict[str, Any] | None) -> dict[str, Any]:
    """Give what the Python twin makes of a case: `{"value": …}`, or `{"throws": True}`."""
    module, *names = SIGNATURES[case["function"]]
    function = getattr(importlib.import_module(f"questionnaires.engine.{module}"), case["function"])
    arguments = [programme if name == "programme" else case[name] for name in names]
    try:
        value = function(*arguments)
    except (ValueError, KeyError):
        return {"throws": True}
    return {"value": _plain(value)}


def expected(case: dict[str, Any]) -> dict[str, Any]:
    if "problems" in case:
        return {
            "value": [{"code": code, "params": params, "soft": False} for code, params in case["problems"]]
        }
    return {"throws": True} if case.get("throws") else {"value": case["expected"]}


def alike(left: Any, right: Any) -> bool:
    """Tell whether two JSON values are the same: `true` is no number, and numbers are doubles (`5` is `5.0`)."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(alike(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(alike, left, right))
    if any(isinstance(value, bool) or not isinstance(value, int | float) for value in (left, right)):
        return type(left) is type(right) and left == right
    return float(left) == float(right)


def _plain(value: Any) -> Any:
    """Give a walk as the object that JavaScript gives."""
    return value._asdict() if hasattr(value, "_asdict") else value
