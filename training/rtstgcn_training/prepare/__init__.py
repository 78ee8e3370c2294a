"""Recordings in publishers' layouts, and one's own, made into data sets of the directory form. Never loads torch."""

from .recording import Description, Recording
from .report import Report
from .writer import write_dataset

__all__ = ["Description", "Recording", "Report", "write_dataset"]
