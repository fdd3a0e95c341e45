"""Confidence intervals of proportions and means; `limits` is the door, the modules hold a family each."""

from analysis.intervals.limits import Limits, limits
from analysis.intervals.methods import DEFAULT, METHODS, Interval, Method, check
from analysis.intervals.single import interval, logit, mean, wilson, wilson_count
from analysis.intervals.student import critical

__all__ = [
    "DEFAULT",
    "METHODS",
    "Interval",
    "Limits",
    "Method",
    "check",
    "critical",
    "interval",
    "limits",
    "logit",
    "mean",
    "wilson",
    "wilson_count",
]
