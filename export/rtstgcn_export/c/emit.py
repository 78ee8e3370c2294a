"""A program as C99: a header and a source that needs nothing but it and the C library's sqrt."""

from __future__ import annotations

from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.seal import SEALS, sealed
from rtstgcn_export.program.operations import Program

from .calls import Calls
from .checks import PREFIX, check, check_prefix
from .kernels import kernel_sources
from .memory import Ring, state_struct
from .templates import ADVANCE, HEADER, SOURCE
from .text import Names, characters, comment, paragraph, statement, string, wrapped


def emit_c(program: Program, manifest: Manifest, name: str, prefix: str = PREFIX) -> tuple[str, str]:
    """The texts of `NAME.h` and `NAME.c`, the latter sealed.

    Args:
        program: what the model computes.
        manifest: kept in the source as JSON.
        name: of the two files, without suffix.
        prefix: of all public symbols, and in capitals of all macros; two models in one firmware need two.

    Raises:
        InputError: a prefix that is no C identifier.
        ModelError: an operation that has no form in C, or numbers that the kernels cannot take; named.
    """
    check_prefix(prefix)
    check(program)
    calls = Calls(program, Names())
    body, scratch = calls.body()
    rings = list(calls.rings.values())
    struct, state_bytes = state_struct(rings, scratch, prefix)
    json = manifest.model_dump_json()
    words = {
        "name": comment(name),
        "prefix": prefix,
        "capitals": prefix.upper(),
        "title": comment(manifest.name),
        "description": "".join(paragraph(line) for line in _description(manifest)),
        "channels": program.channels,
        "joints": program.joints,
        "classes": program.classes,
        "rate_hz": f"{manifest.rate_hz:g}",
        "receptive_field": manifest.receptive_field,
        "delay": manifest.delay,
        "state_bytes": state_bytes,
        "constant_bytes": calls.constants.bytes + len(json.encode()) + 1,
        "kernels": kernel_sources(),
        "constants": calls.constants.text,
        "struct": struct,
        "body": body,
        "advance": "\n\n".join(_advance(ring) for ring in rings) or "    (void)s;",
        "manifest": wrapped(characters(json)),
        "class_names": wrapped([string(one) for one in manifest.classes]),
    }
    return HEADER.format(**words), sealed(SOURCE.format(**words).encode(), SEALS[".c"]).decode()


def _description(manifest: Manifest) -> list[str]:
    lines = [f"Channels, in this order: {', '.join(_measures(manifest))}."]
    lines.append(f"Joints, in this order: {', '.join(manifest.skeleton['joints'])}.")
    return lines


def _measures(manifest: Manifest) -> list[str]:
    return [f"{name} ({unit})" for name, unit in zip(manifest.channels, manifest.units, strict=True)]


def _advance(ring: Ring) -> str:
    """What one FIFO does behind the label."""
    lines = []
    if ring.has_sums:
        arguments = f"s->{ring.name}_sums[{ring.phase}]", ring.push, ring.oldest, str(ring.spec.width)
        if (ring.spec.push_dtype, ring.held_dtype) == ("int8", "int16"):
            lines.append(statement(f"advance_int8_int16({', '.join(arguments)});"))
        else:
            total, push, oldest, n = arguments
            types = ring.spec.push_dtype.upper(), ring.held_dtype.upper()
            lines.append(statement(f"advance_sum({types[0]}, {push}, {oldest}, {n}, {types[1]}, {total});"))
    sizes = {"at": ring.places, "phase": ring.spec.dilation}
    for counter in ring.counters():
        size = sizes[counter.rpartition("_")[2]]
        lines.append(ADVANCE.format(counter=counter, size=size))
    return "\n".join(lines)
