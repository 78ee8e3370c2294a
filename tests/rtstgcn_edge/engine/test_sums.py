import time

import numpy as np
from fifo_pools import fifo, held, pool_of, push, relative_error

from rtstgcn_edge.engine.sums import SumGroup


def test_integer_sums_are_exact_at_the_ends_of_their_range():
    pool = pool_of(fifo(kernel=69, dilation=1, width=2, push_dtype="int8", sum_dtype="int16"))
    for _ in range(200):
        push(pool, [-128, 127])
    assert held(pool).tolist() == [[-128 * 68, 127 * 68]]


def test_wild_pushes_that_fade_out_leave_nothing_behind():
    # Each is dwarfed by no less than a ten-thousandth of the one before, so no single step looks like an end.
    pool = pool_of(fifo(kernel=9, dilation=1))
    for exponent in range(30, -8, -4):
        push(pool, 1.2345 * 10.0**exponent)
    for _ in range(8):
        push(pool, 1)
    assert held(pool).item() == 8


def test_wild_pushes_of_one_skeleton_hide_no_error_of_another():
    pool = pool_of(fifo(kernel=9, dilation=1), skeletons=2)
    push(pool, [[1.2345e18], [1e15]])
    for _ in range(20):
        push(pool, [[1], [1.1e15]])
    assert held(pool)[0].item() == 8


def test_wild_pushes_of_one_fifo_hide_no_error_of_another():
    pool = pool_of(fifo("a", kernel=9, dilation=1), fifo("b", kernel=9, dilation=1))
    for pushed in ([1.2345e18, 1e15], *[[1, 1.1e15]] * 20):
        pool.pushes()["b"][:] = pushed[1]
        push(pool, pushed[0])
    assert held(pool).item() == 8


def test_a_skeleton_may_join_leave_or_restart_while_a_sum_exceeds_float32():
    pool = pool_of(fifo(kernel=9, dilation=1), skeletons=2)
    for _ in range(2):
        push(pool, [[3e38], [1]])
    snapshot = pool.snapshot(0)
    pool.join()
    pool.restore(2, snapshot)
    pool.clear(1)
    assert held(pool)[:, 0].tolist() == [np.inf, 0, np.inf]
    pool.leave(0)
    assert held(pool)[:, 0].tolist() == [0, np.inf]


def test_what_is_known_of_wild_pushes_survives_restores_and_joins():
    # 5e11 has left and 1e7 is about to: only who remembers the first adds its sum anew after the second.
    rng, spec = np.random.default_rng(0), fifo(kernel=9, dilation=1)
    original, restored, joined = pool_of(spec), pool_of(spec), pool_of(spec)
    for pushed in [5e11 / 3, 1e7 / 3, *rng.normal(100, 30, 7)]:
        push(original, pushed)
        push(joined, pushed)
    restored.restore(0, original.snapshot(0))
    joined.join()
    for pushed in rng.normal(100, 30, 9):
        for pool in (original, restored, joined):
            push(pool, pushed)
        expected = original.snapshot(0)["a"]["sums"]
        assert restored.snapshot(0)["a"]["sums"] == expected
        assert joined.snapshot(0)["a"]["sums"] == expected


def fastest_tick_s(kernel):
    pool, rng, times = pool_of(fifo(kernel=kernel, dilation=1, width=4000)), np.random.default_rng(0), []
    push(pool, 1e30)
    for _ in range(400):
        pool.pushes()["a"][:] = rng.standard_normal(4000)
        begin = time.perf_counter()
        pool.advance()
        times.append(time.perf_counter() - begin)
    return min(times[kernel:])  # from when the wild push has left


def test_the_cost_of_a_sum_does_not_depend_on_its_kernel_even_after_a_wild_push():
    # Adding up all 199 pushes each tick would take some thirty times as long.
    assert fastest_tick_s(200) < 5 * fastest_tick_s(5)


def running_sum(pushes, span, before=0.0):
    """The sum that a pool of dilation 1 keeps, for every tick at once.

    `cumsum` adds strictly from left to right: the same additions in the same order as tick by tick.
    """
    terms = np.empty((len(pushes) - span, 2))
    terms[:, 0] = pushes[span:]
    terms[:, 1] = -pushes[:-span].astype(np.float64)
    return np.cumsum(np.concatenate([[before], terms.ravel()]))[2::2]


def test_a_running_sum_is_a_cumulative_sum_bit_for_bit():
    span = 8
    pool, rng = pool_of(fifo(kernel=9, dilation=1)), np.random.default_rng(0)
    pushes = np.concatenate([np.zeros(span), rng.standard_normal(20_000)]).astype(np.float32)
    found = []
    for value in pushes[span:]:
        push(pool, value)
        found.append(pool.snapshot(0)["a"]["sums"].item())
    np.testing.assert_array_equal(found, running_sum(pushes, span))


def test_ten_million_pushes_by_cumulative_sum_equal_the_last_window():
    # Together with the bit-for-bit equality above: what a pool holds after 10^7 pushes.
    span, rng, total = 8, np.random.default_rng(0), 0.0
    tail = np.zeros(span, np.float32)
    for _ in range(10):
        pushes = np.concatenate([tail, (rng.standard_normal(1_000_000) + 0.5).astype(np.float32)])
        total, tail = running_sum(pushes, span, total)[-1], pushes[-span:]
    assert relative_error(np.array([total]), tail.sum(dtype=np.float64)) <= 1e-6


def test_a_hundred_thousand_pushes_through_a_pool_equal_the_last_window():
    specs = [fifo("a", kernel=9, dilation=1), fifo("b", kernel=5, dilation=2)]
    ticks, pool, rng = 100_000, pool_of(*specs), np.random.default_rng(0)
    pushes = (rng.standard_normal((ticks, 2)) + 0.5).astype(np.float32)
    first, second = pool.pushes()["a"], pool.pushes()["b"]
    for a, b in pushes.tolist():
        first[0, 0] = a
        second[0, 0] = b
        pool.advance()
    fresh = pool_of(*specs)
    for a, b in pushes[-8:].tolist():
        fresh.pushes()["a"][:] = a
        push(fresh, b, "b")
    for name in "ab":
        assert relative_error(held(pool, name), held(fresh, name)) <= 1e-6


def test_a_skeleton_that_joins_or_leaves_moves_nobody_elses_pushes():
    group = SumGroup([fifo("a", kernel=9, dilation=2, width=3), fifo("b", kernel=9, dilation=2, width=5)])
    for _ in range(3):
        group.join()
    group.pushed["b"][:] = np.arange(3)[:, None]
    group.advance()
    first, _, third = group.skeletons
    group.join()
    group.leave(1)
    assert group.skeletons[0] is first and group.skeletons[1] is third
    group.advance()
    np.testing.assert_array_equal(group.held()["b"], np.repeat([[0], [2], [0]], 5, axis=1))
