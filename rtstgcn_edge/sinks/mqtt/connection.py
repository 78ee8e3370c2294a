"""A client at a broker, and what becomes of its connection in words for people."""

from __future__ import annotations

import secrets
import select
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from paho.mqtt.client import Client, MQTTMessageInfo
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.reasoncodes import ReasonCode

from rtstgcn_edge.sinks.mqtt.address import Broker

KEEPALIVE_S = 15
"""Without a word, after which the other side is asked; twice this, and it counts as gone."""
CONNECT_S = 5.0


class Connection:
    """All of it belongs to one thread; only `open` takes time, up to CONNECT_S for each address and the answer.

    Args:
        broker: where.
        will: (topic, payload) that the broker is to publish, and keep, where this program ends without a goodbye.
        ear: a socket that ends a `turn` early when it can be read.
        published: told the id of each message that has left (QoS 0) or was acknowledged (QoS 1).
    """

    def __init__(
        self, broker: Broker, will: tuple[str, str], ear: socket.socket, published: Callable[[int], None]
    ) -> None:
        self._broker, self._will, self._ear, self._published = broker, will, ear, published
        self._accepted = False
        self.trouble = ""
        """Why it could not be opened, or what ended it."""
        self._client = client = Client(
            CallbackAPIVersion.VERSION2, f"rtstgcn-edge-{secrets.token_hex(4)}", reconnect_on_failure=False
        )
        client.connect_timeout = CONNECT_S
        client.username_pw_set(broker.user, broker.password)
        if broker.tls:
            client.tls_set_context(broker.tls)
        client.will_set(*will, qos=1, retain=True)
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_publish = self._on_publish
        client.on_socket_open = _no_delay

    @property
    def up(self) -> bool:
        """Whether it stands."""
        return self._accepted and self._client.socket() is not None

    @property
    def busy(self) -> bool:
        """Whether something waits to be written: the other side reads slower than we write."""
        return self._client.want_write()

    def open(self) -> bool:
        """One attempt, from scratch; messages of QoS 1 that were not acknowledged are then sent again."""
        self._accepted, self.trouble = False, ""
        client = self._client
        try:
            client.connect(self._broker.host, self._broker.port, KEEPALIVE_S)
            end = time.monotonic() + CONNECT_S
            while not self._accepted and client.socket() and (left := end - time.monotonic()) > 0:
                self.turn(left)
        except (OSError, UnicodeError) as error:
            self.trouble = _reason(error, self._broker)
        if not self.up:
            self.trouble = self.trouble or ("no answer" if client.socket() else self._refused())
            client.disconnect()
        return self.up

    def publish(self, topic: str, payload: str, *, qos: int, retain: bool) -> MQTTMessageInfo:
        """Write a message, or leave to `turn` what cannot be written at once."""
        return self._client.publish(topic, payload, qos, retain)

    def turn(self, seconds: float) -> None:
        """Read and write what can be, or wait for it or for the ear."""
        client, connection = self._client, self._client.socket()
        if connection is None:
            return
        decrypted = isinstance(connection, ssl.SSLSocket) and connection.pending() > 0
        wanting = [connection] if self.busy else []
        readable, writable, _ = select.select([connection, self._ear], wanting, [], 0 if decrypted else max(seconds, 0))
        if self._ear in readable:
            hear(self._ear)
        if decrypted or connection in readable:
            client.loop_read()
        if connection in writable:
            client.loop_write()
        client.loop_misc()

    def close(self, end: float) -> None:
        """Publish the will, and part so that the broker does not; until `end` (monotonic s) at most."""
        if not self.up:
            return
        info = self.publish(*self._will, qos=1, retain=True)
        while not info.rc and not info.is_published():
            if not self._turn_until(end):
                return
        self._client.disconnect()
        while self._turn_until(end):
            pass

    def _refused(self) -> str:
        if self._broker.tls:
            return "it closed the connection; perhaps it wants a certificate, cert=FILE"
        return _closed("mqtts://")

    def _turn_until(self, end: float) -> bool:
        left = end - time.monotonic()
        self.turn(left)
        return self.up and left > 0

    def _on_connect(self, client: Client, userdata: Any, flags: Any, reason: ReasonCode, properties: Any) -> None:
        self._accepted = not reason.is_failure
        if reason.is_failure:
            self.trouble = f"it refuses us: {str(reason).lower()}"

    def _on_disconnect(self, client: Client, userdata: Any, flags: Any, reason: ReasonCode, properties: Any) -> None:
        if self._accepted and reason.is_failure:
            said = str(reason).lower()
            self.trouble = "connection closed" if said == "unspecified error" else said

    def _on_publish(self, client: Client, userdata: Any, mid: int, reason: ReasonCode, properties: Any) -> None:
        self._published(mid)


def hear(ear: socket.socket) -> None:
    """Forget what was rung."""
    with suppress(BlockingIOError):
        ear.recv(4096)


def _no_delay(client: Client, userdata: Any, connection: Any) -> None:
    """A message leaves at once, and does not wait for the one before to be acknowledged (Nagle)."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _reason(error: Exception, broker: Broker) -> str:
    if isinstance(error, (socket.gaierror, UnicodeError)):
        return f"no host is called '{broker.host}'"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate does not hold: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        wrong = error.reason in ("WRONG_VERSION_NUMBER", "UNEXPECTED_EOF_WHILE_READING", "RECORD_LAYER_FAILURE")
        return _closed("mqtt://") if wrong else f"TLS: {error.reason or error}"
    if isinstance(error, TimeoutError):
        return "no answer"
    if isinstance(error, ConnectionResetError) and broker.tls:
        return _closed("mqtt://")
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)


def _closed(other: str) -> str:
    return f"it closed the connection; perhaps the port is one of {other}"
