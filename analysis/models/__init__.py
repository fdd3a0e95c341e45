"""Regression from complex samples: statsmodels and small own fits on grouped counts, errors from the design."""

from analysis.models.categories import multinomial, ordinal
from analysis.models.regression import linear, logistic, poisson
from analysis.models.result import Coefficient, Model

__all__ = [
    "Coefficient",
    "Model",
    "linear",
    "logistic",
    "multinomial",
    "ordinal",
    "poisson",
]
