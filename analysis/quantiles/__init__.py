"""Weighted quantiles with their intervals, in domains."""

from analysis.quantiles.asking import quantiles
from analysis.quantiles.quantile import IntervalMethod, Quantile
from analysis.quantiles.rules import RULES, Rule, quantile_at

__all__ = ["RULES", "IntervalMethod", "Quantile", "Rule", "quantile_at", "quantiles"]
