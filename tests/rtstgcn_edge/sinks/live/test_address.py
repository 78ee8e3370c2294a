import socket

import pytest
from refusals import refusal

from rtstgcn_edge.sinks import SINKS
from rtstgcn_edge.sinks.live.address import TOKEN_VARIABLE, listen, read_address
from rtstgcn_edge.uri import parse_uri


def read(text, token=None):
    return read_address(parse_uri(text, SINKS), token)


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("live:8080", "127.0.0.1", 8080),
        ("live:127.0.0.1:0", "127.0.0.1", 0),
        ("live:localhost:8080", "localhost", 8080),
        ("live:[::1]:8080", "::1", 8080),
    ],
)
def test_this_machine_alone_needs_no_token(text, host, port):
    address = read(text)
    assert (address.host, address.port, address.token, address.loopback) == (host, port, None, True)


@pytest.mark.parametrize("text", ["live:0.0.0.0:8080", "live:[::]:8080", "live:192.168.1.5:8080"])
def test_what_others_can_reach_needs_a_token(text, monkeypatch):
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)
    assert "viewers need a token" in refusal(read, text)
    assert read(text, "a-long-one").token == "a-long-one"
    monkeypatch.setenv(TOKEN_VARIABLE, "of-the-environment")
    assert read(text).token == "of-the-environment"
    assert read(text, "a-long-one").token == "a-long-one"


@pytest.mark.parametrize("token", ["", "short", "eight\nch", "päßword-long"])
def test_a_token_that_is_none_is_refused_also_where_none_is_needed(token):
    assert "a token has at least 8 characters" in refusal(read, "live:8080", token)


def test_a_wrong_token_of_the_environment_is_told_as_such(monkeypatch):
    monkeypatch.setenv(TOKEN_VARIABLE, "short")
    assert f"a token (as in {TOKEN_VARIABLE}) has at least" in refusal(read, "live:8080")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("live:", "a host and a port from 0 to 65535"),
        ("live:-", "a host and a port from 0 to 65535"),
        ("live:127.0.0.1", "a host and a port from 0 to 65535"),
        ("live:127.0.0.1:70000", "a host and a port from 0 to 65535"),
        ("live::8080", "a host and a port from 0 to 65535"),
        ("live:127.0.0.1:80 80", "a host and a port from 0 to 65535"),
        ("live:::1:8080", "in brackets"),
        ("live:no.such.host.invalid:8080", "no host is called 'no.such.host.invalid'"),
    ],
)
def test_what_is_no_address_is_refused(text, reason):
    assert reason in refusal(read, text)


def test_a_port_in_use_is_refused_with_another_to_take():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refusal(listen, read(f"live:{port}"))
        assert f"port {port} is in use already; give another, as in live:127.0.0.1:{port + 1}" in said


def test_an_address_of_another_machine_is_refused():
    assert "this machine has no address 192.0.2.1" in refusal(listen, read("live:192.0.2.1:8080", "long-enough"))


def test_a_port_is_free_again_at_once():
    with listen(read("live:0")) as first:
        port = first.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client:
            server, _ = first.accept()
            server.close()  # the side that closes first is the one that lingers
            assert client.recv(1) == b""
    listen(read(f"live:{port}")).close()
