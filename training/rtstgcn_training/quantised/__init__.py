"""RT-ST-GCN in 8-bit dynamic fixed point: exponents, integer constants, and the fake-quantised model that learns them.

Every tensor is `integer * 2^-exponent`. What is computed, to the last bit, is stated by the export side's operations;
the forward pass here gives the same integers, as floats that hold them, with gradients.
"""

from .exponents import Exponents, LayerExponents, NormExponents
from .model import QuantisedRTSTGCN

__all__ = ["Exponents", "LayerExponents", "NormExponents", "QuantisedRTSTGCN"]
