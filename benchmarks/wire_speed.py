"""How many packets of the wire one core encodes and decodes, and what random bytes do to the decoder."""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rtstgcn_firmware import cobs
from rtstgcn_firmware.codec import Decoder, encode
from rtstgcn_firmware.messages import Combined, Message, MessageType, Sample

from benchmarks.process_load import resident_mib

NODES = 6
RATE_HZ = 100
GOAL = 200_000
"""SAMPLEs decoded in a second."""
BLOCK = 1 << 20
"""Random bytes drawn at a time."""
PASSES = 2.0**-16
"""Share of damaged frames that the CRC lets pass."""


def samples(count: int, rng: random.Random) -> list[Message]:
    """What nodes at rest and in motion send: gravity on an axis, most counts well inside the range."""
    draws = [[round(rng.gauss(mean, 1500)) for mean in (8192, 0, 0, 0, 0, 0)] for _ in range(997)]
    return [
        Sample(k % NODES, k // NODES % 65536, k // NODES * 10_000 % 2**32, tuple(draws[k % 997]))  # type: ignore[arg-type]
        for k in range(count)
    ]


def combined(count: int, rng: random.Random) -> list[Message]:
    """The same, all nodes of an instant in one."""
    return [
        Combined(k % 65536, k * 10_000 % 2**32, tuple(round(rng.gauss(0, 1500)) for _ in range(6 * NODES)))
        for k in range(count)
    ]


def seconds(work: Callable[[], object], rounds: int) -> float:
    """CPU time of one call; the median of the rounds."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def speed(messages: list[Message], chunk: int, rounds: int) -> dict[str, float]:
    """Packets a second, encoded, and decoded in reads of `chunk` bytes.

    Raises RuntimeError if what comes out is not what went in.
    """
    stream = b"".join(map(encode, messages))
    reads = [stream[at : at + chunk] for at in range(0, len(stream), chunk)]

    def decode() -> list[Message]:
        decoder = Decoder()
        return [message for read in reads for message in decoder.feed(read)]

    if decode() != messages:
        raise RuntimeError("the decoder gives other messages than went in")
    return {
        "bytes": len(stream) / len(messages),
        "encode_per_s": len(messages) / seconds(lambda: list(map(encode, messages)), rounds),
        "decode_per_s": len(messages) / seconds(decode, rounds),
    }


def forged(rng: random.Random) -> bytes:
    """A frame as it should be, of a SAMPLE's type and length, whose fields and CRC are random."""
    return b"\0" + cobs.encode(bytes([MessageType.SAMPLE]) + rng.randbytes(21)) + b"\0"


def strewn(total: int, rng: random.Random) -> Iterator[tuple[bytes, Message | None]]:
    """Random bytes, `total` in all; in between intact SAMPLEs, each with what it says, and forged ones, without."""
    left, number = total, 0
    while left:
        block = rng.randbytes(min(left, BLOCK))
        left -= len(block)
        at = 0
        while at < len(block):
            garbage = block[at : at + rng.randrange(1, 400)]
            at += len(garbage)
            values = tuple(int.from_bytes(garbage[k : k + 1], "little") * 200 - 25500 for k in range(6))
            intact = Sample(number % NODES, number % 65536, number % 2**32, values)  # type: ignore[arg-type]
            number += 1
            yield garbage, None
            yield encode(intact), intact
            yield forged(rng), None


def survive(total: int, seed: int) -> dict[str, float]:
    """What the decoder makes of `total` random bytes with intact and forged packets in between."""
    rng, decoder = random.Random(seed), Decoder()
    awaited: deque[Message] = deque()
    intact = decoded = accepted = 0
    early_kib = 0.0
    start = time.process_time()
    stream = bytearray()

    def feed() -> None:
        nonlocal decoded, accepted
        for message in decoder.feed(bytes(stream)):
            if awaited and message == awaited[0]:
                awaited.popleft()
                decoded += 1
            else:
                accepted += 1
        stream.clear()

    read = 1
    for piece, message in strewn(total, rng):
        stream += piece
        if message is not None:
            awaited.append(message)
            intact += 1  # and a forged one follows
        if len(stream) >= read:
            feed()
            read = rng.choice((1, 64, 512, 4096))
            if not early_kib and decoder.counts.bytes > total / 10:
                early_kib = 1024 * resident_mib()
    feed()
    counts = decoder.counts
    return {
        "random_bytes": total,
        "bytes": counts.bytes,
        "intact_packets": intact,
        "decoded": decoded,
        "false_accepts": accepted + counts.malformed + counts.unknown,
        "predicted": (intact + random_candidates(total)) * PASSES,
        "false_messages": accepted,
        "corrupt": counts.corrupt,
        "discarded": counts.discarded,
        "memory_growth_kib": 1024 * resident_mib() - early_kib,
        "seconds": time.process_time() - start,
    }


def random_candidates(total: int) -> float:
    """Frames among random bytes that are COBS by chance, of 3 bytes or more, so that only the CRC speaks against them.

    Between two zeros lie L random bytes with probability (1/256)(255/256)^L. A chain of distances from 1 to 255 meets
    their end with probability (1/255)(256/255)^(L-1). The product is 2^-16 for every L from 4 to 253.
    """
    return total / 256 * 250 / 65536


def measure(packets: int, chunk: int, rounds: int) -> dict[str, dict[str, float]]:
    """Speeds of SAMPLEs and of COMBINED of six nodes."""
    rng = random.Random(0)
    return {
        "SAMPLE": speed(samples(packets, rng), chunk, rounds),
        "COMBINED": speed(combined(packets // NODES, rng), chunk, rounds),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="packets of the wire that one core encodes and decodes in a second")
    parser.add_argument("--packets", type=int, default=120_000, help="SAMPLEs in a round (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=7, help="the median counts (default: %(default)s)")
    parser.add_argument("--chunk", type=int, default=256, help="bytes of a read (default: %(default)s)")
    parser.add_argument("--random", type=int, metavar="BYTES", help="feed random bytes, intact packets in between, too")
    parser.add_argument("--seed", type=int, default=0, help="of the random bytes (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured here too")
    arguments = parser.parse_args()
    if min(arguments.packets // NODES, arguments.rounds, arguments.chunk) < 1 or (arguments.random or 1) < 1:
        parser.error(f"--packets is {NODES} at least, --rounds, --chunk and --random 1")
    result: dict[str, Any] = {"speed": measure(arguments.packets, arguments.chunk, arguments.rounds)}
    print(f"{'':<10}{'bytes':>7}{'encode/s':>12}{'decode/s':>12}{f'{NODES} nodes at {RATE_HZ} Hz':>22}")
    for name, of in result["speed"].items():
        share = RATE_HZ * (NODES if name == "SAMPLE" else 1) / of["decode_per_s"]
        print(
            f"{name:<10}{of['bytes']:7.0f}{of['encode_per_s']:12.0f}{of['decode_per_s']:12.0f}{share:15.2%} of a core"
        )
    print(f"goal: {GOAL} SAMPLEs decoded in a second")
    if arguments.random:
        result["random"] = survive(arguments.random, arguments.seed)
        for name, value in result["random"].items():
            print(f"{name:<20}{value:14.1f}")
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    lost = arguments.random and result["random"]["decoded"] < result["random"]["intact_packets"]
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
