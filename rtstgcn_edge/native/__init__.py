"""Generated C on a Linux host: compiled, kept, and loaded as a shared library."""

from rtstgcn_edge.native.build import build_library, library_of, plain_library
from rtstgcn_edge.native.library import Library

__all__ = ["Library", "build_library", "library_of", "plain_library"]
