"""Pictures of a run, drawn without a screen straight into PNG files.

matplotlib is loaded with this package, so load it where you draw.
"""

from .matrix import confusion
from .over_epochs import curves
from .trial import bands

__all__ = ["bands", "confusion", "curves"]
