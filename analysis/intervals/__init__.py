"""Confidence intervals of proportions and means; `limits` is the door, the modules hold a family each."""

from analysis.intervals.limits import Limits, limits
from analysis.intervals.single import exact_count, interval, logit, mean, wilson, wilson_count
from analysis.intervals.student import critical
from analysis.methods import DEFAULT, METHODS, Interval, Method, check, says

__all__ = [
    "DEFAULT",
    "METHODS",
    "Interval",
    "Limits",
    "Method",
    "check",
    "critical",
    "exact_count",
    "interval",
    "limits",
    "logit",
    "mean",
    "says",
    "wilson",
    "wilson_count",
]
