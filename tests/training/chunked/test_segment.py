"""The largest chunk that fits: arithmetic on probes that are given, and real steps beside the promise."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from rtstgcn_training.chunked import segment as module
from rtstgcn_training.chunked.segment import MARGIN, choose_segment, resolve_segment
from rtstgcn_training.losses import Objective
from rtstgcn_training.models.config import Arch
from rtstgcn_training.models.rt_stgcn import RTSTGCN

from benchmarks.epoch_speed import SHAPES, build
from benchmarks.training_memory import in_a_fresh_process
from rtstgcn_edge.errors import InputError
from rtstgcn_edge.skeletons import load_skeleton

MIB = 2**20
MODEL = RTSTGCN(Arch(widths=[4, 4], kernel=5, dilation=2), load_skeleton("imu3"), 3, 4)
OBJECTIVE = Objective(torch.ones(4), smoothing=0.15)
CONTEXT = MODEL.receptive_field
WEIGHTS = 3 * 4 * sum(p.numel() for p in MODEL.parameters())


@pytest.fixture
def probes(monkeypatch):
    """Makes a step take `fixed` bytes and `per_frame` for each frame of a chunk."""

    def take(fixed, per_frame):
        monkeypatch.setattr(module, "_measure", lambda asked, _: [fixed + per_frame * n for n in asked["lengths"]])

    return take


def test_by_hand(probes):
    assert CONTEXT == 17
    probes(fixed=1000, per_frame=100)
    # 0.8 * 100 000 less what is fixed, at 100 a frame, less the context, down to three binary digits
    frames = (80_000 - 1000 - WEIGHTS) / 100 - 17
    assert 640 <= frames < 768
    assert choose_segment(MODEL, 10**6, OBJECTIVE, 100_000) == 640


def test_never_longer_than_the_longest_trial(probes):
    probes(fixed=0, per_frame=100)
    assert choose_segment(MODEL, 333, OBJECTIVE, 10**9) == 333


def test_losses_of_whole_trials_leave_less(probes):
    probes(fixed=0, per_frame=1000)
    coupled = Objective(torch.ones(4), smoothing=0.15, pull=0.1)
    assert choose_segment(MODEL, 50_000, coupled, 10**7) < choose_segment(MODEL, 50_000, OBJECTIVE, 10**7)


@given(
    fixed=st.integers(0, 10**6),
    per_frame=st.integers(1, 10**5),
    limit=st.integers(1, 10**9),
    longest=st.integers(1, 10**6),
)
def test_what_is_chosen_fits_and_half_as_much_again_would_not(fixed, per_frame, limit, longest):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_measure", lambda asked, _: [fixed + per_frame * n for n in asked["lengths"]])
        try:
            chosen = choose_segment(MODEL, longest, OBJECTIVE, limit)
        except InputError:
            assert fixed + WEIGHTS + per_frame * (CONTEXT + 1) > MARGIN * limit - per_frame
            return
    taken = fixed + WEIGHTS + per_frame * min(chosen + CONTEXT, longest)
    assert taken <= MARGIN * limit * (1 + 1e-9)
    if chosen < longest:
        assert fixed + WEIGHTS + per_frame * (1.25 * chosen + 1 + CONTEXT) > MARGIN * limit * (1 - 1e-9)


def test_a_chunk_that_cannot_fit_is_refused_with_what_would(probes):
    probes(fixed=0, per_frame=MIB)
    with pytest.raises(InputError, match=r"one frame with 17 of context, needs 23 MiB and 10 MiB are left"):
        choose_segment(MODEL, 1000, OBJECTIVE, 10 * MIB)


def test_a_number_stays_and_nothing_is_measured(monkeypatch):
    monkeypatch.setattr(module, "_measure", None)
    assert resolve_segment(77, MODEL, 1000, OBJECTIVE) == 77


def test_the_limit_is_the_configured_one_less_what_is_held_and_never_more_than_is_free(probes, monkeypatch):
    limits = []
    monkeypatch.setattr(module, "choose_segment", lambda model, longest, objective, limit: limits.append(limit) or 1)
    monkeypatch.setattr(module, "held", lambda device: 100 * MIB)
    monkeypatch.setattr(module, "available", lambda device: 2000 * MIB)
    for gib in (None, 1.0, 50.0):
        resolve_segment("auto", MODEL, 9, OBJECTIVE, gib, held_besides=MIB)
    assert limits == [1999 * MIB, (1024 - 101) * MIB, 1999 * MIB]


def test_too_small_a_limit_says_what_is_held(probes, monkeypatch):
    probes(fixed=0, per_frame=MIB)
    monkeypatch.setattr(module, "held", lambda device: 512 * MIB)
    with pytest.raises(
        InputError,
        match=r'^optimizer\.segment "auto": the smallest chunk.*0 MiB are left, '
        r"beside the 512 MiB that it holds; .*job\.memory_gib",
    ):
        resolve_segment("auto", MODEL, 1000, OBJECTIVE, 0.5)


def test_a_probe_that_fails_is_one_line(monkeypatch):
    monkeypatch.setattr(module, "request", lambda *_: {"threads": 1})
    with pytest.raises(
        InputError,
        match=r"^optimizer\.segment \"auto\": its measurement failed \(KeyError: 'model'\); give the segment",
    ):
        choose_segment(MODEL, 1000, OBJECTIVE, 10**9)


def test_probes_that_show_no_difference_are_taken_longer(monkeypatch):
    asked = []

    def measure(request, _):
        asked.append(request["lengths"])
        return [0, 0] if len(asked) < 3 else [1000, 1000 + 7168 * 8 * 8]

    monkeypatch.setattr(module, "_measure", measure)
    # 8 bytes a frame, of which 128 * 64 take half a MiB
    chosen = choose_segment(MODEL, 10**6, OBJECTIVE, 2**20)
    assert asked == [[CONTEXT + 128 * n, CONTEXT + 1024 * n] for n in (1, 8, 64)]
    assert 2**16 < chosen < 10**6


@pytest.mark.parametrize(("longest", "lengths"), [(500, [145, 500]), (60, [30, 60]), (1, [1, 2])])
def test_no_probe_is_longer_than_the_longest_trial(monkeypatch, longest, lengths):
    asked = []
    monkeypatch.setattr(module, "_measure", lambda given, _: asked.append(given["lengths"]) or [1000, 2000])
    assert choose_segment(MODEL, longest, OBJECTIVE, 10**9) == longest
    assert asked == [lengths]


def test_what_no_probe_can_tell_takes_the_longest_trial(probes):
    probes(fixed=1000, per_frame=0)
    assert choose_segment(MODEL, 5000, OBJECTIVE, 10**9) == 5000


def test_modules_of_the_working_folder_are_not_what_the_probe_loads(monkeypatch, tmp_path):
    (tmp_path / "queue.py").write_text("raise RuntimeError('of the user')")
    monkeypatch.chdir(tmp_path)
    small, large = module._measure(module.request(MODEL, OBJECTIVE, [100, 20_000]), torch.device("cpu"))
    assert 0 <= small < large


def test_on_a_gpu_the_choice_is_halved_until_it_fits(monkeypatch):
    tried = []

    def fits_40_frames(asked, _):
        tried.extend(asked["lengths"])
        if tried[-1] > 40:
            raise torch.cuda.OutOfMemoryError
        return [0]

    monkeypatch.setattr(module, "peaks", fits_40_frames)
    assert module._tried(MODEL, OBJECTIVE, 80, 90, torch.device("cpu")) == 20
    assert tried == [90, CONTEXT + 40, CONTEXT + 20]


def test_weights_gradients_and_randomness_stay_as_they_were(monkeypatch):
    monkeypatch.setattr(module, "PROBES", (8, 2000))
    before = {name: value.clone() for name, value in MODEL.state_dict().items()}
    state = torch.get_rng_state()
    assert choose_segment(MODEL, 500, OBJECTIVE, 2**30) == 500
    assert torch.equal(torch.get_rng_state(), state)
    assert all(parameter.grad is None for parameter in MODEL.parameters())
    assert all(torch.equal(value, before[name]) for name, value in MODEL.state_dict().items())


@pytest.mark.slow
def test_a_step_with_the_chosen_chunk_takes_what_it_was_chosen_for():
    limit = 300
    model = build(SHAPES["HuGaDB, V = 6"])
    chosen = choose_segment(model, 10**6, Objective(torch.ones(model.classes), smoothing=0.15), limit * MIB)
    peak = in_a_fresh_process("hugadb", 4 * chosen, chosen)["peak_mib"]
    # the rounding of the choice gives up to a fifth away, and two processes differ by a tenth
    assert 0.7 * MARGIN * limit < peak < limit
