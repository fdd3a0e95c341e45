"""What the sentences of comparisons are filled with: chances, differences and groups as a Dutch reader writes them."""

from collections.abc import Mapping
from typing import Any

from analysis.indicators import Kind
from analysis.numerals import decimal, percent

LEAST_CHANCE = 0.001  # more digits of a p-value say nothing to a reader


def chance(p: float) -> str:
    """A p-value, after "p": `= 0,031`, or `< 0,001`."""
    return "< 0,001" if p < LEAST_CHANCE else f"= {decimal(p, 3)}"


def figure(value: float, kind: Kind) -> str:
    """An estimate in its own unit."""
    return percent(value) if kind == "proportion" else decimal(value)


def distance(value: float, kind: Kind) -> str:
    """The size of a difference, without its sign: percentage points, or the units of the answer."""
    return f"{decimal(100 * abs(value), 1)} procentpunt" if kind == "proportion" else decimal(abs(value))


def bound(value: float, kind: Kind) -> str:
    """A limit of the interval of a difference, with its sign."""
    return decimal(100 * value, 1) if kind == "proportion" else decimal(value)


def named(domain: Mapping[str, Any]) -> str:
    """What a group is called: its values."""
    return ", ".join(str(value) for value in domain.values()) or "iedereen"
