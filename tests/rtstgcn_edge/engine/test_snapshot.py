import copy

import numpy as np
import pytest
from fifo_pools import fifo, held, pool_of, push
from refusals import refusal


def test_a_snapshot_is_a_copy():
    pool = pool_of(fifo("s", width=2), fifo("t", "taps", width=2))
    pool.pushes()["s"][:] = 1
    push(pool, 1, "t")
    snapshot = pool.snapshot(0)
    before = copy.deepcopy(snapshot)
    for value in range(10):
        pool.pushes()["s"][:] = value
        push(pool, value, "t")
    for name in snapshot:
        for key in snapshot[name]:
            np.testing.assert_array_equal(snapshot[name][key], before[name][key])


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ([fifo("b")], "snapshot: has FIFO b, which the model has not; restore it where it was taken"),
        ([], "snapshot: FIFO a needs pushes float32 (4, 1), found nothing"),
        ([fifo(width=2)], "snapshot: FIFO a needs pushes float32 (4, 1), found float32 (4, 2)"),
        ([fifo(kernel=4)], "snapshot: FIFO a needs pushes float32 (4, 1), found float32 (6, 1)"),
        ([fifo(kernel=5, dilation=1)], "snapshot: FIFO a needs sums float64 (2, 1), found float64 (1, 1)"),
        ([fifo(kind="taps")], "snapshot: FIFO a needs sums float64 (2, 1), found nothing"),
        (
            [fifo(push_dtype="int8", sum_dtype="int16")],
            "snapshot: FIFO a needs pushes float32 (4, 1), found int8 (4, 1)",
        ),
        (
            [fifo("a", "taps", push_dtype="uint8")],
            "snapshot: FIFO a needs pushes float32 (4, 1), found uint8 (4, 1)",
        ),
        ([fifo(), fifo("b")], "snapshot: has FIFO b, which the model has not; restore it where it was taken"),
    ],
)
def test_a_snapshot_of_another_model_is_refused_and_changes_nothing(other, said):
    pool = pool_of(fifo())
    for value in range(1, 7):
        push(pool, value)
    assert refusal(pool.restore, 0, pool_of(*other).snapshot(0)) == said
    assert held(pool).item() == 8  # 3 + 5
