"""The page, its scripts and the stream of messages, served by a thread of their own."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from importlib import resources
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from rtstgcn_edge.sinks.live.access import HEADERS, Guard, names_of_this_machine
from rtstgcn_edge.sinks.live.hub import Hub

START_S = 10.0
STOP_S = 2.0
MOST_CONNECTIONS = 256
"""Six for each viewer, and some: whoever holds connections open cannot take the run its file descriptors."""
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def application(hub: Hub, port: int, token: str | None, host: str) -> Guard:
    """The page at `/`, what it consists of, and `/events`."""
    folder = resources.files("rtstgcn_edge.sinks.live") / "page"
    files = {file.name: file.read_bytes() for file in folder.iterdir()}

    async def page(request: Request) -> Response:
        name = request.path_params.get("name", "index.html")
        if name not in files:
            return PlainTextResponse("no such page\n", 404, HEADERS)
        return Response(files[name], 200, HEADERS, TYPES[name[name.rindex(".") :]])

    async def events(request: Request) -> Response:
        if hub.full:
            return PlainTextResponse("too many viewers\n", 503, HEADERS)
        return StreamingResponse(hub.watch(), 200, HEADERS, "text/event-stream")

    app = Starlette(routes=[Route("/events", events), Route("/", page), Route("/{name}", page)])
    return Guard(app, port, token, names_of_this_machine(host))


class Connection(H11Protocol):
    """One of not too many."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client is there; one too many is sent away."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()


class Server:
    """Serves `app` at `listener`, and runs `work` beside it, in a thread of its own.

    It ends where `work` ends. A failure of either is kept in `failure`: the run goes on without its page.
    """

    def __init__(self, app: Guard, listener: socket.socket, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        config = uvicorn.Config(
            app, log_config=None, log_level="critical", access_log=False, lifespan="off", ws="none", http=Connection,
            loop="asyncio", timeout_graceful_shutdown=1, timeout_keep_alive=5, server_header=False,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._listener, self._work = listener, work
        self._serving = threading.Event()
        self.failure: str | None = None
        self._thread = threading.Thread(target=self._run, name="live page", daemon=True)
        self._thread.start()
        self._serving.wait(START_S)

    def close(self) -> None:
        """Wait for the end: `work` has been told to come to its own, what still waits is sent, but not for long."""
        self._thread.join(STOP_S)
        self._server.should_exit = True
        self._listener.close()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except Exception as error:  # whatever it is, it must not end the run
            self.failure = f"{type(error).__name__}: {error}"
        finally:
            self._serving.set()

    async def _serve(self) -> None:
        working = asyncio.create_task(self._work())
        working.add_done_callback(self._worked)
        await run_in_threadpool(
            self._serving.set
        )  # loads now what the first viewer would wait for, and the run with it
        await self._server.serve([self._listener])
        for left in list(self._server.server_state.connections):  # whoever does not read what waits for it
            left.transport.abort()
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working

    def _worked(self, _: object) -> None:
        self._server.should_exit = True
