"""Weights that fit the population: what can be done to them after drawing, and what that does to the margins."""

from analysis.weighting.calibration import Calibration
from analysis.weighting.imputation import Imputed, impute
from analysis.weighting.nonresponse import NonResponse
from analysis.weighting.population import read_joint, read_margins
from analysis.weighting.poststratification import PostStratification
from analysis.weighting.raking import Raking
from analysis.weighting.result import Step, Weighted
from analysis.weighting.rubin import Combined, combine
from analysis.weighting.trimming import Trimming
from analysis.weighting.weigh import weigh
from analysis.weighting.write import write_weights

__all__ = [
    "Calibration",
    "Combined",
    "Imputed",
    "NonResponse",
    "PostStratification",
    "Raking",
    "Step",
    "Trimming",
    "Weighted",
    "combine",
    "impute",
    "read_joint",
    "read_margins",
    "weigh",
    "write_weights",
]
