"""An RTSP camera on loopback: numbered pictures as motion JPEG (RFC 2326, interleaved; RFC 2435)."""

from __future__ import annotations

import socketserver
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from cameras import SIZE, cv2, picture

CLOCK_HZ = 90_000
SDP = (
    "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nt=0 0\r\n"
    "m=video 0 RTP/AVP 26\r\nc=IN IP4 0.0.0.0\r\na=control:track0\r\n"
)


def jpeg_pieces(number: int) -> tuple[bytes, bytes]:
    """Quantisation tables and scan of a picture's JPEG."""
    data = cv2.imencode(".jpg", picture(number))[1].tobytes()
    tables, at = b"", 2
    while True:
        marker, length = struct.unpack(">HH", data[at : at + 4])
        body = data[at + 4 : at + 2 + length]
        at += 2 + length
        if marker == 0xFFDB:
            for start in range(0, len(body), 65):
                tables += body[start + 1 : start + 65]
        elif marker == 0xFFDA:
            return tables, data[at:-2]


def packet(number: int, timestamp: int) -> bytes:
    """One picture as one interleaved RTP packet."""
    tables, scan = jpeg_pieces(number)
    rtp = struct.pack(">BBHII", 0x80, 0x80 | 26, number & 0xFFFF, timestamp & 0xFFFFFFFF, 1)
    jpeg = struct.pack(">I", 0) + bytes((1, 255, SIZE[0] // 8, SIZE[1] // 8))
    payload = rtp + jpeg + struct.pack(">BBH", 0, 0, len(tables)) + tables + scan
    return b"$\0" + struct.pack(">H", len(payload)) + payload


class Session(socketserver.StreamRequestHandler):
    """One viewer."""

    def handle(self) -> None:
        server: Any = self.server
        with suppress(OSError):
            while request := self._request():
                method, url = request[0].split()[:2]
                sequence = next(line for line in request if line.lower().startswith("cseq"))
                extra, body = "", ""
                if method == "OPTIONS":
                    extra = "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n"
                elif method == "DESCRIBE":
                    body = SDP
                    extra = f"Content-Base: {url}/\r\nContent-Type: application/sdp\r\nContent-Length: {len(body)}\r\n"
                elif method == "SETUP":
                    extra = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1\r\n"
                server.urls.append(url)
                self.wfile.write(f"RTSP/1.0 200 OK\r\n{sequence}\r\n{extra}\r\n{body}".encode())
                if method == "PLAY":
                    self._play(server)
                    return

    def _request(self) -> list[str]:
        lines: list[str] = []
        while line := self.rfile.readline().decode().strip():
            lines.append(line)
        return lines

    def _play(self, server: Any) -> None:
        start = time.monotonic()
        for number in range(server.pictures):
            late = server.late_s(number)
            time.sleep(max(0.0, start + number / server.fps + late - time.monotonic()))
            server.sent.append(start + number / server.fps)  # before it can have arrived
            self.wfile.write(packet(number, 1000 + round(number * CLOCK_HZ / server.fps)))


@contextmanager
def rtsp_camera(pictures: int, fps: float = 25.0, late_s: Any = lambda number: 0.0) -> Iterator[Any]:
    """A camera that sends picture k at k / fps + late_s(k) (s), and its `url`; `sent` is when each was due."""
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    server: Any = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
    server.daemon_threads, server.pictures, server.fps, server.late_s = True, pictures, fps, late_s
    server.urls, server.sent = [], []
    server.url = f"rtsp://127.0.0.1:{server.server_address[1]}/live"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
