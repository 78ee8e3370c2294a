"""The graph of a skeleton: adjacency matrices, one per partition of a joint's neighbours.

After Yan, Xiong, Lin: "Spatial Temporal Graph Convolutional Networks for Skeleton-Based Action
Recognition", AAAI 2018 (ST-GCN), section 3.4.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.skeletons.skeleton import Skeleton

STRATEGIES = ("uniform", "distance", "spatial")
NORMALIZATIONS = ("symmetric", "row", "reference")

REFERENCE_DEGREE_OFFSET = 0.001

Matrix = NDArray[np.float64]


def adjacency(
    skeleton: Skeleton,
    strategy: str = "spatial",
    max_hop: int = 1,
    dilation: int = 1,
    normalization: str = "symmetric",
) -> Matrix:
    """Normalised adjacency matrices, float64 `(P, V, V)`, indexed `[partition, source, target]`.

    Features `x` `(C, V)` are aggregated from the left, `x @ A[p]`: column `w` holds what joint `w` gathers,
    row `v` what joint `v` gives. Neighbours are the joints at `0, dilation, 2 dilation, ... <= max_hop` hops;
    each pair of neighbours lies in exactly one partition. Before normalisation entries are 0 or 1.

    Strategies (`partition_names` names the partitions in order):
        `uniform`: one partition of all neighbours.
        `distance`: one partition per hop.
        `spatial`: the joint itself, then for each further hop `centripetal`, sources that are as near to the
            centre as the target or nearer, and `centrifugal`, sources that are further from it.

    Normalisations, each within one partition, where `row_v` is the sum of row `v` and `column_w` of column `w`:
        `symmetric`: `A[v, w] / sqrt(row_v column_w)`; empty rows and columns stay zero, no weight exceeds 1.
        `row`: `A[v, w] / row_v`; empty rows stay zero.
        `reference`: `A[v, w] / sqrt((column_v + 0.001) (column_w + 0.001))`, as the published Realtime-ST-GCN has it
            (by the row sums of the transpose). One sum stands on both sides, so a source whose own column is empty
            weighs up to 31.6. For imported checkpoints only.

    Raises:
        InputError: an unknown strategy or normalisation, or a `max_hop` or `dilation` out of range.
    """
    _check_choice("normalization", normalization, NORMALIZATIONS)
    partitions = _partitions(skeleton, strategy, max_hop, dilation)
    return np.stack([_normalise(partition, normalization) for partition in partitions])


def partition_names(strategy: str = "spatial", max_hop: int = 1, dilation: int = 1) -> tuple[str, ...]:
    """Names of the P partitions that `adjacency` makes, in order, such as `("root", "centripetal_1", ...)`.

    Raises:
        InputError: as `adjacency`.
    """
    hops = _valid_hops(strategy, max_hop, dilation)
    if strategy == "uniform":
        return ("all",)
    if strategy == "distance":
        return tuple(f"hop_{hop}" for hop in hops)
    return ("root", *(f"{side}_{hop}" for hop in hops[1:] for side in ("centripetal", "centrifugal")))


def hop_distances(skeleton: Skeleton) -> NDArray[np.int64]:
    """Edges on the shortest path between every two joints, int64 `(V, V)`, by breadth-first search."""
    neighbours: list[list[int]] = [[] for _ in skeleton.joints]
    for a, b in skeleton.edges:
        neighbours[a].append(b)
        neighbours[b].append(a)
    return np.array([_hops_from(joint, neighbours) for joint in range(skeleton.num_joints)], dtype=np.int64)


def _hops_from(start: int, neighbours: Sequence[Sequence[int]]) -> list[int]:
    hops = {start: 0}
    queue = [start]
    for joint in queue:
        for neighbour in neighbours[joint]:
            if neighbour not in hops:
                hops[neighbour] = hops[joint] + 1
                queue.append(neighbour)
    return [hops[joint] for joint in range(len(neighbours))]


def _partitions(skeleton: Skeleton, strategy: str, max_hop: int, dilation: int) -> list[Matrix]:
    """The 0/1 matrices `[source, target]`, before normalisation."""
    hops = _valid_hops(strategy, max_hop, dilation)
    distances = hop_distances(skeleton)
    at_hop = [distances == hop for hop in hops]
    if strategy == "uniform":
        chosen = [np.any(at_hop, axis=0)]
    elif strategy == "distance":
        chosen = at_hop
    else:
        to_center = distances[:, skeleton.center]
        further = to_center[:, None] > to_center[None, :]
        chosen = at_hop[:1]
        for pairs in at_hop[1:]:
            chosen += [pairs & ~further, pairs & further]
    return [pairs.astype(np.float64) for pairs in chosen]


def _normalise(partition: Matrix, normalization: str) -> Matrix:
    rows: Matrix = partition.sum(axis=1)
    columns: Matrix = partition.sum(axis=0)
    if normalization == "reference":
        degrees = columns + REFERENCE_DEGREE_OFFSET
        return partition / np.sqrt(np.outer(degrees, degrees))
    # An empty row or column holds only zeros: any divisor but zero keeps it so.
    rows, columns = np.maximum(rows, 1.0), np.maximum(columns, 1.0)
    if normalization == "row":
        return partition / rows[:, None]
    return partition / np.sqrt(np.outer(rows, columns))


def _valid_hops(strategy: str, max_hop: int, dilation: int) -> range:
    _check_choice("strategy", strategy, STRATEGIES)
    if max_hop < 0:
        raise InputError(f"graph max_hop {max_hop} is negative; give 0 or more, 1 for the direct neighbours")
    if dilation < 1:
        raise InputError(f"graph dilation {dilation} is less than 1; give 1 or more")
    return range(0, max_hop + 1, dilation)


def _check_choice(what: str, value: str, choices: Sequence[str]) -> None:
    if value not in choices:
        hint = near_miss(value, choices) or f"give {', '.join(choices)}"
        raise InputError(f"graph {what} {value!r} is not known; {hint}")
