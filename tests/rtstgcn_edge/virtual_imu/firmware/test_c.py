"""The C library as a firmware: byte for byte what the Python one sends (test_device.py plays whole devices)."""

from model_by_hand import needs_compiler
from rtstgcn_firmware.codec import encode
from rtstgcn_firmware.messages import Class, HelloRequest, Kind, Label, SyncRequest

from rtstgcn_edge.virtual_imu.firmware import CFirmware, Identity, PythonFirmware

pytestmark = needs_compiler


class Board:
    def __init__(self):
        self.packets, self.labels = [], []

    def write(self, packet):
        self.packets.append(packet)
        return True

    def clock_us(self, node):
        return 4_000_000_000 + node

    def labelled(self, label, name):
        self.labels.append((label, name))


def performance(firmware, identity):
    board = Board()
    device = firmware(identity, board)
    for boot in (3, 65_535):
        device.start(boot)
        for node in range(len(identity.nodes)):
            device.sample(node, 4_294_967_295, [-32768, 32767, 0, 1, -1, 255])
        device.combined(7, [0] * (6 * len(identity.nodes)))
        device.status(0, 55)
        device.status(255, 255)
        device.receive(encode(HelloRequest()) + encode(SyncRequest(0, 9)) + encode(Class(254, 255, "x" * 31)))
        device.receive(encode(Label(Kind.CUE, 65_535, 254, 255, 3, 4_000_000_000)))
    return board.packets, board.labels


def test_every_message_is_the_same_for_one_node_and_for_twenty():
    for nodes in (("",), ("a", "", "µ" * 15), tuple(f"n{n}" for n in range(20))):
        identity = Identity(nodes, True, 0x3F, 64_000, 0.1, 123.456, bytes(range(8)), "daphnet-fog")
        in_c, in_python = performance(CFirmware, identity), performance(PythonFirmware, identity)
        assert in_c == in_python
        assert [name for _, name in in_c[1]] == ["x" * 31] * 2
