"""`rtstgcn-edge simulate imu`: a virtual sensor that a run can be connected to."""

from __future__ import annotations

import argparse
import shlex
from dataclasses import replace
from pathlib import Path

from rtstgcn_firmware.messages import MAX_TEXT

from rtstgcn_edge.cli.outputs import check_json, write_json
from rtstgcn_edge.cli.simulate import options
from rtstgcn_edge.cli.simulate.report import Heard, say, summary
from rtstgcn_edge.cli.stopping import stopped_by_signals
from rtstgcn_edge.errors import InputError
from rtstgcn_edge.virtual_imu import Measured, Movement, Player, Settings, Spell, VirtualImu, load_movement, measure
from rtstgcn_edge.virtual_imu.firmware import CHOICES, ONE_NODE, PROTOCOLS, choose_firmware


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    add = parser.add_argument
    add("--play", default="sim:gait", metavar="WHAT", help="sim:gait (default), TRIAL.npy or DATASET/val")
    add("--nodes", metavar="A,B", help="only these nodes of the recording, by name or number (default: all)")
    add("--link", type=Path, metavar="PATH", help="a link to the port, which stays the same over replugs")
    add("--rate", type=options.rate, metavar="HZ", help="samples a second of each node (default: the recording's)")
    add("--speed", type=options.between(0.01, 100), default=1.0, metavar="X",
        help="play X times as fast: samples come, and hello says, at X times the rate (default 1)")  # fmt: skip
    add("--loop", action=argparse.BooleanOptionalAction, default=True, help="begin anew at the end (default)")
    add("--seconds", type=options.seconds, metavar="S", help="end after S seconds (default: at Ctrl-C)")
    add("--seed", type=options.seed, default=0, metavar="N", help="decides the walker and every fault (default 0)")
    add("--model", metavar="NAME", help="model that hello asks for (default: demo for sim:gait, else none)")
    add("--acc-range", type=options.between(1, 200), metavar="G",
        help="range of the accelerometers (default: the smallest that holds the recording)")  # fmt: skip
    add("--gyro-range", type=options.between(100, 4000), metavar="DEG_S",
        help="range of the gyroscopes (default: likewise)")  # fmt: skip
    add("--combined", action="store_true", help="one message for all nodes of an instant")
    add("--clocks", choices=["shared", "own"], default="shared", help="own: every node stamps with a clock of its own")
    add("--sampling", choices=["shared", "own"], default="shared", help="own: every node samples by its own clock")
    add("--skew-ppm", type=options.skew, default=0.0, metavar="PPM",
        help="clocks run so much too fast; own ones are spread over + and - this (default 0)")  # fmt: skip
    add("--uptime", type=options.between(0, 1e6), default=0.0, metavar="S",
        help="what the clocks say at the start (default 0; they wrap around at 4295 s)")  # fmt: skip
    add("--loss", type=options.share, default=0.0, metavar="P", help="share of samples lost on the air (default 0)")
    add(
        "--jitter-ms", type=options.milliseconds, default=0.0, metavar="MS", help="packets are 0 to MS late (default 0)"
    )
    add("--burst", type=options.burst, metavar="P:MS", help="with probability P an instant, nothing comes for MS")
    add("--corrupt", type=options.share, default=0.0, metavar="P", help="share of bytes that are damaged (default 0)")
    add("--baud", type=options.baud, metavar="B", help="garbled unless the host sets B; bytes take their time")
    add("--reset-every", type=options.seconds, metavar="S", help="the board reboots every S seconds")
    add("--unplug-every", type=options.seconds, metavar="S", help="the cable is pulled every S seconds")
    add("--unplug-for", type=options.seconds, metavar="S", help="and is back after S (default 2)")
    for name, about in (
        ("stuck", "the node sends nothing from S on (to T)"),
        ("frozen", "the node repeats one reading from S on (to T)"),
    ):
        add(f"--{name}", action="append", default=[], metavar="NODE@S[-T]", help=about)
    add("--late", action="append", default=[], metavar="NODE@S", help="the node is switched on at S")
    add(
        "--jump",
        type=options.jump,
        action="append",
        default=[],
        metavar="MS@S",
        help="at S the clocks jump by MS (back: --jump=-MS@S)",
    )
    add("--battery", type=options.battery, metavar="P[:S]", help="charge in percent, empty after S (default: unknown)")
    add("--protocol", choices=PROTOCOLS, default="wire", help="whose sensor it is (default: wire, our own)")
    add(
        "--firmware",
        choices=CHOICES,
        default="auto",
        help="of the wire: our C library (where there is a compiler) or Python",
    )
    add("--summary", type=Path, metavar="FILE", help="write what was counted as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Play it until stopped, or the end."""
    check_json("--summary", arguments.summary)
    movement = _movement(arguments)
    measured = measure(movement.readings, acc_range_g=arguments.acc_range, gyro_range=arguments.gyro_range)
    settings = _settings(arguments, movement)
    name, make_firmware = choose_firmware(arguments.protocol, arguments.firmware, say)
    device = VirtualImu(movement, measured, settings, make_firmware, on_label=Heard())
    player = Player(device, link=arguments.link, baud=arguments.baud, say=lambda path: say(f"plugged in again: {path}"))
    say(f"{_described(movement, measured)}; by {name}")
    for line in measured.remarks:
        say(line)
    with stopped_by_signals(player.stop):
        print(_next_line(arguments, movement, player.path), flush=True)  # who reads it may already stop us
        player.run()
    facts = player.facts()
    say(f"\n{summary(facts)}")
    write_json("--summary", arguments.summary, facts)
    return 0


def _movement(arguments: argparse.Namespace) -> Movement:
    movement = load_movement(arguments.play, rate_hz=arguments.rate, seed=arguments.seed).faster(arguments.speed)
    alone = arguments.protocol in ONE_NODE
    chosen = arguments.nodes.split(",") if arguments.nodes is not None else ["0"] if alone else []
    if alone and len(chosen) > 1:
        raise InputError(f"--nodes {arguments.nodes}: a sensor of --protocol {arguments.protocol} is one node")
    if chosen:
        movement = movement.of_nodes(chosen)
    if arguments.model is None:
        return movement
    if len(arguments.model.encode()) > MAX_TEXT:
        raise InputError(f"--model {arguments.model}: a hello has room for {MAX_TEXT} bytes")
    return replace(movement, model=arguments.model)


def _settings(arguments: argparse.Namespace, movement: Movement) -> Settings:
    it = arguments
    if it.sampling == "own" and (it.clocks == "shared" or it.combined):
        raise InputError("--sampling own: needs --clocks own, and no --combined")
    if it.clocks == "own" and it.combined:
        raise InputError("--clocks own: samples of one instant have one time with --combined; leave one out")
    if it.protocol != "wire" and it.combined:
        raise InputError(f"--combined: --protocol {it.protocol} has no message for all nodes")
    if it.protocol != "wire" and (it.battery or it.firmware != "auto"):
        option = "--battery" if it.battery else f"--firmware {it.firmware}"
        raise InputError(f"{option}: is of --protocol wire; a sensor of --protocol {it.protocol} says nothing of it")
    if it.unplug_for and not it.unplug_every:
        raise InputError(f"--unplug-for {it.unplug_for:g}: needs --unplug-every S")
    return Settings(
        seed=it.seed, seconds=it.seconds, loop=it.loop, combined=it.combined, own_clocks=it.clocks == "own",
        own_sampling=it.sampling == "own", skew_ppm=it.skew_ppm, uptime_s=it.uptime, loss=it.loss,
        jitter_ms=it.jitter_ms, burst=it.burst, corrupt=it.corrupt, baud=it.baud, reset_every_s=it.reset_every,
        unplug_every_s=it.unplug_every, unplug_for_s=it.unplug_for or Settings.unplug_for_s,
        stuck=_spells("stuck", it.stuck, movement),
        frozen=_spells("frozen", it.frozen, movement),
        late=tuple(Spell(one.node, 0.0, one.begin_s) for one in _spells("late", it.late, movement)),
        jumps=tuple(it.jump), battery=it.battery,
    )  # fmt: skip


def _spells(option: str, texts: list[str], movement: Movement) -> tuple[Spell, ...]:
    try:
        return tuple(options.spell(text, movement) for text in texts)
    except (ValueError, InputError) as error:
        raise InputError(f"--{option} {', '.join(texts)}: {error}") from None


def _described(movement: Movement, measured: Measured) -> str:
    names = f" ({', '.join(movement.nodes)})" if movement.nodes else ""
    count = movement.readings.shape[1]
    return (
        f"{movement.name}: {movement.seconds:.1f} s of {count} node{'s' * (count > 1)}{names} at "
        f"{movement.rate_hz:g} Hz, +-{measured.acc_range_g:g} g, +-{measured.gyro_range_deg_s:g} deg/s"
    )


def _next_line(arguments: argparse.Namespace, movement: Movement, path: str) -> str:
    """What to type in another terminal."""
    options = {"baud": f"{arguments.baud}"} if arguments.baud else {}
    model = [] if movement.model else ["--model", "MODEL"]
    if arguments.protocol != "wire":  # it says neither at which rate it samples nor which model it is for
        options |= {"protocol": arguments.protocol, "rate_hz": f"{movement.rate_hz:g}"}
        model = ["--model", movement.model or "MODEL"]
    query = "&".join(f"{key}={value}" for key, value in options.items())
    source = f"imu:{arguments.link or path}{'?' * bool(query)}{query}"
    return shlex.join(["rtstgcn-edge", "run", "--source", source, *model])
