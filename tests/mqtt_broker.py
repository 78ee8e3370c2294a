"""A broker on loopback that speaks MQTT 3.1.1 as far as one who publishes needs it, and does wrong when told to."""

import contextlib
import socket
import ssl
import struct
import threading
import time
from typing import NamedTuple

CONNECT, CONNACK, PUBLISH, PUBACK, PINGREQ, PINGRESP, DISCONNECT = 1, 2, 3, 4, 12, 13, 14
ACCEPTED, NOT_AUTHORIZED = 0, 5


class Heard(NamedTuple):
    topic: str
    payload: str
    qos: int
    retain: bool
    again: bool


class Broker:
    """Keeps what is published in `heard`; what a client is and said at its start is in `clients`.

    `tls` is a server's context. Set `mute` to answer no CONNECT, `deaf` to read no more, `acknowledge` to False to
    answer no PUBLISH, `before` to bytes that go out together with such an answer; `accounts` gives passwords by user.
    """

    def __init__(self, tls: ssl.SSLContext | None = None, port: int = 0) -> None:
        self.heard: list[Heard] = []
        self.clients: list[dict] = []
        self.accounts: dict[str, str] = {}
        self.mute = self.deaf = False
        self.acknowledge = True
        self.before = b""
        self._tls, self.port = tls, port
        self._connections: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self.start()

    def __enter__(self) -> "Broker":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Listen, at the port of before."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listener.getsockname()[1]
        self._up = True
        self._spawn(self._accept, self._listener)

    def stop(self) -> None:
        """Go away, and cut all connections."""
        self._up = False
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        for thread in self._threads:
            thread.join(60)

    def cut(self) -> None:
        """Cut all connections, and stay."""
        for connection in self._connections.copy():
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def payloads(self, topic: str) -> list[str]:
        """What was published at a topic, last wills too."""
        return [one.payload for one in self.heard if one.topic == topic]

    def _spawn(self, target, *arguments):
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self, listener):
        while self._up:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self._spawn(self._talk, connection)

    def _talk(self, connection):
        self._connections.add(connection)
        will = None
        try:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
                self._connections.add(connection)
            if not self._up:  # too late to be cut
                return
            while True:  # what was sent before a cut is still heard, the goodbye too
                while self.deaf and self._up:
                    time.sleep(0.01)
                kind, flags, body = read_packet(connection)
                if kind == CONNECT:
                    client = read_connect(body)
                    self.clients.append(client)
                    if self.mute:
                        continue
                    known = not self.accounts or (client["user"], client["password"]) in self.accounts.items()
                    connection.sendall(bytes([CONNACK << 4, 2, 0, ACCEPTED if known else NOT_AUTHORIZED]))
                    if not known:
                        return
                    will = client["will"]
                elif kind == PUBLISH:
                    number = self._hear(flags, body)
                    if number and self.acknowledge:
                        connection.sendall(self.before + struct.pack("!BBH", PUBACK << 4, 2, number))
                elif kind == PINGREQ:
                    connection.sendall(bytes([PINGRESP << 4, 0]))
                elif kind == DISCONNECT:
                    will = None
                    return
        except (OSError, EOFError, struct.error, ValueError):  # gone, or no MQTT
            pass
        finally:
            if will:
                self.heard.append(will)
            connection.close()

    def _hear(self, flags, body):
        """Keep a message; its number, 0 where no acknowledgement is due."""
        qos = flags >> 1 & 3
        topic, rest = take(body)
        number = struct.unpack("!H", rest[:2])[0] if qos else 0
        payload = rest[2:] if qos else rest
        self.heard.append(Heard(topic.decode(), payload.decode(), qos, bool(flags & 1), bool(flags & 8)))
        return number


def read_packet(connection):
    first = exactly(connection, 1)[0]
    length = shift = 0
    while True:
        byte = exactly(connection, 1)[0]
        length |= (byte & 127) << shift
        shift += 7
        if not byte & 128:
            return first >> 4, first & 15, exactly(connection, length)


def exactly(connection, count):
    data = b""
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data


def take(body):
    """A string that its length precedes, and the rest."""
    (length,) = struct.unpack("!H", body[:2])
    return body[2 : 2 + length], body[2 + length :]


def read_connect(body):
    protocol, rest = take(body)
    level, flags, keepalive = struct.unpack("!BBH", rest[:4])
    name, rest = take(rest[4:])
    will = user = password = None
    if flags & 4:
        topic, rest = take(rest)
        payload, rest = take(rest)
        will = Heard(topic.decode(), payload.decode(), flags >> 3 & 3, bool(flags & 32), False)
    if flags & 128:
        user, rest = take(rest)
    if flags & 64:
        password, rest = take(rest)
    if (protocol, level, rest) != (b"MQTT", 4, b""):
        raise ValueError("not MQTT 3.1.1")
    return {
        "name": name.decode(),
        "keepalive": keepalive,
        "will": will,
        "user": user and user.decode(),
        "password": password and password.decode(),
    }
