import asyncio
import json

from rtstgcn_edge.sinks.live.hub import MOST_VIEWERS, MOST_WAITING, Hub, event


def test_an_event_is_one_line_whatever_is_said():
    said = {"name": "two\nlines", "n": 1}
    kind, data, *rest = event("tick", said).decode().split("\n")
    assert kind == "event: tick" and rest == ["", ""]
    assert json.loads(data.removeprefix("data: ")) == said


async def take(stream, count):
    return [await anext(stream) for _ in range(count)]


def test_every_viewer_is_greeted_and_gets_what_comes_then_in_order():
    async def story():
        hub = Hub(lambda: b"hello")
        first = hub.watch()
        assert await take(first, 1) == [b"hello"]
        hub.send(b"1")
        second = hub.watch()
        assert await take(second, 1) == [b"hello"]
        hub.send(b"2")
        hub.end()
        assert [m async for m in first] == [b"1", b"2"]
        assert [m async for m in second] == [b"2"]
        assert (hub.came, hub.most, hub.messages, hub.missed, len(hub)) == (2, 2, 2, 0, 0)

    asyncio.run(story())


def test_a_viewer_who_is_behind_is_greeted_anew_and_others_notice_nothing():
    async def story():
        state = {"greeted": 0}

        def greeting():
            state["greeted"] += 1
            return b"hello%d" % state["greeted"]

        hub = Hub(greeting)
        slow, fast = hub.watch(), hub.watch()
        await take(slow, 1)
        await take(fast, 1)
        for n in range(MOST_WAITING + 10):
            hub.send(b"%d" % n)
            assert await take(fast, 1) == [b"%d" % n]
        assert await take(slow, 11) == [b"hello3", *(b"%d" % n for n in range(MOST_WAITING, MOST_WAITING + 10))]
        assert hub.missed == MOST_WAITING
        await slow.aclose()
        await fast.aclose()
        assert len(hub) == 0

    asyncio.run(story())


def test_what_waits_for_a_viewer_who_reads_nothing_is_bounded():
    async def story():
        hub = Hub(lambda: b"hello")
        slow = hub.watch()
        await take(slow, 1)
        for _ in range(20 * MOST_WAITING):
            hub.send(b"x")
        (viewer,) = hub._viewers
        assert len(viewer.waiting) <= MOST_WAITING
        await slow.aclose()

    asyncio.run(story())


def test_who_comes_after_the_end_is_greeted_and_sent_home():
    async def story():
        hub = Hub(lambda: b"hello")
        hub.end()
        assert [m async for m in hub.watch()] == [b"hello"]

    asyncio.run(story())


def test_too_many_viewers_are_not_let_in():
    async def story():
        hub = Hub(lambda: b"hello")
        streams = [hub.watch() for _ in range(MOST_VIEWERS)]
        for stream in streams:
            assert not hub.full
            await take(stream, 1)
        assert hub.full
        await streams[0].aclose()
        assert not hub.full
        for stream in streams[1:]:
            await stream.aclose()

    asyncio.run(story())


def test_of_many_who_come_at_the_same_moment_no_more_are_let_in_than_there_are_places():
    async def story():
        hub = Hub(lambda: b"hello")
        asked = [hub.watch() for _ in range(MOST_VIEWERS + 8)]
        assert not hub.full
        greeted = [await anext(stream, None) for stream in asked]
        assert greeted == [b"hello"] * MOST_VIEWERS + [None] * 8
        assert len(hub) == hub.most == MOST_VIEWERS
        for stream in asked:
            await stream.aclose()

    asyncio.run(story())
