"""The report against slow direct formulas, and what it is for: a bad exponent is found."""

import numpy as np
import pytest
import torch
from refusals import refusal
from rtstgcn_export.program.interpret import Interpreter
from rtstgcn_export.program.lower import lower
from rtstgcn_export.report import calibration_report
from rtstgcn_export.report import walk as walk_module
from rtstgcn_export.report.table import worst_of

from rtstgcn_edge.engine.fifo import FifoPool


def by_name(report):
    return {tensor.name: tensor for tensor in report.tensors}


def integer_values(program, trials, names):
    """What the definition makes of each frame, one by one: integers (frames, rows, columns) by name."""
    seen = {name: [] for name in names}
    for x in trials:
        pool, interpreter = FifoPool(program.fifos), Interpreter(program)
        pool.join()
        for t in range(x.shape[1]):
            _, pushes = interpreter.step(x.numpy()[None, :, t], pool.inputs())
            for name in names:
                seen[name].append(interpreter.values[name].copy().reshape(-1))
            for name, target in pool.pushes().items():
                target[:] = pushes[name]
            pool.advance()
    return {name: np.stack(values).astype(np.float64) for name, values in seen.items()}


@torch.no_grad()
def real_values(model, trials):
    """The same tensors by the model's own modules over whole recordings."""
    seen = {}
    for x in trials:
        rows = x[None].permute(0, 2, 3, 1)
        found = {"samples": rows, "features": model.features(rows)}
        found["input_normed"] = model.input_norm(found["features"])
        h = found["embedded"] = model.input(found["input_normed"])
        for index, layer in enumerate(model.layers):
            found[f"layer{index}_push"] = layer.spatial(h)
            h = found[f"layer{index}"] = layer(h)
        found["logits"] = model(x[None])
        for name, values in found.items():
            seen.setdefault(name, []).append(values[0].flatten(1).double().numpy())
    return {name: np.concatenate(parts) for name, parts in seen.items()}


def db(x, error):
    return 10 * np.log10((x**2).sum() / (error**2).sum())


def test_every_number_is_that_of_the_direct_formula(case, report):
    real = real_values(case.model, case.trials)
    integer = integer_values(case.program, case.trials, real)
    values = {op.out.name: op.out for op in case.program.operations}
    ranges = {"int8": (-128, 127), "uint8": (0, 255), "int16": (-32768, 32767)}
    for name, x in real.items():
        tensor, value = by_name(report)[name], values[name]
        exponent = np.tile(case.exponents.frame, 3) if name == "samples" else value.exponent
        scale = 2.0**exponent
        assert (tensor.rows * tensor.columns, tensor.dtype) == (x.shape[1], value.dtype)
        assert (tensor.smallest, tensor.largest) == (pytest.approx(x.min(), abs=1e-4), pytest.approx(x.max(), abs=1e-4))
        assert tensor.accumulated_db == pytest.approx(db(x, integer[name] / scale - x), abs=0.02), name
        if name in ("features", "logits"):
            assert (tensor.local_db, tensor.saturated, tensor.histogram) == (None, None, None)
            continue
        low, high = ranges[value.dtype]
        error = np.clip(np.round(x * scale), low, high) / scale - x
        assert tensor.local_db == pytest.approx(db(x, error), abs=0.02), name
        outside = ((np.round(x * scale) < low) | (np.round(x * scale) > high)).mean()
        assert tensor.saturated == pytest.approx(outside, abs=1.5 / x.size)
        assert sum(tensor.histogram) == pytest.approx(1)
        assert tensor.histogram[0] + tensor.histogram[-1] == pytest.approx(outside, abs=1.5 / x.size)
    assert any(by_name(report)[name].saturated for name in real)  # else the shares say nothing


def test_labels_and_logits(case, report):
    real, integer = (
        real_values(case.model, case.trials)["logits"],
        integer_values(case.program, case.trials, ["logits"]),
    )
    label, other = real.argmax(1), integer["logits"].argmax(1)
    assert report.agreement == pytest.approx((label == other).mean()) and 0.5 < report.agreement < 1
    assert report.logits_error == pytest.approx(np.abs(real - integer["logits"]).max() / np.abs(real).max(), rel=1e-3)
    assert (report.recordings, report.frames) == (3, len(label)) and report.traced_frames == len(label)
    for index, one in enumerate(report.classes):
        mine = label == index
        assert (one.name, one.frames) == (case.classes[index], mine.sum())
        expected = pytest.approx((other == index)[mine].mean()) if mine.any() else None
        assert one.agreement == expected


def test_chunks_do_not_show(case, report, monkeypatch):
    monkeypatch.setattr(walk_module, "CHUNK_VALUES", 3000)
    again = calibration_report(case.model, case.program, case.trials, case.classes)
    assert (again.agreement, again.classes) == (report.agreement, report.classes)
    for a, b in zip(again.tensors, report.tensors, strict=True):
        for key in ("smallest", "largest", "saturated", "local_db", "constants_db", "accumulated_db", "share"):
            x, y = getattr(a, key), getattr(b, key)
            assert x == (None if y is None else pytest.approx(y, rel=1e-3, abs=1e-4)), (a.name, key)


BAD = [
    ("layer1_push", lambda e: setattr(e.layers[1], "push", e.layers[1].push + 4), "saturates"),
    ("layer1_gathered", lambda e: setattr(e.layers[1], "gathered", e.layers[1].gathered - 5), "coarse"),
    ("layer0", lambda e: setattr(e.layers[0], "out", e.layers[0].out + 4), "saturates"),
    ("layer2_projected", lambda e: setattr(e.layers[2], "projected", e.layers[2].projected - 5), "coarse"),
    ("embedded", lambda e: setattr(e, "embedded", e.embedded - 5), "coarse"),
    ("samples", lambda e: setattr(e, "frame", [n - 12 for n in e.frame]), "coarse"),
    ("change0_pushed", lambda e: setattr(e, "energy", e.energy + 6), "saturates"),
]


@pytest.mark.parametrize(("name", "spoil", "how"), BAD, ids=[name for name, *_ in BAD])
def test_a_bad_exponent_is_where_the_error_enters(case, report, name, spoil, how):
    exponents = case.exponents.model_copy(deep=True)
    spoil(exponents)
    spoiled = calibration_report(case.model, lower(case.model, exponents), case.trials, case.classes)
    assert worst_of(spoiled)[0].name == name
    found, before = by_name(spoiled)[name], by_name(report)[name]
    assert found.share > 0.5 and found.local_db < before.local_db - 10
    assert found.accumulated_db < before.accumulated_db - 8
    assert (found.saturated > 0.05) == (how == "saturates")
    places = [tensor.name for tensor in spoiled.tensors]
    for tensor in spoiled.tensors[: places.index(name)]:  # nothing before it is any worse
        assert tensor.accumulated_db == by_name(report)[tensor.name].accumulated_db


def test_wrong_weights_show_as_constants(case, report):
    exponents = case.exponents.model_copy(deep=True)
    exponents.layers[1].weight = [e - 5 for e in exponents.layers[1].weight]
    spoiled = calibration_report(case.model, lower(case.model, exponents), case.trials, case.classes)
    found, before = by_name(spoiled)["layer1_push"], by_name(report)["layer1_push"]
    assert worst_of(spoiled)[0].name == "layer1_push"
    assert found.constants_db < before.constants_db - 15 and found.local_db == before.local_db
    assert found.weight_exponents == tuple(e - 5 for e in before.weight_exponents)


def test_recordings_that_do_not_fit_are_refused(case):
    def say(trials, classes=case.classes):
        return refusal(calibration_report, case.model, case.program, trials, classes)

    assert say([]) == "report: no recordings; give at least one"
    assert "recording 2 has shape (3, 0, 3)" in say([case.trials[0], torch.zeros(3, 0, 3)])
    assert "(3 channels, frames, 3 joints)" in say([torch.zeros(2, 9, 3)])
    assert "shape (3, 9)" in say([torch.zeros(3, 9)])
    assert say(case.trials, ["a"]) == "report: 1 class names, but the model has 4 classes"


def test_a_recording_of_nothing_is_reported_as_that(case):
    report = calibration_report(case.model, case.program, [torch.zeros(3, 5, 3)], case.classes)
    samples = by_name(report)["samples"]
    assert (samples.smallest, samples.largest, samples.local_db, samples.accumulated_db) == (0, 0, None, None)
    assert report.frames == 5 and str(report)
