import copy
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from refusals import refusal

from rtstgcn_edge.engine import FifoPool
from rtstgcn_edge.manifest import FifoSpec

DTYPES = {"float32": ["float64"], "int8": ["int16", "int32", "float64"]}


def fifo(name="a", kind="sum", kernel=3, dilation=2, width=1, push_dtype="float32", sum_dtype="float64"):
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


class ListOfPushes:
    """One FIFO of one skeleton by its definition: every push kept for ever."""

    def __init__(self, spec):
        self.spec = spec
        self.pushes = []

    def window(self):
        """push(t-(K-1)d) ... push(t-2d) push(t-d), zeros before the first."""
        spec, zeros = self.spec, np.zeros(self.spec.width, self.spec.push_dtype)
        now = len(self.pushes)
        times = [now - k * spec.dilation for k in range(spec.kernel - 1, 0, -1)]
        return np.array([self.pushes[t] if t >= 0 else zeros for t in times])

    def held(self):
        window = self.window()
        return window.sum(axis=0, dtype=self.spec.sum_dtype) if self.spec.kind == "sum" else window


def test_kernel_three_dilation_two_by_hand():
    # tick               0  1  2  3  4    5
    # push               1  2  3  4  5    6
    # push(t-4)          .  .  .  .  1    2      . = zero padding before the start
    # push(t-2)          .  .  1  2  3    4
    # sum                0  0  1  2  4    6
    pool = pool_of(fifo("s", "sum"), fifo("t", "taps"))
    sums, taps = [], []
    for value in range(1, 7):
        sums.append(held(pool, "s").item())
        taps.append(held(pool, "t")[:, 0, 0].tolist())
        pool.pushes()["s"][:] = value
        push(pool, value, "t")
    assert sums == [0, 0, 1, 2, 4, 6]
    assert taps == [[0, 0], [0, 0], [0, 1], [0, 2], [1, 3], [2, 4]]


def test_the_graph_reads_sums_as_n_by_width_and_taps_as_kernel_less_one_by_n_by_width():
    pool = pool_of(fifo("s", "sum", 4, 3, width=5), fifo("t", "taps", 4, 3, width=2), skeletons=3)
    assert held(pool, "s").shape == (3, 5) and held(pool, "s").dtype == np.float32
    assert held(pool, "t").shape == (3, 3, 2) and held(pool, "t").dtype == np.float32
    assert pool.pushes()["s"].shape == (3, 5)
    assert pool.pushes()["t"].shape == (3, 2)
    assert list(pool.moving()) == ["t"]


def test_integer_sums_are_read_as_integers():
    pool = pool_of(fifo("i", push_dtype="int8", sum_dtype="int16"), fifo("t", "taps", push_dtype="int8"))
    assert held(pool, "i").dtype == np.int16
    assert pool.pushes()["i"].dtype == held(pool, "t").dtype == np.int8


def test_inputs_and_pushes_are_contiguous_as_a_bound_graph_needs_them():
    pool = pool_of(fifo("a", width=3), fifo("b", width=2), fifo("t", "taps", 4, 2, width=3), skeletons=2)
    for _ in range(9):
        assert all(array.flags.c_contiguous for array in [*pool.inputs().values(), *pool.pushes().values()])
        pool.advance()


@st.composite
def tables(draw):
    """One to four FIFOs; few kernels and dilations, so that some share them."""
    table = []
    for number in range(draw(st.integers(1, 4))):
        push_dtype = draw(st.sampled_from(sorted(DTYPES)))
        table.append(
            fifo(
                f"f{number}",
                draw(st.sampled_from(["sum", "taps"])),
                kernel=draw(st.integers(2, 5)),
                dilation=draw(st.integers(1, 3)),
                width=draw(st.integers(1, 3)),
                push_dtype=push_dtype,
                sum_dtype=draw(st.sampled_from(DTYPES[push_dtype])),
            )
        )
    return table


STEPS = st.one_of(
    st.tuples(st.just("tick"), st.integers(1, 9)),
    st.tuples(st.sampled_from(["join", "leave", "clear", "save", "load"]), st.integers(0, 7)),
)


class Rehearsal:
    """A pool and its definition side by side, through any life of the skeletons."""

    def __init__(self, table, seed):
        self.table, self.pool = table, FifoPool(table)
        self.naive = []  # a slot each: name -> ListOfPushes
        self.saved = None
        self.rng = np.random.default_rng(seed)

    def run(self, script):
        self.join(0)
        for step, number in script:
            if self.naive or step == "join":
                getattr(self, step)(number)
                self.compare()

    def tick(self, number):
        for _ in range(number):
            for spec in self.table:
                pushed = self.draw(spec.push_dtype, (len(self.naive), spec.width))
                self.pushes[spec.name][:] = pushed
                for slot, row in zip(self.naive, pushed, strict=True):
                    slot[spec.name].pushes.append(row)
            self.pool.advance()
            self.compare()

    def join(self, number):
        assert self.pool.join() == len(self.naive)
        self.naive.append({spec.name: ListOfPushes(spec) for spec in self.table})
        self.bind()

    def leave(self, number):
        slot = number % len(self.naive)
        self.pool.leave(slot)
        del self.naive[slot]
        self.bind()

    def clear(self, number):
        slot = number % len(self.naive)
        self.pool.clear(slot)
        self.naive[slot] = {spec.name: ListOfPushes(spec) for spec in self.table}

    def save(self, number):
        slot = number % len(self.naive)
        self.saved = self.pool.snapshot(slot), copy.deepcopy(self.naive[slot])

    def load(self, number):
        if self.saved is not None:
            slot = number % len(self.naive)
            self.pool.restore(slot, self.saved[0])
            self.naive[slot] = copy.deepcopy(self.saved[1])

    def bind(self):
        """Take hold of the arrays as the engine does, once for as long as nobody joins or leaves."""
        self.pushes = self.pool.pushes()
        self.sums = {name: array for name, array in self.pool.inputs().items() if name not in self.pool.moving()}

    def draw(self, dtype, shape):
        if dtype == "int8":
            return self.rng.integers(-128, 128, shape).astype(np.int8)
        return self.rng.standard_normal(shape).astype(np.float32)

    def compare(self):
        assert self.pool.skeletons == len(self.naive)
        found = self.sums | self.pool.moving()
        for spec in self.table:
            for slot, naive in enumerate(self.naive):
                state = found[spec.name][..., slot, :]
                if spec.kind == "taps" or spec.push_dtype == "int8":
                    np.testing.assert_array_equal(state, naive[spec.name].held())
                else:
                    self.compare_sum(state, naive[spec.name])

    def compare_sum(self, state, naive):
        np.testing.assert_allclose(state, naive.held(), rtol=0, atol=1e-6 * (np.abs(naive.held()).max()))


class WildRehearsal(Rehearsal):
    """Pushes of any size, whole rows of 1e30 beside rows of 1e-6: what has left the window must leave no trace."""

    def draw(self, dtype, shape):
        if dtype == "int8":
            return super().draw(dtype, shape)
        size = 10.0 ** self.rng.choice([-6, -3, 0, 0, 0, 4, 8, 12, 20, 30], (shape[0], 1))
        return (size * super().draw(dtype, shape)).astype(np.float32)

    def compare_sum(self, state, naive):
        # Pushes that cancel leave the rounding of the largest of them, as long as they are in the window.
        np.testing.assert_allclose(state, naive.held(), rtol=0, atol=1e-6 * np.abs(naive.window()).max())


@settings(max_examples=300)
@given(tables(), st.lists(STEPS, max_size=25), st.integers(0, 2**32 - 1))
def test_a_pool_equals_its_definition_through_joins_leaves_clears_and_restores(table, script, seed):
    Rehearsal(table, seed).run(script)


@settings(max_examples=300)
@given(tables(), st.lists(STEPS, max_size=25), st.integers(0, 2**32 - 1))
def test_a_pool_equals_its_definition_for_pushes_of_any_size(table, script, seed):
    WildRehearsal(table, seed).run(script)


@pytest.mark.parametrize("kind", ["sum", "taps"])
@pytest.mark.parametrize(("kernel", "dilation"), [(2, 1), (9, 1), (9, 2), (69, 1)])
def test_zeros_at_the_start_equal_causal_zero_padding(kind, kernel, dilation):
    spec = fifo(kind=kind, kernel=kernel, dilation=dilation, width=2)
    pool, rng = pool_of(spec), np.random.default_rng(0)
    pushes = rng.standard_normal((spec.span + 5, 1, 2)).astype(np.float32)
    padded = np.concatenate([np.zeros((spec.span, 1, 2), np.float32), pushes])
    for t, pushed in enumerate(pushes):
        window = padded[t : t + spec.span : dilation]  # push(t-(K-1)d) ... push(t-d)
        expected = window.sum(0, dtype=np.float64) if kind == "sum" else window
        np.testing.assert_allclose(held(pool), expected, rtol=0, atol=1e-6 * max(1, np.abs(expected).max()))
        push(pool, pushed)


def test_integer_sums_are_exact_at_the_ends_of_their_range():
    pool = pool_of(fifo(kernel=69, dilation=1, width=2, push_dtype="int8", sum_dtype="int16"))
    for _ in range(200):
        push(pool, [-128, 127])
    assert held(pool).tolist() == [[-128 * 68, 127 * 68]]


@pytest.mark.parametrize("wild", [1e30, -3e38, np.inf, np.nan])
@pytest.mark.parametrize("kind", ["sum", "taps"])
def test_one_wild_push_is_gone_after_the_window(kind, wild):
    spec = fifo(kind=kind, kernel=9, dilation=2, width=3)
    seen, spared = pool_of(spec), pool_of(spec)
    rng = np.random.default_rng(0)
    for t in range(200):
        pushed = rng.standard_normal(3)
        push(spared, pushed)
        push(seen, np.where([False, True, False], wild, pushed) if t == 100 else pushed)
        if t >= 100 + spec.span:
            assert relative_error(held(seen), held(spared)) <= 1e-6


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
        ([fifo(), fifo("b")], "snapshot: has FIFO b, which the model has not; restore it where it was taken"),
    ],
)
def test_a_snapshot_of_another_model_is_refused_and_changes_nothing(other, said):
    pool = pool_of(fifo())
    for value in range(1, 7):
        push(pool, value)
    assert refusal(pool.restore, 0, pool_of(*other).snapshot(0)) == said
    assert held(pool).item() == 8  # 3 + 5


def test_slots_that_do_not_exist_are_refused():
    pool = pool_of(fifo(), skeletons=2)
    for slot in (-1, 2):
        for call in (pool.leave, pool.clear, pool.snapshot):
            with pytest.raises(IndexError, match=f"slot {slot} of 2"):
                call(slot)
        with pytest.raises(IndexError, match=f"slot {slot} of 2"):
            pool.restore(slot, pool.snapshot(0))


def test_an_empty_pool_ticks():
    pool = pool_of(fifo("s"), fifo("t", "taps"), skeletons=0)
    pool.advance()
    assert held(pool, "s").shape == (0, 1)
    assert held(pool, "t").shape == (2, 0, 1)


def fastest_tick_s(kernel):
    pool, rng, times = pool_of(fifo(kernel=kernel, dilation=1, width=4000)), np.random.default_rng(0), []
    push(pool, 1e30)
    for _ in range(400):
        pool.pushes()["a"][:] = rng.standard_normal(4000)
        begin = time.perf_counter()
        pool.advance()
        times.append(time.perf_counter() - begin)
    return min(times)


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


@pytest.mark.slow
def test_two_million_pushes_through_a_pool_equal_the_last_window():
    specs = [fifo("a", kernel=9, dilation=1), fifo("b", kernel=5, dilation=2)]
    ticks, pool, rng = 2_000_000, pool_of(*specs), np.random.default_rng(0)
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
