"""Messages to a broker that is away, comes back, hangs or is slow: told, counted, and never waited for."""

import contextlib
import random
import time

import pytest
from live_pages import wait_until
from mqtt_broker import Broker, Heard

from rtstgcn_edge.notices import Notices
from rtstgcn_edge.sinks.mqtt import connection, link
from rtstgcn_edge.sinks.mqtt.address import read_address
from rtstgcn_edge.sinks.mqtt.link import Link
from rtstgcn_edge.sinks.mqtt.message import Message
from rtstgcn_edge.uri import parse_uri

STATUS = "lab/status"


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(link, "FIRST_WAIT_S", 0.05)


@contextlib.contextmanager
def linked(port, *, qos=0, retain=False, introduction=()):
    """A link, and the lines that it said."""
    broker = read_address(parse_uri(f"mqtt://127.0.0.1:{port}/lab", ["mqtt"]), {})
    said = []
    one = Link(broker, qos=qos, retain=retain, introduction=introduction, notices=Notices(said.append, interval_s=0))
    one.said = said
    try:
        yield one
    finally:
        one.close()
        facts = one.facts()
        assert facts["messages"] == facts["sent"] + facts["dropped"] + facts["unsent"] and facts["waiting"] == 0


def state(topic, text):
    return Message(f"lab/{topic}", lambda: text, True)


def once(topic, text):
    return Message(f"lab/{topic}", lambda: text, False)


def gone(topic):
    return Message(f"lab/{topic}", None, True)


@pytest.mark.parametrize("qos", [0, 1])
def test_messages_arrive_in_order_between_online_and_offline(qos):
    with Broker() as broker:
        with linked(broker.port, qos=qos, introduction=[("ha/config", "{}")]) as one:
            one.put([once("x", str(i)) for i in range(300)])
            wait_until(lambda: one.sent == 300)
        heard = broker.heard
        assert heard[:2] == [Heard("ha/config", "{}", 1, True, False), Heard(STATUS, "online", 1, True, False)]
        assert heard[2:-1] == [Heard("lab/x", str(i), qos, False, False) for i in range(300)]
        assert heard[-1] == Heard(STATUS, "offline", 1, True, False)
        assert one.said == [] and one.lost == 0 and one.connections == one.attempts == 1


def test_what_waits_at_the_end_still_leaves():
    with Broker() as broker:
        with linked(broker.port, qos=1) as one:
            one.put([once("x", str(i)) for i in range(500)])
        assert broker.payloads("lab/x") == [str(i) for i in range(500)] and one.sent == 500


def test_states_are_kept_where_it_is_wanted_and_taken_back():
    with Broker() as broker:
        with linked(broker.port, retain=True) as one:
            one.put([state("label/3", "a"), once("event/3", "b"), gone("label/3")])
        assert [(h.topic, h.payload, h.retain) for h in broker.heard[1:-1]] == [
            ("lab/label/3", "a", True), ("lab/event/3", "b", False), ("lab/label/3", "", True),
        ]  # fmt: skip
        assert one.messages == 3


def test_where_nothing_is_kept_nothing_is_taken_back():
    with Broker() as broker:
        with linked(broker.port) as one:
            one.put([state("label/3", "a"), gone("label/3"), once("event/3", "b")])
        assert [(h.topic, h.payload, h.retain) for h in broker.heard[1:-1]] == [
            ("lab/label/3", "a", False), ("lab/event/3", "b", False),
        ]  # fmt: skip
        assert one.messages == 2


def test_a_broker_that_is_away_at_the_start_is_told_the_states_when_it_comes():
    broker = Broker()
    broker.stop()
    with linked(broker.port) as one:
        wait_until(lambda: one.attempts >= 2)
        one.put([state("label/0", "old"), state("label/1", "left"), once("event/0", "lost")])
        one.put([state("label/0", "new"), gone("label/1")])
        wait_until(lambda: one.unsent == 4)
        broker.start()
        wait_until(lambda: broker.payloads("lab/label/0"))
        one.put([state("label/0", "next")])
    broker.stop()
    assert [(h.topic, h.payload) for h in broker.heard] == [
        (STATUS, "online"), ("lab/label/0", "new"), ("lab/label/0", "next"), (STATUS, "offline"),
    ]  # fmt: skip
    name = f"mqtt://127.0.0.1:{broker.port}/lab"
    assert one.said[0] == f"{name}: not reached (Connection refused); trying again"
    assert len(one.said) == 2 and one.said[1].startswith(f"{name}: connected after ")
    assert (one.sent, one.unsent, one.lost, one.connections) == (1, 4, 0, 1) and one.away_s() > 0.05


def test_with_qos_1_all_of_it_waits_for_the_broker():
    broker = Broker()
    broker.stop()
    with linked(broker.port, qos=1) as one:
        wait_until(lambda: one.attempts >= 2)
        one.put([state("label/0", "old"), once("event/0", "kept"), state("label/0", "new")])
        broker.start()
        wait_until(lambda: one.sent == 3)
    broker.stop()
    assert [h.payload for h in broker.heard] == ["online", "old", "kept", "new", "offline"]


def test_a_connection_that_is_lost_is_told_and_counted_and_comes_back():
    with Broker() as broker, linked(broker.port) as one:
        one.put([state("label/0", "here")])
        wait_until(lambda: broker.payloads("lab/label/0"))
        broker.stop()
        wait_until(lambda: one.lost == 1 and one.attempts >= 3)
        one.put([once("event/0", "missed")])
        wait_until(lambda: one.unsent == 1)
        broker.start()
        wait_until(lambda: broker.payloads("lab/label/0") == ["here", "here"])
        assert broker.payloads(STATUS) == ["online", "offline", "online"]  # the second is its will
        assert "lost (connection closed); trying to connect again" in one.said[0]
        assert "not reached (Connection refused)" in one.said[1] and "connected after" in one.said[-1]
        assert len(one.said) == 3 and one.connections == 2 and 0 < one.away_s() < 20


def test_what_was_not_acknowledged_is_sent_again():
    with Broker() as broker, linked(broker.port, qos=1) as one:
        broker.acknowledge = False
        one.put([once("x", str(i)) for i in range(50)])
        wait_until(lambda: len(broker.payloads("lab/x")) >= link.MOST_UNDERWAY - 1)
        time.sleep(0.1)
        assert one.sent == 0 and len(broker.payloads("lab/x")) <= link.MOST_UNDERWAY
        broker.acknowledge = True
        broker.cut()
        wait_until(lambda: one.sent == 50)
        assert {h.payload for h in broker.heard if h.again and h.topic == "lab/x"} <= set(map(str, range(20)))
        assert list(dict.fromkeys(broker.payloads("lab/x"))) == [str(i) for i in range(50)]


@pytest.mark.parametrize("seed", range(4))
def test_with_qos_1_nothing_is_lost_whatever_the_broker_does(seed):
    chance = random.Random(seed)
    with Broker() as broker:
        with linked(broker.port, qos=1) as one:
            put = 0
            for _ in range(40):
                what = chance.choice(["put", "put", "put", "cut", "away"])
                if what == "put":
                    count = chance.randrange(1, 20)
                    one.put([once("x", str(i)) for i in range(put, put + count)])
                    put += count
                elif what == "cut":
                    broker.cut()
                else:
                    broker.stop()
                    broker.start()
                time.sleep(chance.choice([0, 0.01, 0.03]))
            wait_until(lambda: one.sent == put)
        assert list(dict.fromkeys(broker.payloads("lab/x"))) == [str(i) for i in range(put)]
        assert one.lost and one.connections - one.lost in (0, 1)


def test_a_broker_that_reads_no_more_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(connection, "KEEPALIVE_S", 3)
    monkeypatch.setattr(link, "MOST_WAITING", 100)
    with Broker() as broker, linked(broker.port) as one:
        wait_until(lambda: broker.heard)
        broker.deaf = True
        text, longest = "x" * 100_000, 0.0
        for i in range(300):
            before = time.perf_counter()
            one.put([once("x", f"{i} {text}")])
            longest = max(longest, time.perf_counter() - before)
            time.sleep(0.001)
        assert longest < 1.5
        assert one.facts()["waiting"] <= 102 and one.dropped > 50
        wait_until(lambda: one.lost == 1)
        assert "lost (keep alive timeout)" in one.said[0]
        broker.deaf = False
        wait_until(lambda: one.connections == 2)
        one.put([once("x", "after")])
        wait_until(lambda: "after" in broker.payloads("lab/x"))


def test_what_is_not_acknowledged_does_not_pile_up():
    with Broker() as broker, linked(broker.port, qos=1) as one:
        broker.acknowledge = False
        one.put([once("x", "first")] * link.MOST_UNDERWAY)
        wait_until(lambda: len(one._underway) == link.MOST_UNDERWAY)
        one.put([once("x", "later")] * (link.MOST_WAITING + 80))
        assert one.facts()["waiting"] == link.MOST_WAITING + link.MOST_UNDERWAY
        assert one.dropped == 80
        broker.acknowledge = True
        broker.cut()
        wait_until(lambda: one.sent == link.MOST_WAITING + link.MOST_UNDERWAY)


def test_a_state_is_told_even_where_its_message_was_dropped(monkeypatch):
    monkeypatch.setattr(link, "MOST_WAITING", 2)
    with Broker() as broker, linked(broker.port, qos=1) as one:
        one.put([state("skeletons", "[0]")])
        wait_until(lambda: one.sent == 1)
        broker.stop()
        wait_until(lambda: one.lost)
        one.put([state("skeletons", "[0, 1]"), once("x", "1"), once("x", "2")])
        assert one.dropped == 1
        broker.start()
        wait_until(lambda: one.sent == 3)
        assert broker.payloads("lab/skeletons") == ["[0]", "[0, 1]"]


def test_who_has_left_is_taken_back_even_where_that_was_dropped(monkeypatch):
    monkeypatch.setattr(link, "MOST_WAITING", 2)
    with Broker() as broker, linked(broker.port, qos=1, retain=True) as one:
        one.put([state("label/0", "here")])
        wait_until(lambda: one.sent == 1)
        broker.stop()
        wait_until(lambda: one.lost)
        one.put([gone("label/0"), once("x", "1"), once("x", "2")])
        assert one.dropped == 1
        broker.start()
        wait_until(lambda: one.sent == 3)
        assert broker.payloads("lab/label/0") == ["here", ""]


def test_who_has_left_while_the_broker_was_away_is_taken_back_once():
    with Broker() as broker:
        with linked(broker.port, retain=True) as one:
            one.put([state("label/0", "here")])
            wait_until(lambda: broker.payloads("lab/label/0"))
            broker.stop()
            wait_until(lambda: one.lost)
            one.put([gone("label/0"), state("label/1", "passing"), gone("label/1"), state("label/2", "there")])
            wait_until(lambda: one.unsent == 4)
            for told in (1, 2):
                broker.start()
                wait_until(lambda told=told: broker.payloads("lab/label/2") == told * ["there"])
                broker.stop()
                wait_until(lambda told=told: one.lost == told + 1)
            broker.start()
        assert [(h.payload, h.retain) for h in broker.heard if h.topic == "lab/label/0"] == [("here", True), ("", True)]
        assert not broker.payloads("lab/label/1")


def test_one_reason_is_said_once_and_the_attempts_grow_rarer(monkeypatch):
    monkeypatch.setattr(link, "LONGEST_WAIT_S", 0.2)
    with Broker() as broker:
        broker.accounts = {"me": "right"}
        with linked(broker.port) as one:
            began = time.monotonic()
            wait_until(lambda: one.attempts == 6)
            assert time.monotonic() - began > 0.05 + 0.1 + 3 * 0.2 - 0.01
            assert [line.partition(": ")[2] for line in one.said] == [
                "not reached (it refuses us: not authorized); trying again"
            ]
            assert one.trouble == "it refuses us: not authorized"


def test_the_end_waits_for_no_broker(monkeypatch):
    monkeypatch.setattr(link, "CLOSE_S", 60)
    monkeypatch.setattr(link, "FIRST_WAIT_S", 60)
    broker = Broker()
    broker.stop()
    with linked(broker.port, qos=1) as one:
        wait_until(lambda: one.said)
        one.put([once("x", "y")])
        began = time.monotonic()
    assert time.monotonic() - began < 20 and one.unsent == 1
    monkeypatch.setattr(link, "CLOSE_S", 0.3)
    with Broker() as broker:
        with linked(broker.port, qos=1) as one:
            wait_until(lambda: broker.heard)
            broker.acknowledge = False
            one.put([once("x", "y")])
            began = time.monotonic()
        assert 0.2 < time.monotonic() - began < 10 and one.unsent == 1


def test_a_run_that_is_over_before_the_broker_answered_still_tells_it():
    with Broker() as broker:
        with linked(broker.port) as one:
            one.put([once("x", "y")])
        assert [h.payload for h in broker.heard] == ["online", "y", "offline"]


def test_a_fault_ends_the_link_and_not_the_run():
    with Broker() as broker, linked(broker.port) as one:
        one.put([Message("lab/x", lambda: str(1 // 0), False)])
        wait_until(lambda: one.failure)
        one.messages -= 1  # that one is neither sent nor not
        one.put([once("x", str(i)) for i in range(2000)])
        assert one.failure == "ZeroDivisionError: integer division or modulo by zero"
        assert one.said == [f"mqtt://127.0.0.1:{broker.port}/lab: stopped ({one.failure})"]
        wait_until(lambda: broker.payloads(STATUS) == ["online"])
