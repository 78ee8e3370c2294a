"""Messages to a broker: a bounded queue and a thread of its own, so that the run never waits."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

from paho.mqtt.client import MQTTMessageInfo

from rtstgcn_edge.notices import Notices
from rtstgcn_edge.sinks.mqtt.address import Broker
from rtstgcn_edge.sinks.mqtt.connection import Connection, hear
from rtstgcn_edge.sinks.mqtt.message import Message

MOST_WAITING = 1000
"""Messages; of more, the oldest are dropped."""
MOST_UNDERWAY = 20
"""That the broker has not acknowledged yet (QoS 1)."""
FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 30.0
"""Before a further attempt to connect; it doubles from one to the next."""
CLOSE_S = 2.0
"""For what waits at the end."""
TURN_S = 1.0

ONLINE, OFFLINE = "online", "offline"


class Link:
    """Publishes at a broker, and comes back to it after it was away.

    With QoS 0 a message is lost where the broker is away; with QoS 1 it waits. messages = sent + dropped + unsent +
    waiting; the last is 0 once the link is closed.

    Args:
        broker: where.
        qos: 0 or 1.
        retain: whether the broker keeps states for who subscribes later.
        introduction: (topic, payload) that the broker keeps in any case, told at each connection.
        notices: takes lines for people.
    """

    def __init__(
        self, broker: Broker, *, qos: int, retain: bool, introduction: Sequence[tuple[str, str]], notices: Notices
    ) -> None:
        self._name, self._qos, self._retain, self._notices = broker.name, qos, retain, notices
        status = f"{broker.topic}/status"
        self._introduction = [*introduction, (status, ONLINE)]
        self._queue: deque[Message] = deque()
        self._lock = threading.Lock()
        self._states: dict[str, Callable[[], str] | None] = {}  # by topic; None: the broker is to forget it
        self._kept: set[str] = set()  # topics of which the broker keeps a state
        self._underway: set[int] = set()
        self._told = ""
        self._away_since: int | None = time.monotonic_ns()
        self._away_ns = 0
        self._end: float | None = None
        self.messages = self.sent = self.dropped = self.unsent = 0
        self.attempts = self.connections = self.lost = 0
        self.failure = ""
        """What ended the thread before its time."""
        self._ear, self._bell = socket.socketpair()
        self._ear.setblocking(False)
        self._bell.setblocking(False)
        self._connection = Connection(broker, (status, OFFLINE), self._ear, self._published)
        self._thread = threading.Thread(target=self._work, name="mqtt", daemon=True)
        self._thread.start()

    @property
    def trouble(self) -> str:
        """What keeps it from the broker, or kept it until now; empty while it is there."""
        return self._told

    def put(self, messages: Iterable[Message]) -> None:
        """Leave messages to be published; waits for nothing."""
        for message in messages:
            self.messages += self._counts(message)
            if len(self._queue) >= MOST_WAITING:
                self._drop_oldest()
            self._queue.append(message)
        self._ring()

    def close(self) -> None:
        """Publish what waits, if the broker is there, and say goodbye; takes little longer than CLOSE_S."""
        self._end = time.monotonic() + CLOSE_S
        self._ring()
        self._thread.join(CLOSE_S + 0.5)
        if self._thread.is_alive():  # in an attempt to connect, and ends with it
            return
        self._ear.close()
        self._bell.close()
        self.unsent += len(self._underway) + sum(map(self._counts, self._queue))
        self._underway.clear()
        self._queue.clear()

    def facts(self) -> dict[str, Any]:
        """What was counted, JSON-able."""
        return {
            "messages": self.messages,
            "sent": self.sent,
            "dropped": self.dropped,
            "unsent": self.unsent,
            "waiting": sum(map(self._counts, self._queue.copy())) + len(self._underway),
            "connections": self.connections,
            "attempts": self.attempts,
            "lost": self.lost,
            "away_s": self.away_s(),
        }

    def away_s(self) -> float:
        """Time without the broker."""
        since = self._away_since
        return (self._away_ns + (0 if since is None else time.monotonic_ns() - since)) / 1e9

    def _drop_oldest(self) -> None:
        with self._lock:
            if self._queue:  # the other thread may have taken them meanwhile
                oldest = self._queue.popleft()
                self._remember(oldest)
                self.dropped += self._counts(oldest)

    def _ring(self) -> None:
        with suppress(BlockingIOError):  # it is ringing
            self._bell.send(b"\0")

    def _counts(self, message: Message) -> bool:
        """Whether it is published: only a state that the broker keeps is taken back there."""
        return message.payload is not None or self._retain

    def _work(self) -> None:
        try:
            wait = FIRST_WAIT_S
            while self._end is None or not self.attempts:
                if self._connect():
                    wait = FIRST_WAIT_S
                    self._serve()
                if self._end is None:
                    self._idle(wait)
                    wait = min(2 * wait, LONGEST_WAIT_S)
        except Exception as error:  # the run goes on without its broker
            self.failure = f"{type(error).__name__}: {error}"
            self._notices.say("failure", f"{self._name}: stopped ({self.failure})")

    def _connect(self) -> bool:
        """One attempt. A trouble is said once, and not again while it stays the same."""
        self.attempts += 1
        if self._connection.open():
            self._came()
            return True
        trouble = self._connection.trouble
        if trouble != self._told:
            self._told = trouble
            self._notices.say("away", f"{self._name}: not reached ({trouble}); trying again")
        return False

    def _serve(self) -> None:
        """Publish until the connection is lost, or the run ends."""
        connection = self._connection
        for topic, payload in self._introduction:
            connection.publish(topic, payload, qos=1, retain=True)
        with self._lock:
            states = [Message(topic, payload, state=True) for topic, payload in self._states.items()]
        for state in states:
            self._publish(state)
        while connection.up:
            self._publish_queue()
            if self._end is None:
                connection.turn(TURN_S)
            elif (self._queue or self._underway or connection.busy) and time.monotonic() < self._end:
                connection.turn(self._end - time.monotonic())
            else:
                connection.close(self._end)
                return
        self._was_lost()

    def _publish_queue(self) -> None:
        connection = self._connection
        while connection.up and not connection.busy and len(self._underway) < MOST_UNDERWAY and (one := self._next()):
            info = self._publish(one)
            if not info.rc and info.is_published():
                self.sent += 1
            elif self._qos or not info.rc:
                self._underway.add(info.mid)
            else:
                self.unsent += 1

    def _published(self, number: int) -> None:
        if number in self._underway:
            self._underway.discard(number)
            self.sent += 1

    def _publish(self, message: Message) -> MQTTMessageInfo:
        topic, payload, state = message
        retain = self._retain and state
        text = payload() if payload else ""  # an empty one takes back what is kept
        info = self._connection.publish(topic, text, qos=self._qos, retain=retain)
        if retain and (self._qos or not info.rc):
            with self._lock:
                if payload:
                    self._kept.add(topic)
                else:
                    self._kept.discard(topic)
                    if self._states.get(topic) is None:
                        self._states.pop(topic, None)
        return info

    def _next(self) -> Message | None:
        """The next one that is published; None where none waits. States are remembered."""
        while True:
            with self._lock:
                if not self._queue:
                    return None
                message = self._queue.popleft()
                self._remember(message)
            if self._counts(message):
                return message

    def _remember(self, message: Message) -> None:
        """What the states are, whether or not the message gets through."""
        topic, payload, state = message
        if payload is None and topic not in self._kept:
            self._states.pop(topic, None)
        elif state:
            self._states[topic] = payload

    def _idle(self, seconds: float) -> None:
        """Wait. With QoS 0 nothing waits for a broker that is away; what the states are is kept in mind."""
        end = time.monotonic() + seconds
        while True:
            while not self._qos and self._next():
                self.unsent += 1
            left = end - time.monotonic()
            if self._end is not None or left <= 0:
                return
            select.select([self._ear], [], [], left)
            hear(self._ear)

    def _came(self) -> None:
        now = time.monotonic_ns()
        away = now - (self._away_since or now)
        self._away_ns += away
        self._away_since = None
        self.connections += 1
        if self._told:
            self._told = ""
            self._notices.say("back", f"{self._name}: connected after {away / 1e9:.1f} s")

    def _was_lost(self) -> None:
        self._away_since = time.monotonic_ns()
        self.lost += 1
        self._told = self._connection.trouble or "connection closed"
        self._notices.say("lost", f"{self._name}: lost ({self._told}); trying to connect again")
        if not self._qos:
            self.unsent += len(self._underway)
            self._underway.clear()
