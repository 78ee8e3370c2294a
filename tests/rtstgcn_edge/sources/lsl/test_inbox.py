"""Chunks on their way: taken in order, the oldest dropped and counted where nobody takes them."""

import struct
import threading
import time

from rtstgcn_edge.sources.lsl.inbox import Chunk, Inbox


def chunk(number, samples=3):
    return Chunk(0, 1, number, 10**9, [number * 1000 + k for k in range(samples)], [[1.5, -2.0]] * samples)


def test_what_is_put_is_taken_once_and_in_order():
    inbox = Inbox()
    for number in range(4):
        inbox.put(chunk(number))
    assert [one.number for one in inbox.take(0)] == [0, 1, 2, 3]
    assert inbox.take(0) == [] and inbox.dropped == 0


def test_the_oldest_give_way_and_are_counted():
    inbox = Inbox()
    inbox.room = 10
    for number in range(10):
        inbox.put(chunk(number))
    assert [one.number for one in inbox.take(0)] == [7, 8, 9]
    assert inbox.dropped == 7 * 3
    inbox.put(chunk(0, samples=50))  # larger than the room: still what is newest
    assert len(inbox.take(0)) == 1


def test_a_wait_ends_with_a_chunk_or_with_its_time():
    inbox = Inbox()
    began = time.monotonic()
    assert inbox.take(0.05) == [] and 0.04 < time.monotonic() - began < 5
    threading.Timer(0.05, inbox.put, [chunk(1)]).start()
    assert len(inbox.take(60)) == 1
    assert time.monotonic() - began < 20


def test_bytes_by_hand():
    data = Chunk(2, 1, 300, 0, [7], [[1.0, -2.0]]).to_bytes()
    assert data == bytes.fromhex(
        "02 01000000 2c01000000000000 01000000 02000000 0700000000000000 000000000000f03f 00000000000000c0"
    )
    assert len(chunk(0).to_bytes()) == struct.calcsize("<BIQII") + 3 * 8 * 3
