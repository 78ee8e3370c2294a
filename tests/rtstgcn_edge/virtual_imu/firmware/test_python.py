"""The firmware in Python: counters, and what it answers."""

from rtstgcn_firmware.codec import Decoder, encode
from rtstgcn_firmware.messages import Class, Combined, Hello, HelloRequest, Kind, Label, Sample, Status

from rtstgcn_edge.virtual_imu.firmware import Identity, PythonFirmware

IDENTITY = Identity(("a", ""), True, 0b111, 58_800, 4.0, 500.0, b"\1" * 8, "gait")


class Board:
    """Keeps what was written; takes `room` packets."""

    def __init__(self, room=1 << 30):
        self.room, self.packets, self.labels = room, [], []

    def write(self, packet):
        if self.room == 0:
            return False
        self.room -= 1
        self.packets.append(packet)
        return True

    def clock_us(self, node):
        return 1000 + node

    def labelled(self, label, name):
        self.labels.append((label, name))

    @property
    def messages(self):
        return Decoder().feed(b"".join(self.packets))


def test_a_hello_says_the_identity_and_names_the_nodes():
    board = Board()
    PythonFirmware(IDENTITY, board).start(77)
    hello, *nodes = board.messages
    assert isinstance(hello, Hello) and nodes == [(0, "a"), (1, "")]
    assert (hello.flags, hello.nodes, hello.boot, hello.rate_hz) == (1, 2, 77, 58.8)
    assert (hello.acc_range, hello.gyro_range, hello.serial, hello.model) == (4, 500, b"\1" * 8, "gait")


def test_nodes_without_any_name_are_not_named():
    board = Board()
    PythonFirmware(IDENTITY._replace(nodes=("", "")), board).start(77)
    assert len(board.packets) == 1


def test_what_the_buffer_refuses_leaves_a_gap_and_is_counted():
    board = Board()
    firmware = PythonFirmware(IDENTITY, board)
    firmware.start(1)
    for room in (1, 0, 0, 1):
        board.room = room
        firmware.sample(1, 5, [1, 2, 3, 4, 5, 6])
    board.room = 9
    firmware.status(1, 80)
    firmware.status(255, 255)
    samples = [m for m in board.messages if isinstance(m, Sample)]
    assert [s.sequence for s in samples] == [0, 3]
    assert board.messages[-2:] == [Status(1, 80, 4, 2), Status(255, 255, 4, 2)]


def test_a_combined_message_is_a_sample_of_every_node_and_counts_by_itself():
    board = Board()
    firmware = PythonFirmware(IDENTITY, board)
    firmware.start(1)
    for _ in range(3):
        firmware.combined(5, [0] * 12)
    firmware.status(0, 255)
    assert [m.sequence for m in board.messages if isinstance(m, Combined)] == [0, 1, 2]
    assert board.messages[-1] == Status(0, 255, 3, 0)


def test_sequences_wrap_at_65536():
    board = Board()
    firmware = PythonFirmware(IDENTITY, board)
    firmware.start(1)
    for _ in range(65_535):
        firmware.sample(0, 5, [0] * 6)
    board.packets.clear()
    firmware.sample(0, 5, [0] * 6)
    firmware.sample(0, 5, [0] * 6)
    assert [m.sequence for m in board.messages] == [65_535, 0]


def test_a_restart_forgets_counters_classes_and_half_a_packet():
    board = Board()
    firmware = PythonFirmware(IDENTITY, board)
    firmware.start(1)
    firmware.sample(0, 5, [0] * 6)
    firmware.receive(encode(Class(1, 2, "freeze")) + encode(HelloRequest())[:3])
    firmware.start(2)
    board.packets.clear()
    firmware.sample(0, 5, [0] * 6)
    firmware.receive(encode(HelloRequest())[3:])
    label = Label(Kind.LABEL, 0, 1, 9, 0, 0)
    firmware.receive(encode(label))
    assert [m.sequence for m in board.messages] == [0]
    assert board.labels == [(label, "")]
