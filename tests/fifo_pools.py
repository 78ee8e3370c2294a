"""FIFO pools to test with, and how to push to them."""

import numpy as np

from rtstgcn_edge.engine import FifoPool
from rtstgcn_edge.manifest import FifoSpec


def fifo(name="a", kind="sum", kernel=3, dilation=2, width=1, push_dtype="float32", sum_dtype=None):
    return FifoSpec(
        name=name, kind=kind, kernel=kernel, dilation=dilation, width=width, push_dtype=push_dtype, sum_dtype=sum_dtype
    )


def pool_of(*table, skeletons=1):
    pool = FifoPool(table)
    for _ in range(skeletons):
        pool.join()
    return pool


def push(pool, value, name="a"):
    """One tick in which FIFO `name` takes in `value`, broadcast to (N, width)."""
    pool.pushes()[name][:] = value
    pool.advance()


def held(pool, name="a"):
    return pool.inputs()[name]


def relative_error(found, expected):
    return np.abs(found - expected).max() / np.abs(expected).max()
