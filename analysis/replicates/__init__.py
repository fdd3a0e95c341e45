"""Replicate weights: made from the design or given, and the covariance that follows from them."""

from analysis.replicates.covariance import covariance_of, from_totals, replicate_covariance
from analysis.replicates.drawing import replicated
from analysis.replicates.multipliers import Deleted, Drawn
from analysis.replicates.products import columns_by_domain
from analysis.replicates.replication import Kind, Replication
from analysis.replicates.weights import Replicates

__all__ = [
    "Deleted",
    "Drawn",
    "Kind",
    "Replicates",
    "Replication",
    "columns_by_domain",
    "covariance_of",
    "from_totals",
    "replicate_covariance",
    "replicated",
]
