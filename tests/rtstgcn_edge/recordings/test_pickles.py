"""Pickles: plain values come out as they went in, of anything else nothing is executed."""

import builtins
import os
import pickle
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from refusals import refusal

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.recordings.pickles import load_plain

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
ARRAYS = [
    np.arange(6).reshape(2, 3),
    np.asfortranarray(np.arange(6, dtype=np.int32).reshape(2, 3)),
    np.arange(3, dtype=">i2"),
    np.array([[0.5], [-1e300]]),
    np.array([True, False]),
    np.array(["walk", "fräs"]),
    np.empty((0, 4), np.uint8),
    np.array(7),
]


def written(path: Path, value: object, protocol: int = 4) -> Path:
    path.write_bytes(pickle.dumps(value, protocol))
    return path


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("array", ARRAYS, ids=lambda array: f"{array.dtype}{array.shape}")
def test_an_array_comes_out_as_it_went_in(tmp_path, array, protocol):
    found = load_plain(written(tmp_path / "x.pkl", [array], protocol))[0]
    assert (found.dtype.newbyteorder("="), found.shape) == (array.dtype.newbyteorder("="), array.shape)
    assert np.array_equal(found, array)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_ragged_arrays_and_numpy_numbers_come_out_too(tmp_path, protocol):
    ragged = np.empty(2, object)
    ragged[:] = [np.arange(2), [3, 4, 5]]
    found, number, real = load_plain(written(tmp_path / "x.pkl", (ragged, np.int64(5), np.float32(0.5)), protocol))
    assert found.shape == (2,) and [list(row) for row in found] == [[0, 1], [3, 4, 5]]
    assert (type(number), number, type(real), real) == (int, 5, float, 0.5)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
)


@given(value=plain, protocol=st.sampled_from(PROTOCOLS))
def test_plain_values_come_out_as_they_went_in(tmp_path_factory, value, protocol):
    assert load_plain(written(tmp_path_factory.getbasetemp() / "plain.pkl", value, protocol)) == value


def test_text_and_arrays_of_python_2_are_read(tmp_path):
    """As Python 2 wrote `(['a.skeleton'], numpy.array([1, 2]))`: text and raw bytes are the same there."""
    state = b"(I1\n(I2\ntcnumpy\ndtype\n(S'i8'\nI0\nI1\ntR(I3\nS'<'\nNNNI-1\nI-1\nI0\ntbI00\n"
    raw = rb"S'\x01\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00'" + b"\n"
    array = b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR" + state + raw + b"tb"
    (tmp_path / "x.pkl").write_bytes(b"((lS'a.skeleton'\na" + array + b"t.")
    names, labels = load_plain(tmp_path / "x.pkl")
    assert (names, labels.tolist()) == (["a.skeleton"], [1, 2])


class Calls:
    """Unpickles as the call of a function."""

    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("wrap", [lambda bad: bad, lambda bad: (["a"], [[0, 1], bad]), lambda bad: {"x": bad}])
def test_nothing_of_a_malicious_pickle_is_executed(tmp_path, protocol, wrap):
    marker = tmp_path / "executed"
    for call in (
        Calls(os.system, f"touch {marker}"),
        Calls(builtins.eval, f"open({str(marker)!r}, 'w')"),
        Calls(builtins.open, str(marker), "w"),
        Calls(Path.touch, marker),
        Calls(getattr, marker, "touch"),
    ):
        path = written(tmp_path / "x.pkl", wrap(call), protocol)
        message = refusal(load_plain, path)
        assert message.startswith(f"{path}: it asks for ") and "nothing of it was executed" in message
        assert not marker.exists()
    written(tmp_path / "x.pkl", wrap(Calls(os.system, f"touch {marker}")), protocol)
    pickle.loads((tmp_path / "x.pkl").read_bytes())
    assert marker.exists()  # so it would have been


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (OrderedDict(a=1), "collections.OrderedDict"),
        (Path("x"), "pathlib."),
        (np.dtype([("a", "i4")]), "dtype"),
        (np.zeros(2, [("a", "i4")]), "dtype 'V4'"),
        (np.zeros(2, complex), "dtype 'c16'"),
        (np.array(["2020"], "M8[s]"), "dtype 'M8'"),
        ({1, 2}, "set"),
        (np.load, "numpy"),
        (np.ndarray, "standin"),
        (1j, "builtins.complex"),
    ],
)
def test_what_else_a_pickle_holds_is_refused_by_name(tmp_path, value, named):
    message = refusal(load_plain, written(tmp_path / "x.pkl", value))
    assert named in message and "lists, tuples, dicts" in message


def stolen(*opcodes):
    return b"\x80\x04" + b"".join(opcodes) + b"."


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no pickle",
        pickle.dumps([1, 2])[:-1],
        pickle.dumps([np.arange(9)])[:-20],
        stolen(b"cnumpy\nndarray\n", b"}(X\x07\x00\x00\x00__doc__X\x01\x00\x00\x00xub"),  # changes a function's state
        stolen(b"cnumpy\nndarray\n", b"N}(X\x05\x00\x00\x00_callNu\x86b"),  # and in the other way
        stolen(b"cnumpy.core.multiarray\n_reconstruct\n", b")R"),  # an array of which nothing is said
        stolen(b"cnumpy.core.multiarray\nscalar\n", b"(NC\x01xtR"),
        stolen(
            b"cnumpy.core.numeric\n_frombuffer\n",
            b"(J\x00\x00\x00\x7fcnumpy\ndtype\n(X\x02\x00\x00\x00u1tR(J\xff\xff\xff\x7ftX\x01\x00\x00\x00CtR",
        ),
        stolen(b"]\x94h\x00a"),  # a list in itself
        stolen(b"Pid\n"),
        stolen(b"\x82\x01"),
    ],
)
def test_a_damaged_or_crafted_pickle_is_refused_in_one_line(tmp_path, content):
    (tmp_path / "x.pkl").write_bytes(content)
    assert refusal(load_plain, tmp_path / "x.pkl").startswith(f"{tmp_path / 'x.pkl'}: ")


def test_values_of_an_array_that_are_not_as_many_as_it_says_are_refused(tmp_path):
    whole = pickle.dumps(np.arange(4, dtype=np.uint8), 4)
    assert whole.count(b"K\x04\x85") == 1  # its shape, (4,)
    (tmp_path / "x.pkl").write_bytes(whole.replace(b"K\x04\x85", b"K\x05\x85"))
    assert "not a readable pickle" in refusal(load_plain, tmp_path / "x.pkl")


@given(st.data())
def test_a_damaged_pickle_is_refused_or_read_but_never_a_traceback(tmp_path_factory, data):
    content = bytearray(pickle.dumps((["a", "b"], [np.arange(3), np.arange(2)]), data.draw(st.sampled_from(PROTOCOLS))))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged.pkl"
    path.write_bytes(content)
    try:
        load_plain(path)
    except InputError as error:
        assert len(str(error).splitlines()) == 1


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert "not a readable pickle" in refusal(load_plain, tmp_path / "x.pkl")
