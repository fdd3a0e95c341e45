"""Accepted interviews as Parquet: parts per study and wave, to which new interviews are appended."""

from survey.collection.snapshot.taken import Snapshot, refresh

__all__ = ["Snapshot", "refresh"]
