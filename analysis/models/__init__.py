"""Regression from complex samples: statsmodels and small own fits on grouped counts, errors from the design."""

from analysis.models.categories import multinomial, ordinal
from analysis.models.effects import Effect, marginal_effects
from analysis.models.margins import Margin, Margins, predictive_margins
from analysis.models.prediction import Prediction, predict
from analysis.models.regression import linear, logistic, poisson
from analysis.models.result import Coefficient, Model
from analysis.models.terms import TermTest, term_test

__all__ = [
    "Coefficient",
    "Effect",
    "Margin",
    "Margins",
    "Model",
    "Prediction",
    "TermTest",
    "linear",
    "logistic",
    "marginal_effects",
    "multinomial",
    "ordinal",
    "poisson",
    "predict",
    "predictive_margins",
    "term_test",
]
