"""Scripts for tests/firmware_bridge/c_wire/script.c, and a slow obvious device that says what has to come of them."""

import struct
from collections import Counter
from dataclasses import dataclass, field

from rtstgcn_firmware import cobs
from rtstgcn_firmware.codec import Decoder, encode
from rtstgcn_firmware.messages import (
    DEVICE,
    Ack,
    Class,
    Combined,
    Error,
    Hello,
    HelloRequest,
    Kind,
    Label,
    Node,
    Sample,
    Status,
    SyncReply,
    SyncRequest,
    shortened,
)

ROOM = 4
"""Names of the host's classes that the scripted device keeps."""
UNSURE = 2
"""A cue of less confidence is left, and not acknowledged."""
LONGEST = 40
"""Bytes of a packet that a device has room for."""


@dataclass
class Settings:
    """What is set before the hello; the defaults are those of rtstgcn_init."""

    listens: bool = True
    keeps_names: bool = True
    flags: int = 0
    nodes: int = 1
    channels: int = 0x3F
    boot: int = 0
    rate: int = 100_000
    acc_unit: int = 1
    acc_range: float = 16.0
    gyro_unit: int = 1
    gyro_range: float = 2000.0
    serial: bytes = bytes(8)
    firmware: str = ""
    model: str = ""
    node_names: list[str] | None = None
    classes: list[str] = field(default_factory=list)

    def packed(self):
        """As the operation I takes them."""
        numbers = (self.flags, self.nodes, self.channels, self.boot, self.rate)
        ranges = (self.acc_unit, self.acc_range, self.gyro_unit, self.gyro_range)
        words = struct.pack("<BBBBBHIBfBf8s", self.listens, self.keeps_names, *numbers, *ranges, self.serial)
        names = b"".join(map(text, self.node_names or []))
        classes = bytes([len(self.classes)]) + b"".join(map(text, self.classes))
        return b"I" + words + text(self.firmware) + text(self.model) + bytes([bool(self.node_names)]) + names + classes


def text(words):
    return bytes([len(words.encode())]) + words.encode()


class Script:
    """Says the same to the scripted C (`.bytes`) and to the slow obvious device (`.expected()`)."""

    def __init__(self, settings):
        self.settings = settings
        self.bytes = bytearray(settings.packed())
        self.device = ObviousDevice(settings)

    def clock(self, now, node_offset=0):
        self._say("K", struct.pack("<II", now, node_offset))
        self.device.now, self.device.node_offset = now, node_offset

    def takes(self, *limits):
        """What the next writes take; all of it after them."""
        self._say("W", bytes([len(limits), *limits]))
        self.device.limits = list(limits)

    def hello(self):
        self._say("H")
        self.device.hello()

    def poll(self):
        self._say("P")
        self.device.poll()

    def sample(self, node, time, values):
        self._say("S", struct.pack("<BI6h", node, time, *values))
        self.device.returns(self.device.sample(node, time, tuple(values)))

    def combined(self, time, values):
        self._say("C", struct.pack(f"<I{len(values)}h", time, *values))
        self.device.returns(self.device.combined(time, tuple(values)))

    def status(self, node, battery):
        self._say("T", bytes([node, battery]))
        self.device.returns(self.device.status(node, battery))

    def error(self, code, words):
        self._say("E", bytes([code]) + text(words))
        self.device.returns(self.device.replied(Error(code, shortened(words))))

    def label(self, kind, label, confidence, skeleton, time):
        self._say("L", struct.pack("<BBBBI", kind, label, confidence, skeleton, time))
        self.device.returns(self.device.label(kind, label, confidence, skeleton, time))

    def receive(self, data):
        """At most 255 bytes."""
        self._say("R", bytes([len(data)]) + data)
        self.device.returns(self.device.receive(data))

    def _say(self, operation, words=b""):
        self.bytes += operation.encode() + words

    def expected(self):
        """What the program writes for this script."""
        counts = (self.device.counts[name] for name in ("received", "corrupt", "malformed", "unknown", "unsent"))
        return bytes(self.device.out) + b"N" + struct.pack("<5I", *counts)


class ObviousDevice:
    """The device in whole messages, by the Python codec."""

    def __init__(self, settings):
        self.settings = settings
        self.out = bytearray()
        self.counts = Counter()
        self.now = self.node_offset = 0
        self.limits = []
        self.tail = b""
        self.taken, self.dropped = Counter(), Counter()
        self.numbers = Counter()
        self.waiting = []
        self.ack = self.sync = None
        self.begun = b""
        self.names = [""] * ROOM if settings.keeps_names else []

    def returns(self, value):
        self.out += b"=" + bytes([value])

    def clock(self, node):
        self.now = (self.now + 3) % 2**32
        return self.now if node == DEVICE else (self.now + (node + 1) * self.node_offset) % 2**32

    def write(self, data):
        took = min(self.limits.pop(0), len(data)) if self.limits else len(data)
        self.out += b"W" + bytes([took]) + data[:took]
        return took

    def free(self):
        """Nothing of the message before is left."""
        if self.tail:
            self.tail = self.tail[self.write(self.tail) :]
        return not self.tail

    def send(self, message):
        if not self.free():
            return False
        frame = encode(message)
        took = self.write(frame)
        self.tail = frame[took:] if took else b""
        self.counts["cut"] += self.tail != b""
        return took > 0

    def replied(self, message):
        sent = self.send(message)
        self.counts["unsent"] += not sent
        return sent

    def hello(self):
        told = self.settings
        serial_and_names = (told.serial, shortened(told.firmware), shortened(told.model))
        ranges = (told.acc_unit, told.acc_range, told.gyro_unit, told.gyro_range)
        hello = Hello(1, told.flags, told.nodes, told.channels, told.boot, told.rate, *ranges, *serial_and_names)
        nodes = [Node(k, shortened(name)) for k, name in enumerate(told.node_names or [])]
        classes = [Class(k, len(told.classes), shortened(name)) for k, name in enumerate(told.classes)]
        self.waiting = [hello, *nodes, *classes]
        self.poll()

    def poll(self):
        if self.tail:
            self.free()
        if self.sync and self.free():
            *request, whose = self.sync
            if self.send(SyncReply(*request, self.clock(whose))):
                self.sync = None
        if self.ack and self.send(self.ack):
            self.ack = None
        while self.waiting and self.send(self.waiting[0]):
            self.waiting.pop(0)

    def _sent(self, who, message):
        self.taken[who] += 1
        sent = self.send(message)
        self.dropped[who] += not sent
        return sent

    def sample(self, node, time, values):
        if node >= self.settings.nodes:
            return False
        return self._sent(node, Sample(node, self.taken[node] % 2**16, time, values))

    def combined(self, time, values):
        return self._sent("all", Combined(self.taken["all"] % 2**16, time, values))

    def status(self, node, battery):
        everyone = range(self.settings.nodes)
        if node not in everyone and node != DEVICE:
            return False
        nodes = everyone if node == DEVICE else [node]
        taken, dropped = (sum(c[k] + c["all"] for k in nodes) for c in (self.taken, self.dropped))
        return self.replied(Status(node, battery if battery <= 100 else 255, taken, dropped))

    def label(self, kind, label, confidence, skeleton, time):
        number = self.numbers[kind] % 2**16
        self.numbers[kind] += 1
        return self.replied(Label(Kind(kind), number, label, confidence, skeleton, time))

    def receive(self, data):
        time = self.clock(DEVICE)
        *frames, self.begun = (self.begun + data).split(b"\0")
        understood = sum(self._frame(frame, time) for frame in frames if frame)
        self.poll()
        return understood

    def _frame(self, frame, time):
        decoder = Decoder()
        messages = decoder.feed(frame + b"\0")
        packet = cobs.decode(frame)
        if decoder.counts.corrupt or len(packet) > LONGEST:
            self.counts["corrupt"] += 1
        elif not 0x41 <= packet[0] <= 0x44:
            self.counts["unknown"] += 1
        elif decoder.counts.malformed:
            self.counts["malformed"] += 1
        else:
            self._answer(messages[0], time)
            self.counts["received"] += 1
            return True
        return False

    def _answer(self, message, time):
        if isinstance(message, HelloRequest):
            self.hello()
        elif isinstance(message, SyncRequest):
            self._sync(message, time)
        elif isinstance(message, Class):
            label, _, name = message
            if label < len(self.names):
                self.names[label] = name
        elif self.settings.listens:
            self._act(message)

    def _sync(self, request, time):
        node = request.node
        if node != DEVICE and node >= self.settings.nodes:
            return
        whose = node if self.settings.flags & 1 else DEVICE
        if whose != DEVICE:
            ago = self.clock(DEVICE) - time
            time = (self.clock(node) - ago) % 2**32
        self.counts["unsent"] += self.sync is not None
        self.sync = (node, request.echo, time, whose)
        self.poll()

    def _act(self, label):
        name = self.names[label.label] if label.label < len(self.names) else ""
        numbers = struct.pack("<BIBBBI", label.kind, label.number, *label[2:])
        self.out += b"L" + numbers + text(name)
        self.now = (self.now + 1000) % 2**32
        if label.kind == Kind.CUE and label.confidence >= UNSURE:
            self.counts["unsent"] += self.ack is not None
            self.ack = Ack(label.number, self.clock(DEVICE))
            self.poll()


@dataclass
class Played:
    """What a scripted device gave.

    Attributes:
        wire: bytes that its write callback took.
        labels: (kind, number, label, confidence, skeleton, time, name) of each call of on_label.
        returned: what its functions returned, one after the other.
        counts: received, corrupt, malformed, unknown, unsent.
    """

    wire: bytearray = field(default_factory=bytearray)
    labels: list[tuple] = field(default_factory=list)
    returned: list[int] = field(default_factory=list)
    counts: tuple[int, ...] = ()


def played(out):
    """The output of the program, taken apart."""
    found, at = Played(), 0
    while at < len(out):
        kind, at = out[at : at + 1], at + 1
        if kind == b"W":
            found.wire += out[at + 1 : at + 1 + out[at]]
            at += 1 + out[at]
        elif kind == b"L":
            *numbers, size = struct.unpack_from("<BIBBBIB", out, at)
            at += 13
            found.labels.append((*numbers, out[at : at + size].decode()))
            at += size
        elif kind == b"=":
            found.returned.append(out[at])
            at += 1
        else:
            found.counts = struct.unpack_from("<5I", out, at)
            at += 20
    return found
