"""Which epoch is the best, and when to stop, by hand."""

import json

import pytest
from rtstgcn_training.configuration import Optimizer
from rtstgcn_training.run.selection import Selection


def watch(values, **options):
    """Epochs that were better, and the epoch after which it stops (None: never)."""
    selection = Selection(Optimizer(**options))
    better, stop = [], None
    for epoch, value in enumerate(values, start=1):
        if selection.add(epoch, {} if value is None else {options["monitor"]: value, "other": 1}):
            better.append(epoch)
        if selection.exhausted:
            stop = epoch
            break
    return better, stop


@pytest.mark.parametrize(
    ("monitor", "patience", "values", "better", "stop"),
    [
        ("f1@50", 0, [0.1, 0.3, 0.2, 0.3, 0.4], [1, 2, 5], None),
        ("f1@50", 2, [0.1, 0.3, 0.2, 0.3, 0.4], [1, 2], 4),
        ("loss", 1, [3.0, 2.0, 2.5], [1, 2], 3),
        ("loss", 3, [3.0, 2.0, 2.5, 1.0, 1.0, 1.0, 1.0], [1, 2, 4], 7),
        ("top1", 2, [None, None, 0.5, None, None, 0.4], [3], 6),  # not before it has looked
        ("top1", 2, [None, None, 0.5, None, None, 0.6], [3, 6], None),
        ("top1", 1, [None, None, None], [], None),
        ("edit", 1, [0.0, 0.0], [1], 2),
    ],
)
def test_best_and_stop(monitor, patience, values, better, stop):
    assert watch(values, monitor=monitor, patience=patience) == (better, stop)


def test_it_goes_on_from_its_state():
    options = Optimizer(monitor="top1", patience=2)
    one, other = Selection(options), Selection(options)
    other.restore(json.loads(json.dumps(one.state())))
    assert other.add(1, {"top1": 0.5})
    one.add(1, {"top1": 0.5})
    other.restore(json.loads(json.dumps(one.state())))
    assert (other.epoch, other.value) == (1, 0.5)
    assert not other.add(3, {"top1": 0.4}) and other.exhausted
    one.restore(json.loads(json.dumps(other.state())))
    assert one.exhausted
