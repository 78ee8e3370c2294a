"""A few lines of C that are compiled behind generated source, so that what its header says is in the library too."""

from __future__ import annotations

import re

FACTS = ("state_bytes", "constant_bytes", "channels", "joints", "classes", "receptive_field", "delay")
"""What the library says of itself, in the order of `rtstgcn_library_facts`."""

NEEDS = {
    # /proc/cpuinfo's name of an instruction set: the compiler's macro for using it
    "sse4_2": "__SSE4_2__",
    "avx": "__AVX__",
    "avx2": "__AVX2__",
    "fma": "__FMA__",
    "bmi2": "__BMI2__",
    "avx512f": "__AVX512F__",
    "avx512bw": "__AVX512BW__",
    "avx512vl": "__AVX512VL__",
    "avx512_vnni": "__AVX512VNNI__",
    "avx_vnni": "__AVXVNNI__",
    "asimddp": "__ARM_FEATURE_DOTPROD",
    "atomics": "__ARM_FEATURE_ATOMICS",
    "i8mm": "__ARM_FEATURE_MATMUL_INT8",
    "sve": "__ARM_FEATURE_SVE",
}


def _needs() -> str:
    pieces = [f'#ifdef {macro}\n"{name} "\n#endif' for name, macro in NEEDS.items()]
    return "\n".join(["const char rtstgcn_library_needs[] =", '""', *pieces, ";"])


def exports(prefix: str) -> str:
    """The lines for source whose public symbols begin with `prefix`."""
    return f"""\
const char rtstgcn_library_prefix[] = "{prefix}";
const unsigned rtstgcn_library_facts[] = {{{", ".join(f"{prefix}_{name}".upper() for name in FACTS)}}};
{_needs()}
"""


def prefix_of(source: bytes) -> str | None:
    """What the public symbols of generated source begin with; None of source that is of no model."""
    found = re.search(rb"^const char ([A-Za-z]\w*)_manifest\[\]", source, re.MULTILINE)
    return found[1].decode() if found else None
