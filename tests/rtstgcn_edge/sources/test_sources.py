"""A source is picked by its scheme."""

from refusals import refusal
from runs import tiny_manifest

from rtstgcn_edge.simulator import CHANNELS
from rtstgcn_edge.skeletons import load_skeleton
from rtstgcn_edge.sources import open_source
from rtstgcn_edge.sources.sim import SimSource


def test_a_source_is_picked_by_its_scheme():
    gait = {"channels": list(CHANNELS), "units": ["1"] * len(CHANNELS), "skeleton": load_skeleton("imu6").to_dict()}
    assert isinstance(open_source("sim:gait?seconds=1", tiny_manifest(**gait)), SimSource)


def test_an_unknown_scheme_is_refused_with_the_near_miss():
    assert refusal(open_source, "replya:x.npy", tiny_manifest()).endswith("did you mean 'replay'?")
    assert refusal(open_source, "smoke:signal", tiny_manifest()).endswith("known: replay:, sim:")
