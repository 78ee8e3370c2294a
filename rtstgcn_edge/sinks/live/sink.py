"""The sink: the loop leaves each tick here, a thread tells the viewers."""

from __future__ import annotations

import asyncio
import importlib.util
import secrets
import socket
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from rtstgcn_edge import notices
from rtstgcn_edge.errors import InputError
from rtstgcn_edge.frames import Tick
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.sinks.base import RunFacts
from rtstgcn_edge.sinks.live.address import Address, listen, read_address
from rtstgcn_edge.sinks.live.hub import Hub, event
from rtstgcn_edge.sinks.live.story import UP, Glance, Story, glance
from rtstgcn_edge.uri import Uri, choice

OPTIONS: dict[str, Callable[[str], Any]] = {"token": str, "up": choice(*UP), "name": str}
PERIOD_S = 0.04
"""Between two messages."""
IDLE_S = 0.2
"""The same while nobody looks."""
FACTS_S = 1.0
MOST_NOTICES = 20
MOST_TICKS = 256
"""That wait to be told; of more, as where a replay runs as fast as possible, the oldest are not shown."""


class LiveSink:
    """A page that shows the run, and its viewers."""

    @staticmethod
    def check(uri: Uri) -> None:
        """Refuse what can be told to be wrong before a port is opened."""
        _read(uri)

    def __init__(self, uri: Uri, manifest: Manifest) -> None:
        """Raises InputError where the port is taken."""
        options, self._address = _read(uri)
        from rtstgcn_edge.sinks.live.server import Server, application  # needs the extra

        listener = listen(self._address)
        self._port = listener.getsockname()[1]
        self._id = secrets.token_hex(4)
        self._story = Story(manifest, options.get("up"))
        self._hub = Hub(self._greeting)
        self._ticks: deque[Glance] = deque()
        self._passed_over = 0
        self._run: RunFacts | None = None
        self._facts: dict[str, Any] = {}
        self._notices: deque[dict[str, Any]] = deque(maxlen=MOST_NOTICES)
        self._unsaid: deque[str] = deque(maxlen=MOST_NOTICES)
        self._closing = False
        app = application(self._hub, self._port, self._address.token, options.get("name", self._address.host))
        self._server = Server(app, listener, self._work)

    @property
    def url(self) -> str:
        """What to open in a browser."""
        return _url(self._address, self._port)

    def follow_run(self, run: RunFacts) -> None:
        """Show what this run says of itself, and say where."""
        self._run = run
        notices.listeners.append(self._unsaid.append)
        print(f"{'page':<8}{self.url}", file=sys.stderr)

    def emit(self, tick: Tick) -> None:
        """Leave a tick to be told."""
        if len(self._ticks) >= MOST_TICKS:
            with suppress(IndexError):  # the other thread took them meanwhile
                self._ticks.popleft()
                self._passed_over += 1
        self._ticks.append(glance(tick))

    def close(self) -> None:
        """Tell the last ticks, and that the run has ended."""
        if self._run is not None:
            notices.listeners.remove(self._unsaid.append)
        self._closing = True
        self._server.close()

    def facts(self) -> dict[str, Any]:
        """Who looked, and what they missed."""
        hub = self._hub
        return {
            "sink": f"live:{self._address.host}:{self._port}",
            "viewers": hub.came,
            "most_viewers": hub.most,
            "messages": hub.messages,
            "missed_by_slow_viewers": hub.missed,
            "ticks_not_shown": self._passed_over,
        }

    def remarks(self) -> list[str]:
        """What of it matters."""
        facts = self.facts()
        lines = []
        if self._server.failure:
            lines.append(f"{facts['sink']}: the page stopped ({self._server.failure})")
        if facts["missed_by_slow_viewers"]:
            lines.append(f"{facts['sink']}: slow viewers missed {facts['missed_by_slow_viewers']} messages")
        return lines

    async def _work(self) -> None:
        due = 0.0
        closing = False
        while not closing:
            closing = self._closing
            self._tell()
            if time.monotonic() >= due or closing:
                due = time.monotonic() + FACTS_S
                self._tell_facts()
            if not closing:
                await asyncio.sleep(PERIOD_S if len(self._hub) else IDLE_S)
        self._hub.send(event("end", {}))
        self._hub.end()

    def _tell(self) -> None:
        ticks: list[Glance] = []
        with suppress(IndexError):  # the loop gave one up meanwhile
            ticks.extend(self._ticks.popleft() for _ in range(len(self._ticks)))
        message = self._story.tell(ticks)
        if message and len(self._hub):
            self._hub.send(event("tick", message))

        while self._unsaid:
            notice = {"at": round(time.time()), "text": self._unsaid.popleft()}
            self._notices.append(notice)
            self._hub.send(event("notice", notice))

    def _tell_facts(self) -> None:
        if self._run is None:
            return
        with suppress(RuntimeError):  # the loop added a key while we read: a second later it stands still
            self._facts = self._run.to_dict() | {"page": {"watching": len(self._hub), **self.facts()}}
        if len(self._hub):
            self._hub.send(event("facts", self._facts))

    def _greeting(self) -> bytes:
        said = {"run": self._id, "model": self._story.model(), "facts": self._facts, "notices": list(self._notices)}
        return event("hello", said | self._story.past())


def _read(uri: Uri) -> tuple[dict[str, Any], Address]:
    options = uri.options(OPTIONS)
    for library in ("starlette", "uvicorn"):
        if importlib.util.find_spec(library) is None:
            raise InputError(f"{uri.text}: needs {library}: in the checkout, pip install -c constraints.txt '.[live]'")
    return options, read_address(uri, options.get("token"))


def _url(address: Address, port: int) -> str:
    host = socket.gethostname() if address.place in ("0.0.0.0", "::") else address.host
    token = f"?token={quote(address.token, safe='')}" if address.token else ""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/{token}"
