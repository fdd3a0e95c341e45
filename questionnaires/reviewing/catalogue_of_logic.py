"""Mistakes in conditions: names, kinds, order, and what can never happen."""

N_ = str

LOGIC: dict[str, tuple[str, str, str]] = {}
