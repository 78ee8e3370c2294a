"""A client at a broker: who it says it is, what is encrypted, and why it does not come about, in words."""

import contextlib
import socket
import time

import pytest
from certificates import Certificates
from mqtt_broker import PINGRESP, Broker, Heard

from rtstgcn_edge.sinks.mqtt import connection as connection_module
from rtstgcn_edge.sinks.mqtt.address import read_address
from rtstgcn_edge.sinks.mqtt.connection import Connection
from rtstgcn_edge.uri import parse_uri

WILL = ("lab/status", "offline")


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return Certificates(tmp_path_factory.mktemp("certificates"))


@contextlib.contextmanager
def connection(port, *, scheme="mqtt", user="", host="127.0.0.1", **options):
    """A connection, and the ids that it was told were published."""
    uri = parse_uri(f"{scheme}://{user}{host}:{port}/lab", ["mqtt", "mqtts"])
    ear, bell = socket.socketpair()
    published = []
    with ear, bell:
        ear.setblocking(False)
        one = Connection(read_address(uri, options), WILL, ear, published.append)
        one.ids, one.bell = published, bell
        yield one
        one.close(time.monotonic() + 5)


def turn_until(one, true):
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        one.turn(0.05)


def trouble(*arguments, **options):
    """Why a connection cannot be opened."""
    with connection(*arguments, **options) as one:
        assert not one.open() and not one.up and one._client.socket() is None
        return one.trouble


def test_it_says_who_it_is_and_what_is_to_be_said_when_it_ends():
    with Broker() as broker, connection(broker.port, user="me:secret@") as one:
        assert one.open() and one.up and not one.busy and one.trouble == ""
        (client,) = broker.clients
        assert (client["user"], client["password"]) == ("me", "secret")
        assert client["name"].startswith("rtstgcn-edge-") and len(client["name"]) <= 23
        assert client["keepalive"] == connection_module.KEEPALIVE_S
        assert client["will"] == Heard(*WILL, qos=1, retain=True, again=False)


def test_nobody_is_somebody_without_user_and_password():
    with Broker() as broker, connection(broker.port) as one:
        assert one.open()
        assert broker.clients[0]["user"] is broker.clients[0]["password"] is None


@pytest.mark.parametrize("qos", [0, 1])
def test_what_is_published_arrives_and_is_told(qos):
    with Broker() as broker, connection(broker.port) as one:
        one.open()
        info = one.publish("lab/x", "übung", qos=qos, retain=True)
        turn_until(one, lambda: broker.heard and info.is_published())
        assert broker.heard == [Heard("lab/x", "übung", qos, True, False)]
        assert one.ids == [info.mid]


def test_a_goodbye_says_the_will_once():
    with Broker() as broker:
        with connection(broker.port) as one:
            one.open()
        assert broker.heard == [Heard(*WILL, qos=1, retain=True, again=False)]
        assert not one.up


def test_small_messages_leave_at_once():
    with Broker() as broker, connection(broker.port) as one:
        one.open()
        assert one._client.socket().getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_ring_ends_a_turn():
    with Broker() as broker, connection(broker.port) as one:
        one.open()
        for _ in range(2):
            one.bell.send(b"xx")
            began = time.monotonic()
            one.turn(10)
            assert time.monotonic() - began < 5
        began = time.monotonic()
        one.turn(0.2)  # what was rung is forgotten
        assert time.monotonic() - began > 0.15


def test_a_lost_connection_is_told_and_comes_anew():
    with Broker() as broker, connection(broker.port) as one:
        one.open()
        broker.cut()
        turn_until(one, lambda: not one.up)
        assert one.trouble == "connection closed"
        assert one.open() and one.trouble == ""
        assert len(broker.clients) == 2


def test_one_who_says_nothing_for_two_keepalives_is_gone(monkeypatch):
    monkeypatch.setattr(connection_module, "KEEPALIVE_S", 1)
    with Broker() as broker, connection(broker.port) as one:
        one.open()
        turn_until(one, lambda: len(broker.clients) == 1)
        for _ in range(25):
            one.turn(0.1)
        assert one.up  # it answers pings
        broker.deaf = True
        turn_until(one, lambda: not one.up)
        assert one.trouble == "keep alive timeout"


def test_why_it_does_not_come_about(monkeypatch):
    monkeypatch.setattr(connection_module, "CONNECT_S", 60.0)
    with Broker() as broker:
        broker.accounts = {"me": "right"}
        assert trouble(broker.port, user="me:wrong@") == "it refuses us: not authorized"
        monkeypatch.setattr(connection_module, "CONNECT_S", 0.3)
        broker.mute = True
        assert trouble(broker.port) == "no answer"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert trouble(port) == "no answer"
    assert trouble(port) == "Connection refused"


def test_a_host_that_nobody_knows_is_named(monkeypatch):
    def nobody(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    assert trouble(1883, host="borker.local") == "no host is called 'borker.local'"


def test_encrypted_it_is_the_same(certificates):
    with (
        Broker(certificates.server()) as broker,
        connection(broker.port, scheme="mqtts", ca=str(certificates["ca"])) as one,
    ):
        assert one.open()
        one.publish("lab/x", "y" * 100_000, qos=1, retain=False)
        turn_until(one, lambda: one.ids)
        assert broker.payloads("lab/x") == ["y" * 100_000]


def test_what_was_decrypted_already_is_not_waited_for(certificates):
    with (
        Broker(certificates.server()) as broker,
        connection(broker.port, scheme="mqtts", ca=str(certificates["ca"])) as one,
    ):
        one.open()
        broker.before = 5 * bytes([PINGRESP << 4, 0])
        one.publish("lab/x", "y", qos=1, retain=False)
        began = time.monotonic()
        while not one.ids:
            one.turn(4)
        assert time.monotonic() - began < 3


def test_a_broker_may_want_a_certificate(certificates):
    ca, cert, key = (str(certificates[name]) for name in ("ca", "cert", "key"))
    with Broker(certificates.server(wants_client=True)) as broker:
        with connection(broker.port, scheme="mqtts", ca=ca, cert=cert, key=key) as one:
            assert one.open()
        assert "it closed the connection" in trouble(broker.port, scheme="mqtts", ca=ca)


# after a handshake that fails the library leaves its socket to be closed by the interpreter
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_why_it_cannot_be_encrypted(certificates, monkeypatch):
    with Broker(certificates.server()) as broker:
        said = trouble(broker.port, scheme="mqtts")
        assert said.startswith("its certificate does not hold: ")
        said = trouble(broker.port, scheme="mqtts", host="localhost", ca=str(certificates["ca"]))
        assert said.startswith("its certificate does not hold: ") and "localhost" in said
        assert trouble(broker.port).endswith("perhaps the port is one of mqtts://")
        with connection(broker.port, scheme="mqtts", verify="no") as one:
            assert one.open()
    monkeypatch.setattr(connection_module, "CONNECT_S", 0.5)
    with Broker() as broker:  # reads the first message as MQTT, and waits for the rest of it
        assert trouble(broker.port, scheme="mqtts") in (
            "no answer",
            "it closed the connection; perhaps the port is one of mqtt://",
        )
