"""Recordings of runs in MCAP files (https://mcap.dev/spec): what came, what was made of it, and what was said of it.

`layout` says what is in a file, `writer` writes one while a run goes on, `reader` reads it, whole or cut off.
"""

from importlib.util import find_spec

from rtstgcn_edge.errors import InputError

if find_spec("mcap") is None:
    raise InputError("a recording (.mcap) needs the extra [record]: in the checkout, pip install '.[record]'")
