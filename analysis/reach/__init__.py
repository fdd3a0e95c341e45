"""Reach: how far a team is known, found and used, by whom, and through which channels."""

from analysis.reach.channels import Gap, channel_gap, channel_mix
from analysis.reach.equity import Distance, Equity, equity
from analysis.reach.finding import findability, findability_by_channel
from analysis.reach.guessing import Corrected, corrected
from analysis.reach.satisfaction import (
    AtLevel,
    ReachAndSatisfaction,
    reach_and_satisfaction,
    used_without_knowing,
)
from analysis.reach.steps import Ladder, Step, entities_of, reach

__all__ = [
    "AtLevel",
    "Corrected",
    "Distance",
    "Equity",
    "Gap",
    "Ladder",
    "ReachAndSatisfaction",
    "Step",
    "channel_gap",
    "channel_mix",
    "corrected",
    "entities_of",
    "equity",
    "findability",
    "findability_by_channel",
    "reach",
    "reach_and_satisfaction",
    "used_without_knowing",
]
