"""The integer program as self-contained C99: one header, one source."""

from .emit import emit_c

__all__ = ["emit_c"]
