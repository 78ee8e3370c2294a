from __future__ import annotations

import pytest
import torch
from rtstgcn_training.models.config import Arch
from rtstgcn_training.models.rt_stgcn import RTSTGCN

from benchmarks.cost_gcn import build_cost_gcn, fifo_bytes
from rtstgcn_edge.skeletons import load_skeleton

pytest.importorskip("continual")

KERNEL, LAYERS, FRAMES = 5, 3, 40


def make_model() -> RTSTGCN:
    torch.manual_seed(0)
    return RTSTGCN(Arch(widths=[4, 4, 6], kernel=KERNEL, dilation=1), load_skeleton("imu7"), channels=6, classes=5)


@torch.no_grad()
def test_steps_equal_the_batch_form_once_the_zero_fifos_have_aged_out():
    body = build_cost_gcn(make_model(), skeletons=2)
    clip = torch.randn(2, 6, FRAMES, 7)
    batch = body(clip)
    delay, receptive_field = LAYERS * (KERNEL // 2), 1 + LAYERS * (KERNEL - 1)
    assert body.delay == delay
    for t in range(FRAMES):
        step = body.forward_step(clip[:, :, t])
        if t >= receptive_field - 1:
            torch.testing.assert_close(step, batch[:, :, t - delay], rtol=0, atol=1e-5)


@torch.no_grad()
def test_first_step_has_an_output():
    body = build_cost_gcn(make_model(), skeletons=2)
    assert body.forward_step(torch.randn(2, 6, 7)).shape == (2, 6, 7)


@torch.no_grad()
def test_fifo_bytes_are_those_of_the_temporal_buffers():
    body = build_cost_gcn(make_model(), skeletons=2)
    held = [module.state_buffer for module in body.modules() if getattr(module, "kernel_size", None) == (KERNEL, 1)]
    assert len(held) == LAYERS
    assert fifo_bytes(make_model(), 2) == sum(buffer.numel() * buffer.element_size() for buffer in held)
