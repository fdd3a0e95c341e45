"""Reach: how far a team is known, found and used, by whom, and through which channels."""

from analysis.reach.finding import findability, findability_by_channel
from analysis.reach.guessing import Corrected, corrected
from analysis.reach.steps import Ladder, Step, entities_of, reach

__all__ = [
    "Corrected",
    "Ladder",
    "Step",
    "corrected",
    "entities_of",
    "findability",
    "findability_by_channel",
    "reach",
]
