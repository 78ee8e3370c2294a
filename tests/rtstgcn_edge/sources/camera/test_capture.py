"""A camera read in a thread: what becomes of its frames, and of itself when it is lost."""

import itertools
import time

import pytest
from cables import until
from cameras import PlayedStream, motion_jpeg, number_of
from rtsp_camera import rtsp_camera

from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.sources.camera.capture import Capture
from rtstgcn_edge.sources.camera.stream import Stream

QUICK = (0.01, 0.04)


def closes(capture):
    """All frames are accounted for."""
    box = capture.mailbox
    return capture.captured == capture.skipped + capture.damaged + box.taken + box.dropped + box.waiting


def never():
    raise SourceError("x: there is no camera")


def test_frames_come_with_their_ticks_and_pictures():
    capture = Capture(never, PlayedStream(fps=100, ends=40), 100.0, QUICK)
    capture.start()
    taken = []
    while not (capture.lost and capture.mailbox.waiting == 0):
        if (got := capture.mailbox.take(0.02)) is not None:
            taken.append(got)
    capture.close()
    assert taken[-1].number == 39 and closes(capture)
    for frame in taken:
        assert frame.number == number_of(frame.image)
        assert frame.captured <= frame.arrived


def test_a_reader_that_is_slow_gets_the_newest_frame_and_the_others_are_counted():
    stream = PlayedStream(fps=200)
    capture = Capture(never, stream, 200.0, QUICK)
    capture.start()
    ages = []
    for _ in range(5):
        time.sleep(0.1)
        frame = capture.mailbox.take(1)
        ages.append(stream.number - number_of(frame.image))
    capture.close()
    assert sorted(ages)[2] <= 5, "frames; the oldest that came meanwhile is 20"
    assert capture.mailbox.dropped > 40 and closes(capture)


def test_frames_that_the_clock_does_not_want_are_not_even_decoded():
    class Watched(PlayedStream):
        decoded = 0

        def image(self):
            self.decoded += 1
            return super().image()

    stream = Watched(fps=200, ends=100)
    capture = Capture(never, stream, 50.0, QUICK)
    capture.start()
    until(lambda: capture.lost)
    capture.close()
    assert capture.captured == 100 and capture.skipped == 75
    assert stream.decoded == 100 - capture.skipped and closes(capture)


def test_damaged_frames_are_counted():
    capture = Capture(never, PlayedStream(fps=300, ends=30, damaged=lambda n: n % 3 == 0), 300.0, QUICK)
    capture.start()
    until(lambda: capture.lost)
    capture.close()
    assert capture.damaged == 10 and closes(capture)


def test_a_camera_that_is_lost_is_opened_anew_after_growing_waits():
    attempts = []

    def reopen():
        attempts.append(time.monotonic())
        if len(attempts) < 4:
            raise SourceError("x: there is no /dev/video0")
        return PlayedStream(fps=100)

    capture = Capture(reopen, PlayedStream(fps=100, ends=5), 100.0, (0.02, 0.08))
    capture.start()
    until(lambda: capture.lost == 1)
    assert not capture.connected
    until(lambda: capture.trouble == "x: there is no /dev/video0")
    until(lambda: capture.reconnects == 1 and capture.captured > 10)
    assert capture.connected and capture.trouble == "" and capture.attempts == 4
    waits = [later - earlier for earlier, later in itertools.pairwise(attempts)]
    assert waits[0] >= 0.04 and waits[1] >= 0.08 and waits[2] >= 0.08, "doubled, up to the longest"
    assert [event.kind for event in capture.events] == ["lost", "back"]
    capture.close()
    assert closes(capture)


def test_it_ends_at_once_whether_the_camera_is_there_or_away():
    there, away = (Capture(never, PlayedStream(fps=50, ends=ends), 50.0, (60.0, 60.0)) for ends in (None, 1))
    for capture in (there, away):
        capture.start()
    until(lambda: away.lost)
    begun = time.monotonic()
    there.close()
    away.close()
    assert time.monotonic() - begun < 10
    assert not (there._thread.is_alive() or away._thread.is_alive())


def test_a_read_that_does_not_return_does_not_keep_the_program():
    class Stuck(PlayedStream):
        def grab(self):
            return self.closed.wait(60)

    stream = Stuck()
    capture = Capture(never, stream, 50.0, QUICK)
    capture.start()
    begun = time.monotonic()
    capture.close()
    assert time.monotonic() - begun < 10
    stream.close()


def test_closed_before_it_began_it_gives_the_camera_back():
    stream = PlayedStream()
    Capture(never, stream, 50.0).close()
    assert stream.closed.is_set()


@pytest.mark.parametrize("serve", [rtsp_camera, motion_jpeg])
def test_pictures_that_waited_while_a_stream_was_opened_are_left_out_of_the_run_and_of_the_cameras_rate(serve):
    with serve(pictures=45, fps=25.0) as server:
        stream = Stream("x", server.url, {})
        time.sleep(0.4)  # the model is being loaded
        capture = Capture(lambda: Stream("x", server.url, {}), stream, 25.0, QUICK)
        capture.start()
        rates, numbers = [], []

        def looked_at(lost):
            while capture.lost < lost:
                if (frame := capture.mailbox.take(0.02)) is not None:
                    numbers.append(number_of(frame.image))
                if capture.clock.period_ns:
                    rates.append(1e9 / capture.clock.period_ns)

        looked_at(lost=1)
        assert numbers[0] >= 10 and capture.skipped >= 8
        looked_at(lost=2)
        capture.close()
    assert sum(later < earlier for earlier, later in itertools.pairwise(numbers)) == 1, "seen again after it was lost"
    assert min(rates) > 10 and max(rates) < 60, "Hz, of 25, on a machine that may be busy"
    assert closes(capture)
