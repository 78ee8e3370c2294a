"""Type and fields of every message, byte for byte, little-endian, and what content is refused."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from struct import Struct, error

from rtstgcn_firmware.messages import (
    DEVICE,
    MAX_NODES,
    MAX_TEXT,
    VERSION,
    AccUnit,
    Ack,
    Class,
    Combined,
    Error,
    GyroUnit,
    Hello,
    HelloRequest,
    Kind,
    Label,
    Message,
    MessageType,
    Node,
    Sample,
    Status,
    SyncReply,
    SyncRequest,
)

# all but the text at the end; the first byte is the type
_HELLO = Struct("<BBBBBHIBfBf8s")
_HELLO_VERSION = 1
_NODE = Struct("<BB")
_SAMPLE = Struct("<BBHI6h")
_COMBINED = [Struct(f"<BHI{6 * nodes}h") for nodes in range(MAX_NODES + 1)]
_STATUS = Struct("<BBBII")
_SYNC_REPLY = Struct("<BBIII")
_ACK = Struct("<BHI")
_ERROR = Struct("<BB")
_HELLO_REQUEST = Struct("<BB")
_SYNC_REQUEST = Struct("<BBI")
_LABEL = Struct("<BBHBBBI")
_CLASS = Struct("<BBB")


def pack(message: Message) -> bytes:
    """Type and fields, at most 250 bytes. Raises ValueError where a value does not fit its field."""
    try:
        return _packed(message)
    except (error, OverflowError) as wrong:
        raise ValueError(f"{message}: {wrong}") from None


def parse(body: bytes) -> Message | None:
    """The message of a type and its fields; None: of no type that this version knows.

    Raises ValueError where length or content are not of that type.
    """
    reader = _READERS.get(body[0])
    if reader is None:
        return None
    try:
        return reader(body)
    except error:
        wrong = f"{len(body)} bytes are not its length"
    except ValueError as said:
        wrong = str(said)
    raise ValueError(f"{MessageType(body[0]).name}: {wrong}")


def _packed(message: Message) -> bytes:
    if isinstance(message, Sample):
        return _SAMPLE.pack(MessageType.SAMPLE, message.node, message.sequence, message.time, *message.values)
    if isinstance(message, Combined):
        nodes, rest = divmod(len(message.values), 6)
        if rest or not 0 < nodes <= MAX_NODES:
            raise ValueError(f"COMBINED: {len(message.values)} values are not 6 for each of 1 to {MAX_NODES} nodes")
        return _COMBINED[nodes].pack(MessageType.COMBINED, message.sequence, message.time, *message.values)
    if isinstance(message, Hello):
        *fields, firmware, model = message
        if len(message.serial) != 8:
            raise ValueError(f"serial {message.serial!r}: {len(message.serial)} bytes; it has 8")
        return _HELLO.pack(MessageType.HELLO, *fields) + _text(firmware) + _text(model)
    if isinstance(message, Node):
        return _NODE.pack(MessageType.NODE, message.node) + _text(message.name)
    if isinstance(message, Error):
        return _ERROR.pack(MessageType.ERROR, message.code) + _text(message.text)
    if isinstance(message, Class):
        return _CLASS.pack(MessageType.CLASS, message.label, message.classes) + _text(message.name)
    kind, fields_only = _FIELDS_ONLY[type(message)]
    return fields_only.pack(kind, *message)


_FIELDS_ONLY: dict[type[Message], tuple[MessageType, Struct]] = {
    Status: (MessageType.STATUS, _STATUS),
    SyncReply: (MessageType.SYNC_REPLY, _SYNC_REPLY),
    Ack: (MessageType.ACK, _ACK),
    HelloRequest: (MessageType.HELLO_REQUEST, _HELLO_REQUEST),
    SyncRequest: (MessageType.SYNC_REQUEST, _SYNC_REQUEST),
    Label: (MessageType.LABEL, _LABEL),
}


def _text(text: str) -> bytes:
    encoded = text.encode()
    if len(encoded) > MAX_TEXT:
        raise ValueError(f"{text!r}: {len(encoded)} bytes of UTF-8; a text has at most {MAX_TEXT}")
    return bytes([len(encoded)]) + encoded


def _texts(body: bytes, at: int, count: int) -> list[str]:
    """The texts from `at` on, which are `count` and end with the body."""
    texts = []
    for _ in range(count):
        size = body[at] if at < len(body) else MAX_TEXT + 1
        end = at + 1 + size
        if size > MAX_TEXT or end > len(body):
            raise ValueError(f"a text of more than {MAX_TEXT} bytes, or cut off")
        texts.append(body[at + 1 : end].decode())
        at = end
    if at != len(body):
        raise ValueError(f"{len(body)} bytes are {len(body) - at} too many")
    return texts


def _node(node: int, *, or_device: bool = False) -> int:
    if node >= MAX_NODES and not (or_device and node == DEVICE):
        raise ValueError(f"node {node}; nodes are 0 to {MAX_NODES - 1}" + (f", or {DEVICE}" if or_device else ""))
    return node


def _hello(body: bytes) -> Hello:
    version = _HELLO_REQUEST.unpack_from(body)[_HELLO_VERSION]
    if version != VERSION:
        return Hello(version, 0, 0, 0, 0, 0, AccUnit.M_S2, 0.0, GyroUnit.RAD_S, 0.0, bytes(8), "", "")
    _, _, flags, nodes, channels, boot, rate, acc, acc_range, gyro, gyro_range, serial = _HELLO.unpack_from(body)
    if not 0 < nodes <= MAX_NODES:
        raise ValueError(f"{nodes} nodes; there are 1 to {MAX_NODES}")
    if not rate:
        raise ValueError("rate 0")
    for name, full in (("acc_range", acc_range), ("gyro_range", gyro_range)):
        if not isfinite(full) or full <= 0:
            raise ValueError(f"{name} {full}; a range is finite and above 0")
    of_acc, of_gyro = AccUnit(acc), GyroUnit(gyro)
    names = _texts(body, _HELLO.size, 2)
    return Hello(version, flags, nodes, channels, boot, rate, of_acc, acc_range, of_gyro, gyro_range, serial, *names)


def _named_node(body: bytes) -> Node:
    return Node(_node(_NODE.unpack_from(body)[1]), *_texts(body, _NODE.size, 1))


def _sample(body: bytes) -> Sample:
    fields = _SAMPLE.unpack(body)
    return Sample(_node(fields[1]), fields[2], fields[3], fields[4:])


def _combined(body: bytes) -> Combined:
    nodes, rest = divmod(len(body) - _COMBINED[0].size, 12)
    if rest or not 0 < nodes <= MAX_NODES:
        raise ValueError(f"{len(body)} bytes are not 7, and 12 for each of 1 to {MAX_NODES} nodes")
    fields = _COMBINED[nodes].unpack(body)
    return Combined(fields[1], fields[2], fields[3:])


def _status(body: bytes) -> Status:
    _, node, battery, taken, dropped = _STATUS.unpack(body)
    return Status(_node(node, or_device=True), battery, taken, dropped)


def _sync_reply(body: bytes) -> SyncReply:
    _, node, *times = _SYNC_REPLY.unpack(body)
    return SyncReply(_node(node, or_device=True), *times)


def _ack(body: bytes) -> Ack:
    return Ack(*_ACK.unpack(body)[1:])


def _error(body: bytes) -> Error:
    return Error(_ERROR.unpack_from(body)[1], *_texts(body, _ERROR.size, 1))


def _hello_request(body: bytes) -> HelloRequest:
    return HelloRequest(_HELLO_REQUEST.unpack(body)[1])


def _sync_request(body: bytes) -> SyncRequest:
    _, node, echo = _SYNC_REQUEST.unpack(body)
    return SyncRequest(_node(node, or_device=True), echo)


def _label(body: bytes) -> Label:
    _, kind, *rest = _LABEL.unpack(body)
    return Label(Kind(kind), *rest)


def _class(body: bytes) -> Class:
    _, label, classes = _CLASS.unpack_from(body)
    if label >= classes:
        raise ValueError(f"class {label} of {classes}; they are counted from 0")
    return Class(label, classes, *_texts(body, _CLASS.size, 1))


_READERS: dict[int, Callable[[bytes], Message]] = {
    MessageType.HELLO: _hello,
    MessageType.NODE: _named_node,
    MessageType.SAMPLE: _sample,
    MessageType.COMBINED: _combined,
    MessageType.STATUS: _status,
    MessageType.SYNC_REPLY: _sync_reply,
    MessageType.ACK: _ack,
    MessageType.ERROR: _error,
    MessageType.HELLO_REQUEST: _hello_request,
    MessageType.SYNC_REQUEST: _sync_request,
    MessageType.LABEL: _label,
    MessageType.CLASS: _class,
}
