"""A source is picked by its scheme, and no other is loaded."""

import subprocess
import sys
from pkgutil import resolve_name

import numpy as np
from refusals import refusal
from runs import environment, random_recording, tiny_manifest

from rtstgcn_edge.simulator import CHANNELS, UNITS
from rtstgcn_edge.skeletons import load_skeleton
from rtstgcn_edge.sources import SOURCES, open_source
from rtstgcn_edge.sources.camera.source import CameraSource
from rtstgcn_edge.sources.camera.video import VideoSource
from rtstgcn_edge.sources.imu.source import ImuSource
from rtstgcn_edge.sources.lsl.source import LslSource
from rtstgcn_edge.sources.replay import open_replay
from rtstgcn_edge.sources.replay.npy import ArrayReplay
from rtstgcn_edge.sources.sim import SimSource


def test_sim_is_the_simulator():
    gait = {"channels": list(CHANNELS), "units": list(UNITS), "skeleton": load_skeleton("imu6").to_dict()}
    assert type(open_source("sim:gait?seconds=1", tiny_manifest(**gait))) is SimSource


def test_replay_is_the_player_of_recordings(tmp_path):
    manifest = tiny_manifest()
    np.save(tmp_path / "trial.npy", random_recording(5))
    source = open_source(f"replay:{tmp_path / 'trial.npy'}?rate_hz={manifest.rate_hz}", manifest)
    assert type(source) is ArrayReplay


def test_every_scheme_leads_to_a_source():
    made = {scheme: resolve_name(name) for scheme, name in SOURCES.items()}
    assert made == {"replay": open_replay, "sim": SimSource, "imu": ImuSource, "lsl": LslSource} | {
        "camera": CameraSource,
        "video": VideoSource,
    }


def test_the_table_of_sources_loads_none_of_them():
    modules = [name.partition(":")[0] for name in SOURCES.values()]
    script = f"import sys, rtstgcn_edge.sources; print(*set({modules}) & set(sys.modules))"
    command = [sys.executable, "-c", script]
    process = subprocess.run(command, capture_output=True, text=True, env=environment(), timeout=300, check=True)
    assert process.stdout == "\n"


def test_an_unknown_scheme_is_refused_with_the_near_miss():
    assert refusal(open_source, "replya:x.npy", tiny_manifest()).endswith("did you mean 'replay'?")
    known = "known: replay:, sim:, imu:, lsl:, camera:, video:"
    assert refusal(open_source, "smoke:signal", tiny_manifest()).endswith(known)
