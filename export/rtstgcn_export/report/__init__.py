"""The calibration report: what each tensor of the integer program loses, and where the error of the logits enters."""

from .compare import calibration_report
from .result import ClassReport, Report, TensorReport

__all__ = ["ClassReport", "Report", "TensorReport", "calibration_report"]
