"""A device that labels by itself, emulated: its labels on the wire are those of the runtime."""

import os
import re
import select
import subprocess
import time
import tty
from itertools import pairwise

import numpy as np
import pytest
from real_recordings import find
from rtstgcn_firmware.codec import Decoder, encode
from rtstgcn_firmware.messages import (
    DEVICE,
    Class,
    Combined,
    Hello,
    HelloRequest,
    Kind,
    Label,
    Node,
    Status,
    SyncReply,
    SyncRequest,
)

from benchmarks.emulators import EXAMPLES, checked, run_firmware
from rtstgcn_edge.engine import Engine
from rtstgcn_edge.model_file import find_model, open_model

EXAMPLE = EXAMPLES / "imu-labels"
TOOLCHAIN = EXAMPLES / "cortex-m" / "arm-none-eabi.cmake"


@pytest.fixture(scope="module")
def build(need, tmp_path_factory):
    """Function (setting of CMake ...) -> folder with imu-labels.elf."""
    need("cmake", "make", "arm-none-eabi-gcc", "qemu-system-arm")

    def make(*settings):
        folder = tmp_path_factory.mktemp("imu-labels")
        words = ["-DCPU=cortex-m4", f"-DCMAKE_TOOLCHAIN_FILE={TOOLCHAIN}", *settings]
        checked("cmake", "-S", EXAMPLE, "-B", folder, *words)
        checked("cmake", "--build", folder)
        return folder

    return make


@pytest.fixture(scope="module")
def device(build):
    return build()


def run(folder, counts, host=b""):
    """The messages that the device gives for counts (L, V, 6)."""
    counts.astype("<i2").tofile(folder / "samples.bin")
    (folder / "host.bin").write_bytes(host)
    run_firmware("cortex-m4", folder / "imu-labels.elf")
    decoder = Decoder()
    messages = decoder.feed((folder / "wire.bin").read_bytes())
    assert decoder.counts.discarded == 0
    return messages


def of(kind, messages):
    return [message for message in messages if isinstance(message, kind)]


def probabilities(hello, counts):
    """The runtime's, (L, classes), of the same counts in SI units."""
    engine = Engine(open_model(find_model("hugadb-mcu")))
    engine.join(0)
    scale = np.repeat([hello.acc_scale, hello.gyro_scale], 3)
    rows = []
    for instant in counts:
        frame = (instant * scale).astype(np.float32).T
        logits = engine.step({0: np.ascontiguousarray(frame)})[0].astype(np.float64)
        engine.advance()
        powers = np.exp(logits - logits.max())
        rows.append(powers / powers.sum())
    return np.array(rows)


def moving(length, seed=0):
    """Counts (L, 6, 6) of something that moves now more, now less, now beyond the range."""
    rng = np.random.default_rng(seed)
    swing = np.repeat(rng.choice([0, 300, 4000, 60000], length // 50 + 1), 50)[:length]
    counts = rng.standard_normal((length, 6, 6)) * swing[:, None, None]
    counts[:, :, 1] += 4096
    return counts.round().clip(-32768, 32767).astype(np.int16)


def assert_labels_of_the_runtime(messages, counts):
    hello = messages[0]
    expected = probabilities(hello, counts)
    labels = [label for label in of(Label, messages) if label.kind == Kind.LABEL]
    assert [label.number for label in labels] == list(range(len(counts)))
    assert [label.label for label in labels] == expected.argmax(1).tolist()
    times = [label.time for label in labels]
    assert times == pytest.approx([(k + 1) * 1e6 / 58.8 for k in range(len(counts))], abs=1.01)
    confidence = np.array([label.confidence for label in labels])
    assert np.abs(confidence - 255 * expected.max(1)).max() <= 0.51
    return labels


def test_it_says_who_it_is_and_what_its_classes_are(device):
    messages = run(device, moving(5))
    model = open_model(find_model("hugadb-mcu")).manifest
    hello = messages[0]
    assert isinstance(hello, Hello)
    assert (hello.nodes, hello.rate, hello.model) == (6, 58_800, "hugadb-mcu")
    assert of(Node, messages) == [Node(k, name) for k, name in enumerate(model.skeleton["joints"])]
    assert of(Class, messages) == [Class(k, len(model.classes), name) for k, name in enumerate(model.classes)]


def test_its_labels_are_those_of_the_runtime(device):
    counts = moving(400)
    messages = run(device, counts)
    labels = assert_labels_of_the_runtime(messages, counts)
    assert len({label.label for label in labels}) > 1
    assert not [label for label in of(Label, messages) if label.kind != Kind.LABEL]  # too early for an event
    assert len(of(Status, messages)) == int(400 / 58.8)
    assert not of(Combined, messages)


def test_with_its_samples_the_host_can_label_them_again(build):
    counts = moving(60, seed=1)
    messages = run(build("-DSEND_SAMPLES=1"), counts)
    heard = np.array([message.values for message in of(Combined, messages)]).reshape(-1, 6, 6)
    assert np.array_equal(heard, counts)
    assert_labels_of_the_runtime(messages, heard)


def test_it_answers_the_host(device):
    messages = run(device, moving(60), encode(HelloRequest()))
    assert len(of(Hello, messages)) == 2
    assert len(of(Class, messages)) == 20


def test_without_samples_it_says_what_it_looks_for(device):
    (device / "samples.bin").unlink(missing_ok=True)
    with pytest.raises(RuntimeError, match=r"samples\.bin is not in the folder"):
        run_firmware("cortex-m4", device / "imu-labels.elf")


def test_labels_and_events_of_a_real_recording(device):
    trial = min((find("hugadb") / "val" / "features").glob("*.npy"), key=lambda path: abs(len_of(path) - 2500))
    features = np.load(trial)[..., :2500, :].reshape(6, -1, 6)
    ranges = np.repeat([8 * 9.80665, np.deg2rad(2000)], 3)
    counts = (features.transpose(1, 2, 0) / ranges * 32768).round().clip(-32768, 32767).astype(np.int16)
    messages = run(device, counts)
    labels = [label.label for label in assert_labels_of_the_runtime(messages, counts)]
    events = [label for label in of(Label, messages) if label.kind == Kind.EVENT]
    slow = []
    for number in range(1479, len(labels)):
        now = labels[number]
        if labels[number - 28 : number + 1] == [now] * 29 and (not slow or slow[-1][1] != now):
            slow.append((number, now))
    assert [event.label for event in events] == [label for _, label in slow]
    assert [round(event.time * 58.8e-6) - 1 for event in events] == [number for number, _ in slow]
    assert events


def len_of(path):
    return np.load(path, mmap_mode="r").shape[1]


def test_in_real_time_over_a_uart_it_talks_to_a_host(build):
    folder = build("-DBOARD=mps2", "-DSEND_SAMPLES=1")
    moving(200).astype("<i2").tofile(folder / "samples.bin")
    words = ["qemu-system-arm", "-M", "mps2-an386", "-nographic", "-monitor", "none", "-serial", "pty"]
    words += ["-semihosting-config", "enable=on,target=native", "-kernel", "imu-labels.elf"]
    with subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as emulator:
        try:
            port = re.search(r"/dev/pts/\d+", emulator.stdout.readline())[0]
            messages = talk(port, seconds=4)
        finally:
            emulator.kill()
    assert len(of(Hello, messages)) >= 1
    assert of(Class, messages)
    replies = of(SyncReply, messages)
    assert [reply.echo for reply in replies] == sorted({reply.echo for reply in replies})
    assert len(replies) >= 3
    for before, after in pairwise(replies):  # the echo is the host's clock
        assert after.received - before.received == pytest.approx(after.echo - before.echo, abs=300_000)
        assert 0 <= after.sent - after.received < 300_000
    combined = {message.time: message.sequence for message in of(Combined, messages)}
    labels = [label for label in of(Label, messages) if label.kind == Kind.LABEL and label.time in combined]
    assert len(labels) > 60
    assert all(combined[label.time] == label.number for label in labels)


def talk(port, seconds):
    """Asks for a hello, then for the time twice a second; the messages that come."""
    line = os.open(port, os.O_RDWR | os.O_NOCTTY)
    tty.setraw(line)
    decoder, messages, began, asked = Decoder(), [], time.monotonic(), 0
    os.write(line, encode(HelloRequest()))
    while time.monotonic() - began < seconds:
        if time.monotonic() - began > asked * 0.5:
            os.write(line, encode(SyncRequest(DEVICE, round((time.monotonic() - began) * 1e6))))
            asked += 1
        if select.select([line], [], [], 0.05)[0]:
            messages += decoder.feed(os.read(line, 4096))
    os.close(line)
    return messages
