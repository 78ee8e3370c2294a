import asyncio
import re
import socket
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress

import pytest
from live_pages import wait_until

from rtstgcn_edge.sinks.live.address import SEND_BUFFER
from rtstgcn_edge.sinks.live.hub import Hub
from rtstgcn_edge.sinks.live.server import MOST_CONNECTIONS, Server, application


class Served:
    """A hub behind a server; what is sent is sent by the server's thread, as in a run."""

    def __init__(self, greeting=b"event: hello\ndata: 0\n\n"):
        self.hub = Hub(lambda: greeting)
        self._todo, self._closing = [], threading.Event()
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        self.port = listener.getsockname()[1]
        self.server = Server(application(self.hub, self.port, None, "127.0.0.1"), listener, self._work)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._closing.set()
        self.server.close()

    async def _work(self):
        while not self._closing.is_set():
            while self._todo:
                self.hub.send(self._todo.pop(0))
                await asyncio.sleep(0.001)
            await asyncio.sleep(0.005)
        self.hub.end()

    def send(self, *messages):
        self._todo.extend(messages)

    def connect(self, path="/events", receive_buffer=None):
        client = socket.socket()
        if receive_buffer:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        client.settimeout(60)
        client.connect(("127.0.0.1", self.port))
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        return client

    def get(self, path):
        return urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60)

    def refusal(self, path):
        with pytest.raises(urllib.error.HTTPError) as refused, self.get(path):
            pass
        refused.value.close()
        return refused.value.code


def read_until(client, end):
    text = b""
    while end not in text:
        more = client.recv(65536)
        assert more, text[-200:]
        text += more
    return text


@pytest.fixture
def served():
    with Served() as one:
        yield one


def test_the_page_is_whole_and_may_load_nothing_from_elsewhere(served):
    with served.get("/") as answer:
        text = answer.read().decode()
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Content-Type"].startswith("text/html")
    assert "//" not in text
    for name in re.findall(r'(?:href|src)="(.*?)"', text):
        with served.get(f"/{name}") as answer:
            assert answer.status == 200


@pytest.mark.parametrize(
    "path", ["/no-such-page", "/../server.py", "/%2e%2e/server.py", "/__init__.py", "/page/app.js"]
)
def test_nothing_but_the_page_is_served(served, path):
    assert served.refusal(path) == 404


def test_a_viewer_who_does_not_read_holds_up_nobody_and_catches_up_with_a_greeting(served):
    slow = served.connect(receive_buffer=4096)
    fast = served.connect()
    wait_until(lambda: len(served.hub) == 2)
    got = []
    reader = threading.Thread(target=lambda: got.append(read_until(fast, b"last")))
    reader.start()
    messages = [b"event: tick\ndata: %05d%s\n\n" % (n, b"x" * 8000) for n in range(400)]
    served.send(*messages, b"event: tick\ndata: last\n\n")
    reader.join(60)
    assert got and all(b"data: %05d" % n in got[0] for n in range(400))
    assert served.hub.missed > 0
    late = read_until(slow, b"last")
    assert late.count(b"event: hello") >= 2
    assert late.count(b"event: tick") < 400
    fast.close()
    slow.close()


def test_a_viewer_who_goes_away_is_forgotten(served):
    client = served.connect()
    wait_until(lambda: len(served.hub) == 1)
    client.close()
    wait_until(lambda: len(served.hub) == 0)


def test_the_end_closes_every_stream_and_the_thread_is_done_soon(monkeypatch):
    monkeypatch.setattr("rtstgcn_edge.sinks.live.server.STOP_S", 60.0)  # what is not done is waited for
    with Served() as one:
        clients = [one.connect() for _ in range(10)]
        wait_until(lambda: len(one.hub) == 10)
        begun = time.monotonic()
    assert time.monotonic() - begun < 20
    for client in clients:
        read_until(client, b"hello")
        while client.recv(65536):
            pass
        client.close()
    assert one.server.failure is None
    with pytest.raises(OSError):
        one.get("/")


def test_a_viewer_too_many_is_told(served, monkeypatch):
    monkeypatch.setattr("rtstgcn_edge.sinks.live.hub.MOST_VIEWERS", 1)
    first = served.connect()
    wait_until(lambda: len(served.hub) == 1)
    assert served.refusal("/events") == 503
    first.close()


def test_connections_that_ask_for_nothing_take_no_more_than_their_share(served):
    idle = [socket.create_connection(("127.0.0.1", served.port), 60) for _ in range(MOST_CONNECTIONS + 20)]
    for late in idle[MOST_CONNECTIONS:]:
        with suppress(ConnectionResetError):
            assert late.recv(1) == b""
    for client in idle:
        client.close()
    wait_until(lambda: not served.server._server.server_state.connections)
    with served.get("/") as answer:
        assert answer.status == 200


def test_what_is_no_request_is_not_told_to_whoever_runs(served, caplog):
    with socket.create_connection(("127.0.0.1", served.port), 60) as client:
        client.sendall(b"\x16\x03\x01 not HTTP\r\n\r\n")
        assert b" 400 " in read_until(client, b"\r\n")
    assert caplog.records == []


def test_a_viewer_who_does_not_read_holds_up_no_end_and_makes_no_noise(caplog):
    with Served() as one:
        stuck = one.connect(receive_buffer=4096)
        wait_until(lambda: len(one.hub) == 1)
        one.send(*[b"data: %s\n\n" % (b"x" * 8000)] * 100)
        wait_until(lambda: one.hub.missed > 0)
        begun = time.monotonic()
    assert time.monotonic() - begun < 10
    one.server._thread.join(60)
    stuck.close()
    assert caplog.records == []


def test_work_that_fails_stops_the_page_and_is_kept_for_the_summary():
    listener = socket.create_server(("127.0.0.1", 0))

    async def work():
        raise ValueError("a bug")

    server = Server(application(Hub(lambda: b""), 0, None, "localhost"), listener, work)
    wait_until(lambda: server.failure is not None)
    assert server.failure == "ValueError: a bug"
    server.close()
