"""The thin shell in real time: what the device sends is what a host on the port reads."""

import signal
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import serial
from cables import until as wait_until
from rtstgcn_firmware.codec import Decoder, encode
from rtstgcn_firmware.messages import Ack, Hello, HelloRequest, Kind, Label, Sample
from virtual_devices import device_of, movement_of

from rtstgcn_edge.virtual_imu import Player, Settings


@contextmanager
def played(settings, movement=None, **options):
    device = device_of(settings, movement or movement_of(100, 2))
    player = Player(device, **options)
    thread = threading.Thread(target=player.run)
    thread.start()
    try:
        yield player
    finally:
        player.stop()
        thread.join(20)
        assert not thread.is_alive()


def listen(path, seconds, baud=115_200, say=b"", until=lambda messages: False):
    """(messages, counts, raw) that a host hears."""
    decoder, messages, raw = Decoder(), [], b""
    with serial.Serial(str(path), baud, timeout=0.02) as host:
        host.write(say)
        end = time.monotonic() + seconds
        while time.monotonic() < end and not until(messages):
            try:
                data = host.read(4096)
            except serial.SerialException:
                break
            raw += data
            messages += decoder.feed(data)
    return messages, decoder.counts, raw


def samples(messages):
    return [message for message in messages if isinstance(message, Sample)]


def hellos(messages):
    return [message for message in messages if isinstance(message, Hello)]


def test_a_host_hears_a_performance_from_its_first_sample_to_its_last():
    with played(Settings(seconds=0.5)) as player:
        time.sleep(0.1)  # nobody has opened the port: it waits
        messages, counts, _ = listen(player.path, 20, until=lambda heard: len(samples(heard)) == 100)
        time.sleep(0.05)
    assert isinstance(messages[0], Hello)
    assert [(s.node, s.sequence) for s in samples(messages)] == [(n, t) for t in range(50) for n in (0, 1)]
    assert counts.corrupt == 0 and counts.discarded == 0
    facts = player.facts()
    assert facts["port"]["opened"] == 1 and facts["port"]["garbled_bytes"] == 0


def test_samples_come_in_real_time():
    with played(Settings(seconds=5)) as player:
        begin = time.monotonic()
        messages, *_ = listen(player.path, 20, until=lambda heard: len(samples(heard)) >= 100)
    assert 0.45 < time.monotonic() - begin < 5
    assert len(samples(messages)) >= 100


def test_it_answers_at_once():
    say = encode(HelloRequest()) + encode(Label(Kind.CUE, 3, 1, 255, 0, 0))
    with played(Settings(seconds=5)) as player:
        messages, *_ = listen(player.path, 20, say=say, until=lambda heard: any(isinstance(m, Ack) for m in heard))
    assert sum(isinstance(m, Hello) for m in messages) == 2
    assert [m.number for m in messages if isinstance(m, Ack)] == [3]
    assert player.facts()["heard"]["cues"] == 1


def test_what_a_host_wrote_before_it_went_is_heard():
    with played(Settings(seconds=60)) as player:
        for number in range(5):
            with serial.Serial(player.path, 115_200) as host:
                wait_until(lambda: player.opened)
                time.sleep(0.05)
                host.write(encode(Label(Kind.EVENT, number, 1, 255, 0, 0)))
        wait_until(lambda: player.facts()["heard"]["events"] >= 5)
    assert player.facts()["heard"]["events"] == 5


def test_it_ends_by_itself_when_the_performance_is_over():
    device = device_of(Settings(seconds=0.1), movement_of(100, 1))
    player = Player(device)
    thread = threading.Thread(target=player.run)
    thread.start()
    listen(player.path, 20, until=lambda _: device.ended)
    thread.join(20)
    assert not thread.is_alive() and player.path == ""


def test_it_can_be_stopped_before_anybody_has_come():
    with played(Settings()) as player:
        pass
    assert player.facts()["port"]["opened"] == 0


@pytest.mark.timeout(120)
def test_a_signal_that_stops_it_at_any_moment_finds_no_lock_that_it_waits_for(monkeypatch):
    """A handler runs in the thread that it interrupts: what that one holds would never be given back."""
    monkeypatch.setattr("rtstgcn_edge.virtual_imu.player.POLL_S", 0.0)
    signals = [0]
    for delay_us in range(200, 2200, 10):
        player = Player(device_of(Settings(), movement_of(10, 1)))

        def stop(*_, player=player):
            signals[0] += 1
            player.stop()

        former = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, delay_us / 1e6)
        try:
            player.run()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, former)
    assert signals[0] == 200


def test_what_is_sent_to_nobody_is_counted():
    with played(Settings(seconds=120)) as player:
        listen(player.path, 20, until=samples)
        wait_until(lambda: player.unheard_bytes > 500)
        before = player.device.taken[0]
        messages, *_ = listen(player.path, 20, until=samples)
    assert player.facts()["port"]["opened"] == 2
    assert samples(messages)[0].sequence >= before - 3  # nothing old


@pytest.mark.parametrize(("baud", "intact"), [(115_200, True), (9600, False)])
def test_a_wrong_baud_rate_garbles_everything_in_both_directions(baud, intact):
    say = encode(HelloRequest())

    def enough(heard):
        return samples(heard) and len(hellos(heard)) == 4 if intact else player.garbled_bytes > 1000

    with played(Settings(seconds=120, baud=115_200), baud=115_200) as player:
        messages, counts, raw = listen(player.path, 20, baud, say * 3, enough)
        if not intact:
            wait_until(lambda: player.garbled_bytes >= len(raw) + 3 * len(say))
    assert raw
    if intact:
        assert len(hellos(messages)) == 4 and counts.discarded == 0
    else:
        assert messages == []


def test_unplugging_ends_the_port_and_plugging_in_gives_another_one_under_the_same_link(tmp_path):
    link, said, boots = tmp_path / "imu", [], []
    settings = Settings(unplug_every_s=1.2, unplug_for_s=0.1)
    with played(settings, link=link, say=said.append):
        for _ in range(3):
            wait_until(link.exists)
            messages, *_ = listen(link, 20, say=encode(HelloRequest()))
            boots += {m.boot for m in hellos(messages)}
            assert samples(messages)
    assert said and all(path.startswith("/dev/pts/") for path in said)
    assert len(boots) == 3 == len(set(boots))
    assert not link.is_symlink() and not list(tmp_path.iterdir())


def test_a_host_that_does_not_read_makes_the_firmware_drop_and_count():
    settings = Settings(seconds=120)
    with played(settings, movement_of(100, 8, rate_hz=1000)) as player, serial.Serial(player.path, 115_200):
        wait_until(lambda: player.facts()["packets"]["refused"] > 1000)  # 200 kB/s into a port that nobody reads
    packets = player.facts()["packets"]
    assert packets["accepted"] + packets["refused"] >= sum(player.device.taken)


def test_the_port_is_named_as_long_as_it_is_there(tmp_path):
    player = Player(device_of(Settings(), movement_of(10, 1)), link=tmp_path / "imu")
    assert Path(player.path).exists()
    player.close()
    assert player.path == ""
