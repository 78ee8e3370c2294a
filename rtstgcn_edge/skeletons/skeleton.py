"""A skeleton: named joints, the edges between them and a centre, validated when it is made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import CERTAIN, near_miss

REQUIRED_KEYS = ("name", "joints", "edges", "center")
OPTIONAL_KEYS = ("description", "source", "axes")

_DATA = resources.files("rtstgcn_edge.skeletons") / "data"


@dataclass(frozen=True)
class Skeleton:
    """Joints in the order of the features' last axis, undirected edges between them, and the centre joint.

    Attributes:
        name: what configurations and model files call it.
        joints: V joint names, each once; the position is the joint's index.
        edges: pairs of joint indices; each connection once, in either direction, without self edges.
        center: index of the joint that distances are counted from in the `spatial` strategy.
        description: one sentence for a reader.
        source: where joints and edges come from.
        axes: where x, y and z point, seen from a camera, as `left up away`; empty for what is usual of the skeleton.

    Raises:
        InputError: a joint twice, an edge to a missing joint, a self edge, an edge twice, a joint that no
            path of edges joins to the others, or a centre that is not a joint.
    """

    name: str
    joints: tuple[str, ...]
    edges: tuple[tuple[int, int], ...]
    center: int
    description: str = ""
    source: str = ""
    axes: str = ""

    def __post_init__(self) -> None:
        self._check_joints()
        self._check_edges()
        self._check_center()
        self._check_connected()

    @property
    def num_joints(self) -> int:
        """The number of joints, V."""
        return len(self.joints)

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Skeleton:
        """Make a skeleton of plain data, as read from JSON.

        Args:
            d: `name`, `joints`, `edges`, `center` and optionally `description`, `source` and `axes`. Edges and
                centre name joints, or give their indices. Other keys are ignored.

        Raises:
            InputError: a key is missing, misspelt or of the wrong form, or the skeleton is not valid.
        """
        name = str(d.get("name", "without a name"))
        _check_keys(name, d)
        joints = _joint_names(name, d["joints"])
        return cls(
            name=name,
            joints=joints,
            edges=_edge_indices(name, d["edges"], joints),
            center=_joint_index(name, "center", d["center"], joints),
            description=str(d.get("description", "")),
            source=str(d.get("source", "")),
            axes=str(d.get("axes", "")),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, with joint indices; `from_dict` gives the same skeleton back."""
        d: dict[str, Any] = {
            "name": self.name,
            "joints": list(self.joints),
            "edges": [list(edge) for edge in self.edges],
            "center": self.center,
        }
        return d | {key: value for key in OPTIONAL_KEYS if (value := getattr(self, key))}

    def _check_joints(self) -> None:
        if not self.joints:
            raise InputError(f"skeleton {self.name}: no joints; give at least one")
        twice = _first_repeated(self.joints)
        if twice is not None:
            raise InputError(f"skeleton {self.name}: joint {twice!r} is there twice; give each joint its own name")

    def _check_edges(self) -> None:
        for a, b in self.edges:
            for joint in (a, b):
                if not 0 <= joint < self.num_joints:
                    raise InputError(
                        f"skeleton {self.name}: edge [{a}, {b}] goes to joint {joint}, which does not exist; "
                        f"the joints are 0 to {self.num_joints - 1}"
                    )
            if a == b:
                raise InputError(
                    f"skeleton {self.name}: edge [{a}, {b}] joins {self.joints[a]} to itself; "
                    "leave it out, the graph adds self loops"
                )
        twice = _first_repeated((min(edge), max(edge)) for edge in self.edges)
        if twice is not None:
            a, b = twice
            raise InputError(
                f"skeleton {self.name}: edge [{a}, {b}] ({self.joints[a]}, {self.joints[b]}) is there twice; "
                "give each connection once, in one direction"
            )

    def _check_center(self) -> None:
        if not 0 <= self.center < self.num_joints:
            raise InputError(
                f"skeleton {self.name}: center {self.center} is not a joint; the joints are 0 to {self.num_joints - 1}"
            )

    def _check_connected(self) -> None:
        smallest = min(_components(self.num_joints, self.edges), key=len)
        if len(smallest) < self.num_joints:
            names = ", ".join(self.joints[joint] for joint in smallest)
            raise InputError(
                f"skeleton {self.name}: no path of edges joins {names} to the other joints; add the missing edge"
            )


def list_skeletons() -> list[str]:
    """Names of the bundled skeletons, sorted."""
    return sorted(file.name.removesuffix(".json") for file in _DATA.iterdir() if file.name.endswith(".json"))


def load_skeleton(name_or_path: str | Path) -> Skeleton:
    """A bundled skeleton by its name, or one of your own by the path of its JSON file.

    Args:
        name_or_path: a name out of `list_skeletons()`, or a path: anything with a folder in it or ending in `.json`.

    Raises:
        InputError: no such name or file, a file that is not JSON, or a skeleton that is not valid.
    """
    path = Path(name_or_path)
    if path.suffix == ".json" or len(path.parts) > 1:
        return _read_file(path)
    name = str(name_or_path)
    if name not in list_skeletons():
        there_are = f"there are {', '.join(list_skeletons())}, or give the path of a .json file"
        raise InputError(f"skeleton {name!r} is not known; {near_miss(name, list_skeletons()) or there_are}")
    return Skeleton.from_dict(json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8")))


def _read_file(path: Path) -> Skeleton:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"skeleton file {path}: {error.strerror}; give the path of a .json file") from error
    except ValueError as error:
        raise InputError(f"skeleton file {path}: not JSON ({error}); give a JSON object") from error
    if not isinstance(content, dict):
        raise InputError(f"skeleton file {path}: a JSON {type(content).__name__}; give an object with {_words()}")
    return Skeleton.from_dict(content)


def _words() -> str:
    return ", ".join(REQUIRED_KEYS)


def _check_keys(name: str, d: Mapping[str, Any]) -> None:
    known = REQUIRED_KEYS + OPTIONAL_KEYS
    for key in d:
        # Only a near miss is an error: other keys may be a user's own notes.
        if key not in known and (hint := near_miss(key, known, CERTAIN)):
            raise InputError(f"skeleton {name}: key {key!r} is not known; {hint}")
    for key in REQUIRED_KEYS:
        if key not in d:
            raise InputError(f"skeleton {name}: no {key!r}; a skeleton has {_words()}")


def _joint_names(name: str, joints: object) -> tuple[str, ...]:
    if not isinstance(joints, Sequence) or isinstance(joints, str) or not all(isinstance(j, str) for j in joints):
        raise InputError(f'skeleton {name}: joints is not a list of names; give for example ["hip", "knee"]')
    return tuple(joints)


def _edge_indices(name: str, edges: object, joints: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    if not isinstance(edges, Sequence) or isinstance(edges, str):
        raise InputError(f"skeleton {name}: edges is not a list; give a list of pairs of joints")
    return tuple(_edge_index_pair(name, edge, joints) for edge in edges)


def _edge_index_pair(name: str, edge: object, joints: tuple[str, ...]) -> tuple[int, int]:
    if not isinstance(edge, Sequence) or isinstance(edge, str) or len(edge) != 2:
        raise InputError(f"skeleton {name}: edge {edge!r} is not a pair; give two joints, by name or index")
    a, b = (_joint_index(name, f"edge {list(edge)}", joint, joints) for joint in edge)
    return a, b


def _joint_index(name: str, place: str, joint: object, joints: tuple[str, ...]) -> int:
    """The index of a joint given by name; a number goes through and is checked with the whole skeleton."""
    if isinstance(joint, str):
        if joint not in joints:
            hint = near_miss(joint, joints) or f"the joints are {', '.join(joints)}"
            raise InputError(f"skeleton {name}: {place}: no joint is called {joint!r}; {hint}")
        return joints.index(joint)
    if isinstance(joint, int) and not isinstance(joint, bool):
        return joint
    raise InputError(f"skeleton {name}: {place}: {joint!r} is not a joint; give a joint's name or its index")


def _first_repeated(items: Iterable[Any]) -> Any | None:
    seen = set()
    for item in items:
        if item in seen:
            return item
        seen.add(item)
    return None


def _components(num_joints: int, edges: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Connected components: joint indices, each list sorted."""
    component = list(range(num_joints))
    for a, b in edges:
        old, new = component[a], component[b]
        component = [new if c == old else c for c in component]
    return [[joint for joint in range(num_joints) if component[joint] == c] for c in sorted(set(component))]
