"""Where a page is served and to whom: `HOST:PORT` or `PORT`, and off loopback a token."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
from dataclasses import dataclass

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.uri import Uri

LOOPBACK = "127.0.0.1"
TOKEN_VARIABLE = "RTSTGCN_LIVE_TOKEN"
SHORTEST_TOKEN = 8
SEND_BUFFER = 64 * 1024
"""Bytes that the kernel keeps for one viewer: what a slow one sees is not older than a few seconds."""


@dataclass(frozen=True)
class Address:
    """A host, its port (0: any free one) and the token that viewers need, if they need one."""

    text: str
    host: str
    port: int
    token: str | None
    family: socket.AddressFamily
    place: str
    """IP address that `host` stands for."""

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return ipaddress.ip_address(self.place).is_loopback


def read_address(uri: Uri, token: str | None) -> Address:
    """The address that a sink names; `token` is its option's value. Raises InputError; opens nothing."""
    host, port = _host_and_port(uri)
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        raise InputError(
            f"{uri.text}: no host is called '{host}'; give {LOOPBACK}, or an address of this machine"
        ) from None
    where = "" if token is not None else f" (as in {TOKEN_VARIABLE})"
    token = token if token is not None else os.environ.get(TOKEN_VARIABLE) or None
    address = Address(uri.text, host, port, token, family, str(place[0]).partition("%")[0])
    if token is None and not address.loopback:
        raise InputError(
            f"{uri.text}: other machines can reach {host}, so viewers need a token: add ?token= and a word of at least "
            f"{SHORTEST_TOKEN} characters, or set {TOKEN_VARIABLE}; for this machine alone give live:{LOOPBACK}:{port}"
        )
    if token is not None and (len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable()):
        raise InputError(f"{uri.text}: a token{where} has at least {SHORTEST_TOKEN} characters, all of them ASCII")
    return address


def listen(address: Address) -> socket.socket:
    """A socket that listens there. Raises InputError where it cannot."""
    listener = socket.socket(address.family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        listener.bind((address.place, address.port))
        listener.listen(64)
    except OSError as error:
        listener.close()
        raise InputError(f"{address.text}: {_reason(error, address)}") from None
    return listener


def _host_and_port(uri: Uri) -> tuple[str, int]:
    host, colon, port = uri.target.rpartition(":")
    if not colon:
        host = LOOPBACK
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        raise InputError(f"{uri.text}: an IPv6 address stands in brackets, as in live:[::1]:8080")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise InputError(f"{uri.text}: a host and a port from 0 to 65535 are expected, as in live:{LOOPBACK}:8080")
    return host, int(port)


def _reason(error: OSError, address: Address) -> str:
    if error.errno == errno.EADDRINUSE:
        other = f"live:{address.host}:{address.port + 1}"
        return f"port {address.port} is in use already; give another, as in {other}"
    if error.errno == errno.EACCES:
        return f"no permission to listen at port {address.port}; give one above 1023"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"this machine has no address {address.host}; give {LOOPBACK}, or one that it has"
    return f"cannot listen there ({error.strerror})"
