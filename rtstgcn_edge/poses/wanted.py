"""Which mapping and which space a model wants: its manifest's skeleton, channels and units say it."""

from __future__ import annotations

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.poses.mappings import MAPPINGS, Mapping
from rtstgcn_edge.poses.space import DIRECTIONS, Space

IMAGE_AXES = ("right", "down")
CONFIDENCE = ("confidence", "score")
WITHOUT_UNIT = ("1", "")


def wanted(manifest: Manifest) -> tuple[Mapping, Space]:
    """The mapping to the joints of a model, in its order, and the space of its channels.

    Raises:
        InputError: no mapping has these joints, or the channels are neither metres nor places in an image.
    """
    mapping = _mapping(manifest)
    return mapping, _space(manifest, mapping)


def servable(manifest: Manifest) -> bool:
    """Whether a camera can give what a model takes."""
    try:
        wanted(manifest)
    except InputError:
        return False
    return True


def _mapping(manifest: Manifest) -> Mapping:
    name, joints = str(manifest.skeleton["name"]), manifest.skeleton["joints"]
    by_name = [MAPPINGS[name]] if name in MAPPINGS else []
    for mapping in [*by_name, *MAPPINGS.values()]:
        if set(joints) <= set(mapping.joints):
            return mapping.of(joints)
    raise InputError(
        f"model '{manifest.name}': no mapping from a camera's landmarks to its skeleton {name} ({len(joints)} joints); "
        f"there are mappings to {', '.join(MAPPINGS)}"
    )


def _space(manifest: Manifest, mapping: Mapping) -> Space:
    channels, units = list(manifest.channels), list(manifest.units)
    confidence = channels[-1] in CONFIDENCE
    if confidence:
        channels, units = channels[:-1], units[:-1]
    if channels in (["x", "y"], ["x", "y", "z"]) and set(units) == {"m"}:
        return Space("world", _axes(manifest, mapping.axes[: len(channels)]), confidence)
    if channels == ["x", "y"] and set(units) <= set(WITHOUT_UNIT):
        return Space("image", _axes(manifest, IMAGE_AXES), confidence)
    said = ", ".join(f"{channel} [{unit}]" for channel, unit in zip(manifest.channels, manifest.units, strict=True))
    raise InputError(
        f"model '{manifest.name}': a camera cannot give its channels {said}; it gives x, y, z [m], "
        "or x, y [1] in the image, and confidence [1] as a last channel"
    )


def _axes(manifest: Manifest, usual: tuple[str, ...]) -> tuple[str, ...]:
    """Where the axes point: what the manifest's skeleton says, else what is usual."""
    words = str(manifest.skeleton.get("axes", "")).split()
    if not words:
        return usual
    for word in words:
        if word not in DIRECTIONS:
            hint = near_miss(word, DIRECTIONS) or f"known: {', '.join(DIRECTIONS)}"
            raise InputError(f"model '{manifest.name}': axes: no direction '{word}'; {hint}")
    lines = [{"left": "right", "up": "down", "towards": "away"}.get(word, word) for word in words]
    if len(words) != len(usual) or len(set(lines)) != len(lines):
        raise InputError(
            f"model '{manifest.name}': axes '{' '.join(words)}' of its skeleton do not span its {len(usual)} "
            f"coordinates; give {len(usual)} such as '{' '.join(usual)}'"
        )
    return tuple(words)
