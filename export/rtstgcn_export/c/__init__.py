"""The integer program as self-contained C99: one header, one source."""

from .checks import PREFIX, check_prefix
from .emit import emit_c

__all__ = ["PREFIX", "check_prefix", "emit_c"]
