"""C and Python speak the same wire: random scripts, damaged bytes, writes that take a part, byte for byte."""

import random
import time
from itertools import count

import pytest
from device_scripts import ROOM, Script, Settings, played
from rtstgcn_firmware.codec import encode
from rtstgcn_firmware.messages import DEVICE, MAX_NODES, Ack, Class, HelloRequest, Kind, Label, Sample, SyncRequest
from slow_wire import framed

HOSTS = ["gcc", "gcc-sanitized", "clang", "clang-trapping", "g++"]
BOARDS = ["cortex-m3", "cortex-m4"]
LETTERS = "aZ 0é中\U0001f9b6"


def word(rng, most=40):
    return "".join(rng.choices(LETTERS, k=rng.randrange(most)))[:most].encode()[:60].decode("utf-8", "ignore")


def number(rng, bits):
    """Any, with zeros and the ends of the range among them."""
    return rng.choice([0, 1, 2**bits - 1, 2 ** (bits - 1), rng.getrandbits(bits), rng.getrandbits(bits)])


def counts(rng, size):
    return [number(rng, 16) - 2**15 for _ in range(size)] if rng.random() < 0.9 else [0] * size


def settings(rng):
    nodes = rng.choice([1, 6, MAX_NODES, rng.randint(1, MAX_NODES)])
    return Settings(
        listens=rng.random() < 0.8,
        keeps_names=rng.random() < 0.8,
        flags=rng.choice([0, 1]),
        nodes=nodes,
        channels=number(rng, 8),
        boot=number(rng, 16),
        rate=rng.choice([1, 58_800, 100_000, 2**32 - 1]),
        acc_unit=rng.randrange(3),
        acc_range=rng.choice([2.0, 16.0, 156.8, 1e-3]),
        gyro_unit=rng.randrange(2),
        gyro_range=rng.choice([250.0, 2000.0, 34.9]),
        serial=rng.choice([bytes(8), rng.randbytes(8)]),
        firmware=word(rng),
        model=word(rng),
        node_names=rng.choice([None, [word(rng) for _ in range(nodes)]]),
        classes=[word(rng) for _ in range(rng.choice([0, 0, 3]))],
    )


def request(rng):
    """A packet for a device: intact, or of a later version, or with a content that is wrong."""
    packet = rng.choice(
        [
            lambda: encode(HelloRequest(rng.choice([1, 1, 2]))),
            lambda: encode(SyncRequest(rng.choice([DEVICE, 0, rng.randrange(MAX_NODES)]), number(rng, 32))),
            lambda: encode(label(rng)),
            lambda: encode(Class(rng.randrange(ROOM + 2), 9, word(rng, 9)[:7])),
            lambda: framed(
                bytes([rng.choice([0x40, 0x41, 0x42, 0x43, 0x45, 0x7F])]) + rng.randbytes(rng.randrange(50))
            ),
            lambda: framed(bytes([0x43, rng.randrange(6)]) + bytes(9)),
            lambda: framed(
                bytes([0x44, 3, rng.choice([0, 3, 4]), rng.choice([0, 4, 31, 32])]) + b"walk" * rng.randrange(9)
            ),
            lambda: framed(bytes([0x42, rng.choice([19, 20, 254, 255])]) + bytes(rng.choice([3, 4, 4, 4, 5]))),
            lambda: encode(Ack(1, 2)),
            lambda: encode(Sample(0, 0, 0, (0, 1, 2, 3, 4, 5))),
        ]
    )
    return packet()


def label(rng):
    return Label(Kind(rng.randrange(3)), number(rng, 16), number(rng, 8) % 6, number(rng, 8), 0, number(rng, 32))


def damaged(rng, data):
    """A stream with bytes changed, lost, inserted, and cut off."""
    data = bytearray(data)
    for _ in range(rng.choice([0, 0, 1, 1, 2, 9])):
        at = rng.randrange(len(data) + 1)
        what = rng.random()
        if what < 0.4 and at < len(data):
            data[at] ^= 1 << rng.randrange(8)
        elif what < 0.6:
            del data[at : at + rng.randrange(4)]
        elif what < 0.9:
            data[at:at] = rng.randbytes(rng.choice([1, 2, 30, 300]))
        else:
            data[at:at] = bytes(rng.randrange(4))
    return bytes(data)


def in_chunks(rng, data):
    while data:
        size = rng.choice([1, 2, 7, 64, 255])
        yield data[:size]
        data = data[size:]


def random_script(seed, operations=300):
    rng = random.Random(seed)
    script = Script(settings(rng))
    told = script.settings
    script.clock(number(rng, 32), number(rng, 32))
    for _ in range(operations):
        what = rng.random()
        if what < 0.35:
            script.sample(rng.choice([0, rng.randrange(told.nodes), told.nodes]), number(rng, 32), counts(rng, 6))
        elif what < 0.45:
            script.combined(number(rng, 32), counts(rng, 6 * told.nodes))
        elif what < 0.5:
            script.status(rng.choice([0, rng.randrange(256)]), number(rng, 8))
        elif what < 0.53:
            script.error(number(rng, 8), word(rng, 50))
        elif what < 0.6:
            script.label(rng.randrange(3), number(rng, 8), number(rng, 8), number(rng, 8), number(rng, 32))
        elif what < 0.65:
            script.takes(*rng.choices([0, 0, 1, 2, 20, 200, 255], k=rng.randrange(9)))
        elif what < 0.7:
            script.poll()
        elif what < 0.72:
            script.hello()
        elif what < 0.75:
            script.clock(number(rng, 32), number(rng, 32))
        else:
            stream = b"".join(request(rng) for _ in range(rng.randint(1, 4)))
            for chunk in in_chunks(rng, damaged(rng, stream)):
                script.receive(chunk)
    return script


@pytest.mark.parametrize("way", HOSTS)
def test_random_scripts_give_the_bytes_of_the_python_codec(scripted, way):
    device = scripted(way)
    until = time.monotonic() + 3
    for seed in range(400):
        device.assert_as_expected(random_script(seed))
        if seed > 30 and time.monotonic() > until:
            break


@pytest.mark.slow
def test_many_more_of_them(scripted):
    device = scripted("gcc-sanitized")
    until = time.monotonic() + 30
    for seed in count(10_000):
        device.assert_as_expected(random_script(seed))
        if seed > 10_100 and time.monotonic() > until:
            break


@pytest.mark.parametrize("cpu", BOARDS)
def test_a_cortex_m_gives_the_same_bytes(scripted, cpu):
    device = scripted(cpu)
    for seed in range(4):
        device.assert_as_expected(random_script(seed, operations=150))


def test_the_scripts_have_what_is_hard():
    counted = [random_script(seed).device for seed in range(40)]
    for what in ("received", "corrupt", "malformed", "unknown", "unsent", "cut"):
        assert sum(device.counts[what] for device in counted) > 40, what
    assert sum(sum(device.dropped.values()) for device in counted) > 40
    assert sum(sum(device.taken.values()) for device in counted) > 2000


def test_random_bytes_never_hide_an_intact_request(scripted):
    rng = random.Random(1)
    script = Script(Settings(keeps_names=False))
    for k in range(2000):
        script.receive(rng.randbytes(rng.randrange(90)))
        script.receive(encode(Label(Kind.EVENT, k, 0, 0, 0, 0)))
    device = scripted("gcc-sanitized")
    device.assert_as_expected(script)
    found = played(device.play(script))
    assert [label[1] for label in found.labels] == list(range(2000))
    assert found.counts[0] == 2000 < found.counts[1]
