"""Who goes to whom: the assignment with the greatest sum."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def assign(gain: Floats) -> list[tuple[int, int]]:
    """Pairs (row, column) of `gain` (rows, columns) whose sum is greatest, min(rows, columns) of them, by row.

    Shortest augmenting paths with potentials: Kuhn, The Hungarian method for the assignment problem, 1955, in the
    O(rows^2 columns) form of Jonker and Volgenant, Computing 38, 1987.
    """
    if gain.shape[0] > gain.shape[1]:
        return sorted((row, column) for column, row in assign(gain.T))
    best = gain.argmax(axis=1).tolist()
    if len(set(best)) == len(best):  # each row can have its best
        return list(enumerate(best))
    row_of = _augmented(-gain)
    return sorted((row, column) for column, row in enumerate(row_of) if row >= 0)


def _augmented(cost: Floats) -> list[int]:
    """Row of each column, -1 of a free one, at the least sum of costs; rows <= columns."""
    rows, columns = cost.shape
    row_price, column_price = np.zeros(rows), np.zeros(columns)
    row_of = np.full(columns, -1)
    for start in range(rows):
        # Dijkstra over columns by reduced cost, from `start` to a free column
        distance, came_from = np.full(columns, np.inf), np.full(columns, -1)
        done = np.zeros(columns, bool)
        row, column, length = start, -1, 0.0
        while True:
            through = length + cost[row] - row_price[row] - column_price
            nearer = ~done & (through < distance)
            distance[nearer], came_from[nearer] = through[nearer], column
            column = int(np.where(done, np.inf, distance).argmin())
            length = float(distance[column])
            done[column] = True
            if row_of[column] < 0:
                break
            row = int(row_of[column])
        row_price[start] += length
        passed = done & (row_of >= 0)
        row_price[row_of[passed]] += length - distance[passed]
        column_price[done] -= length - distance[done]
        while column >= 0:  # flip the path
            before = int(came_from[column])
            row_of[column] = row_of[before] if before >= 0 else start
            column = before
    return [int(row) for row in row_of]
