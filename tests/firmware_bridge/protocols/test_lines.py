"""Text lines: what is read, what is not, and what is said of it."""

import random
from math import isnan, pi

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx
from rtstgcn_firmware.messages import MAX_NODES, Node, Reading
from rtstgcn_firmware.protocols.lines import LONGEST, Lines, read_units

G = 9.80665


def read(text, **options):
    decoder = Lines(**({"whole": True} | options))
    return decoder.feed(text.encode()), decoder


def readings(text, **options):
    return [one for one in read(text, **options)[0] if isinstance(one, Reading)]


def test_a_line_is_a_reading():
    (reading,) = readings("3,1000250,0.12,-9.79,0.31,0.01,0.00,-0.02\n")
    assert reading == (3, None, 1000250, (0.12, -9.79, 0.31, 0.01, 0.0, -0.02))


def test_acceleration_alone_leaves_the_rest_nan():
    (reading,) = readings("0,5,1,2,3\n")
    assert reading.values[:3] == (1, 2, 3) and all(map(isnan, reading.values[3:]))


@pytest.mark.parametrize(
    "text",
    [
        " 1 , 20 , 1,2,3, 4,5,6 \r\n",
        "\r\n\n# board 7\n1,20,1,2,3,4,5,6\r\n\r\n",
        "node,t_us,ax,ay,az,gx,gy,gz\n1,20,1,2,3,4,5,6\n",
        "\ufeffnode,t_us,ax,ay,az,gx,gy,gz\r\n1,20,1,2,3,4,5,6\r\n",
        "1;20;1;2;3;4;5;6\n",
        "1\t20\t1\t2\t3\t4\t5\t6\n",
        "1 20  1.0 2 3e0 4 5 6\n",
    ],
)
def test_what_is_tolerated(text):
    assert readings(text) == [Reading(1, None, 20, (1, 2, 3, 4, 5, 6))]


def test_no_time():
    assert readings("0,,1,2,3,4,5,6\n")[0].time is None


def test_times_wrap_at_32_bits():
    assert [one.time for one in readings(f"0,{2**32 + 7},1,2,3\n0,12.6,1,2,3\n")] == [7, 13]


def test_units():
    (reading,) = readings("0,1,1,0,-2,180,0,90\n", units="g,deg/s")
    assert reading.values == approx((G, 0, -2 * G, pi, 0, pi / 2))
    (reading,) = readings("0,1,1000,0,0\n", units="mg")
    assert reading.values[0] == approx(G)


@pytest.mark.parametrize("units", ["", "ms", "g,", "deg/s,g", "g,deg/s,x", "g;deg/s"])
def test_unknown_units(units):
    with pytest.raises(ValueError, match=r"m/s\^2.*deg/s"):
        read_units(units)


def test_a_header_gives_order_and_units():
    header = "t_ms;node;gx[deg/s];gy (deg/s);gz[dps];ax[g];ay;az[mg]\n"
    (reading,) = readings(header + "2.5;1;180;0;0;1;2;1000\n")
    assert reading == (1, None, 2500, (approx(G), 2, approx(G), approx(pi), 0, 0))


def test_a_header_may_leave_out_node_time_and_channels():
    assert readings("acc_y,acc_x\n1,2\n")[0][:3] == (0, None, None)
    assert readings("acc_y,acc_x\n1,2\n")[0].values[:2] == (2, 1)


def test_another_header_changes_the_columns():
    text = "ax,ay,az\n1,2,3\nnode,t_us,ax,ay,az,gx,gy,gz\n1,20,1,2,3,4,5,6\n"
    assert [len(readings(text)), readings(text)[1].node] == [2, 1]


def test_nodes_with_names_are_numbered_as_they_come():
    messages, decoder = read("shin_r,1,1,2,3\nfoot_l,1,1,2,3\nshin_r,2,1,2,3\n")
    assert [message[:2] for message in messages] == [
        Node(0, "shin_r"), (0, None), Node(1, "foot_l"), (1, None), (0, None),
    ]  # fmt: skip
    assert decoder.names == {"shin_r": 0, "foot_l": 1}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("0,1,2,3", "4 fields; 5 or 8 are expected"),
        ("0,1,2,3,4,5", "6 fields"),
        ("0,1,2,x,4", "could not convert"),
        ("0,1,2,,4", "could not convert"),
        ("0,inf,2,3,4", "infinity"),
        ("20,1,2,3,4", "node 20; at most 20 nodes"),
        ("-1,1,2,3,4", "node '-1'"),
        ("a b,1,2,3,4", "node 'a b'"),
        ("hello", "1 fields"),
        ("\x01\x02,1,2,3,4", "node"),
    ],
)
def test_what_is_no_line_is_counted_and_named(line, said):
    found, decoder = read(f"{line}\n0,1,2,3,4\n")
    assert [one.values[0] for one in found] == [2]
    assert (decoder.counts.malformed, decoder.counts.packets) == (1, 1)
    assert decoder.counts.discarded == len(line) + 1
    assert said in decoder.complaint


def test_five_fields_after_eight_are_a_line_that_lost_some():
    found, decoder = read("0,1,1,2,3,4,5,6\n0,2,1,2,3\n")
    assert len(found) == 1 and decoder.complaint.endswith("5 fields; 8 are expected")


def test_numbers_among_names_are_refused():
    _, decoder = read("shin,1,1,2,3\n0,1,1,2,3\n")
    assert decoder.complaint.endswith("node 0; nodes are names here (shin)")


def test_no_more_names_than_nodes():
    _, decoder = read("".join(f"n{k},1,1,2,3\n" for k in range(MAX_NODES + 5)))
    assert len(decoder.names) == MAX_NODES and decoder.counts.malformed == 5


def test_the_end_of_a_line_at_the_start_is_passed_over_but_a_header_is_not():
    found, decoder = read("2,1000,1,2,3,4,5,6\n1,20,1,2,3,4,5,6\n", whole=False)
    assert [one.node for one in found] == [1]
    assert (decoder.counts.malformed, decoder.counts.discarded) == (0, len("2,1000,1,2,3,4,5,6\n"))
    assert len(readings("t_us,ax\n1,2\n", whole=False)) == 1


def test_a_stream_without_an_end_of_line_takes_no_memory():
    decoder = Lines(whole=True)
    for _ in range(1000):
        decoder.feed(b"x" * 97)
    assert len(decoder._begun) <= LONGEST
    assert [one.node for one in decoder.feed(b"0,1,1,2,3\n4,1,1,2,3\n")] == [4]
    assert decoder.counts.corrupt == 1 and decoder.counts.discarded == 97_000 + len("0,1,1,2,3\n")


GOOD = st.builds(
    lambda node, t, values: f"{node},{t},{','.join(map(repr, values))}",
    st.integers(0, 19),
    st.integers(0, 2**32 - 1),
    st.lists(st.floats(-1e3, 1e3), min_size=6, max_size=6),
)


@given(st.lists(GOOD | st.text("0123456789,.-xé\r ", max_size=60), max_size=8), st.data())
def test_any_pieces_give_the_same_and_good_lines_are_read_as_python_reads_them(lines, data):
    text = "".join(line + "\n" for line in lines).encode()
    whole, byte_by_byte = Lines(whole=True), Lines(whole=True)
    found = whole.feed(text)
    assert repr([one for byte in text for one in byte_by_byte.feed(bytes([byte]))]) == repr(found)
    assert whole.counts == byte_by_byte.counts
    expected = []
    for line in lines:
        fields = [field.strip() for field in line.split(",")]
        try:
            node, t, *values = int(fields[0]), round(float(fields[1])), *map(float, fields[2:])
        except (ValueError, IndexError):
            continue
        if len(values) == 6 and 0 <= node < 20 and fields[0].isdecimal():
            expected.append((node, t % 2**32, tuple(values)))
    assert [(one.node, one.time, one.values) for one in found if len(one) == 4 and not isnan(one.values[5])] == expected


def test_random_bytes_never_raise():
    draw, decoder = random.Random(5), Lines()
    for _ in range(300):
        decoder.feed(draw.randbytes(500))
        decoder.feed(bytes(draw.choice(b"0123456789,.\n-e ;\tnaxyzgtu_") for _ in range(500)))
    assert decoder.counts.malformed > 100
