import copy

import numpy as np
import pytest
from fifo_pools import fifo, held, pool_of, push, relative_error
from hypothesis import given, settings
from hypothesis import strategies as st

from rtstgcn_edge.engine import FifoPool
from rtstgcn_edge.manifest import SUM_DTYPES

PUSH_DTYPES = ["float32", "int16", "int8", "uint8"]
INT8 = {"push_dtype": "int8", "sum_dtype": "int16"}


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


@pytest.mark.parametrize(("pushed", "summed"), [("int8", "int16"), ("int8", "int32"), ("int16", "int32")])
def test_integer_sums_are_read_as_integers(pushed, summed):
    pool = pool_of(fifo("i", push_dtype=pushed, sum_dtype=summed))
    assert held(pool, "i").dtype == summed
    assert pool.pushes()["i"].dtype == pushed


@pytest.mark.parametrize("dtype", PUSH_DTYPES)
def test_taps_are_read_as_they_were_pushed(dtype):
    pool = pool_of(fifo("t", "taps", push_dtype=dtype))
    assert held(pool, "t").dtype == pool.pushes()["t"].dtype == dtype


def test_integers_are_kept_in_their_own_size_and_need_nothing_beside_them():
    span, width = 8, 100
    floats, integers = (pool_of(fifo(kernel=9, dilation=1, width=width, **types)) for types in ({}, INT8))
    ring, sums, read, written = (span * width, 2 * width, 2 * width, width)
    assert integers.nbytes == ring + sums + read + written
    assert floats.nbytes == 4 * ring + 8 * width + 4 * width + 4 * width + 8  # and the peak
    assert integers.snapshot(0)["a"].keys() == {"pushes", "sums"}
    assert pool_of(fifo(), fifo("t", "taps"), skeletons=0).nbytes == 0


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
        kind = draw(st.sampled_from(["sum", "taps"]))
        push_dtype = draw(st.sampled_from(sorted(SUM_DTYPES) if kind == "sum" else PUSH_DTYPES))
        table.append(
            fifo(
                f"f{number}",
                kind,
                kernel=draw(st.integers(2, 5)),
                dilation=draw(st.integers(1, 3)),
                width=draw(st.integers(1, 3)),
                push_dtype=push_dtype,
                sum_dtype=draw(st.sampled_from(SUM_DTYPES[push_dtype])) if kind == "sum" else None,
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
        if dtype == "float32":
            return self.rng.standard_normal(shape).astype(np.float32)
        ends = np.iinfo(dtype)
        return self.rng.integers(ends.min, ends.max, shape, dtype, endpoint=True)

    def compare(self):
        assert self.pool.skeletons == len(self.naive)
        found = self.sums | self.pool.moving()
        for spec in self.table:
            for slot, naive in enumerate(self.naive):
                state = found[spec.name][..., slot, :]
                if spec.kind == "taps" or spec.push_dtype != "float32":
                    np.testing.assert_array_equal(state, naive[spec.name].held())
                else:
                    self.compare_sum(state, naive[spec.name])

    def compare_sum(self, state, naive):
        np.testing.assert_allclose(state, naive.held(), rtol=0, atol=1e-6 * (np.abs(naive.held()).max()))


class WildRehearsal(Rehearsal):
    """Pushes of any size, whole rows of 1e30 beside rows of 1e-6: what has left the window must leave no trace."""

    def draw(self, dtype, shape):
        if dtype != "float32":  # integers of any size: those at the ends of their type
            ends = np.iinfo(dtype)
            return self.rng.choice([ends.min, ends.max], shape).astype(dtype)
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
