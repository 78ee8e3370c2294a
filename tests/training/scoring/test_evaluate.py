"""`test`, from its arguments to what it prints and writes: the same from a checkpoint and from a model file."""

import argparse
import json

import numpy as np
import pytest
from refusals import refusal
from rtstgcn_training.checkpoint import load_checkpoint
from rtstgcn_training.chunked.labelling import label_trial
from rtstgcn_training.data import load_part
from rtstgcn_training.models.config import Arch
from rtstgcn_training.scoring.evaluate import Test
from tiny_dataset import write_tiny_dataset
from two_files import write_both

from rtstgcn_edge.recordings import load_dataset
from rtstgcn_edge.scores import EventBoard, ScoreBoard, event_table, ranks_of_truth, score_table


def run(*words):
    parser = argparse.ArgumentParser()
    Test.add_arguments(parser)
    return Test.run(parser.parse_args([str(word) for word in words]))


def summary_of(folder, *words):
    assert run(*words, "--summary", folder / "summary.json") == 0
    return json.loads((folder / "summary.json").read_text())


def expected_boards(checkpoint, root, part="val", **options):
    """Boards filled trial by trial with the labels of the batch model."""
    model, said = load_checkpoint(checkpoint)
    board, events = (
        ScoreBoard(said.classes, said.background),
        EventBoard(said.classes, ["fast"], said.rate_hz, **options),
    )
    for trial in load_part(load_dataset(root), part, model, said.rate_hz):
        logits, truth = label_trial(model, trial.features).numpy(), trial.labels.numpy()
        board.add(logits.argmax(1), truth, ranks_of_truth(logits, truth))
        events.add(logits.argmax(1), truth)
    return board.result(), events.result()


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return write_tiny_dataset(tmp_path_factory.mktemp("evaluate") / "tiny", train=3, val=2, frames=90)


@pytest.fixture(scope="module", params=[0, "centre"])
def files(request, root, tmp_path_factory):
    arch = Arch(widths=[4, 6], kernel=3, dilation=[1, 2], residual_delay=request.param)
    return write_both(tmp_path_factory.mktemp("both"), root, arch)


@pytest.fixture(scope="module")
def checkpoint(root, tmp_path_factory):
    return write_both(tmp_path_factory.mktemp("one"), root)[0]


@pytest.mark.parametrize("part", ["train", "val"])
def test_a_checkpoint_and_a_model_file_score_the_same_and_print_what_they_write(files, root, tmp_path, part, capsys):
    delay = load_checkpoint(files[0])[0].delay
    board, events = expected_boards(files[0], root, part, delay_s=delay / 20)
    for file in files:
        found = summary_of(tmp_path, file, root, "--part", part, "--event", "fast")
        printed = capsys.readouterr()
        assert found.pop("events") == {"raw": events.to_dict()}
        assert (found.pop("model"), found.pop("part")) == ("tiny", part)
        assert found == board.to_dict()
        frames = 90 * board.trials
        assert printed.out.startswith(f"tiny on tiny, {part}: {frames} frames in {board.trials} trials, ")
        assert score_table(board) in printed.out
        assert event_table({"raw": events.to_dict()}) in printed.out
        assert printed.err == ""


def test_without_an_event_none_is_scored(checkpoint, root, tmp_path, capsys):
    assert summary_of(tmp_path, checkpoint, root)["events"] == {}
    assert "detection" not in capsys.readouterr().out


def test_recordings_of_another_rate_are_resampled_only_when_asked(files, root, tmp_path):
    other = write_tiny_dataset(tmp_path / "other", train=1, val=1, frames=80, rate_hz=10.0)
    for file in files:
        message = refusal(run, file, other)
        assert "10 Hz, but model 'tiny' runs at 20 Hz" in message and "--resample" in message
    delay = load_checkpoint(files[0])[0].delay
    # three periods of the slower rate pass before a resampled frame is known
    board, events = expected_boards(files[0], other, delay_s=delay / 20 + 0.3)
    found = [summary_of(tmp_path, file, other, "--resample", "--event", "fast") for file in files]
    assert found[0] == found[1]
    assert found[0]["frames"] == board.frames == 159
    assert found[0]["events"]["raw"] == events.to_dict()


def test_a_model_of_fewer_channels_takes_them_by_their_names(root, tmp_path):
    both = write_both(tmp_path, root, channels=["acc_z", "acc_x"], units=["m/s^2", "m/s^2"])
    found = [summary_of(tmp_path, file, root) for file in both]
    assert found[0] == found[1]
    model, said = load_checkpoint(both[0])
    (trial, *_) = load_part(load_dataset(root), "val", model, 20.0, said.channels)
    features = np.load(root / "val/features/trial0.npy")[..., 0]
    assert np.array_equal(trial.features.numpy(), features[[2, 0]])
    other = write_both(tmp_path, root, channels=["acc_z", "acc_x"], units=["m/s^2", "g"])[0]
    assert "units m/s^2, m/s^2; model 'tiny' takes m/s^2, g" in refusal(run, other, root)
    other = write_both(tmp_path, root, channels=["gyro_x"], units=["rad/s"])[0]
    assert "channel 'gyro_x'" in refusal(run, other, root)


def test_a_background_class_that_names_leave_out_is_known(root, tmp_path):
    both = write_both(tmp_path, root, classes=["background", "slow", "fast"])
    unnamed = write_tiny_dataset(tmp_path / "unnamed", train=1, val=1, frames=60, background=None)
    (unnamed / "actions.txt").write_text("slow\nfast\n")
    assert list(summary_of(tmp_path, both[1], unnamed)["per_class"]) == ["background", "slow", "fast"]


def test_plots_and_predictions_are_written(files, root, tmp_path):
    kinds = {}
    for file in files:
        folder = tmp_path / file.suffix[1:]
        assert run(file, root, "--predictions", folder / "labels", "--plots", folder / "plots") == 0
        assert sorted(path.name for path in (folder / "plots").iterdir()) == [
            "confusion.png",
            "trial0.png",
            "trial1.png",
        ]
        kinds[file.suffix] = {path.name: path.read_text() for path in (folder / "labels").iterdir()}
    model, _ = load_checkpoint(files[0])
    trials = load_part(load_dataset(root), "val", model, 20.0)
    labels = {f"trial{n}.csv": label_trial(model, x.features).argmax(1).tolist() for n, x in enumerate(trials)}
    assert kinds[".onnx"] == kinds[".safetensors"]
    assert {name: [int(line) for line in text.splitlines()] for name, text in kinds[".onnx"].items()} == labels


def test_files_are_written_though_nobody_reads_the_table_to_its_end(checkpoint, root, tmp_path, monkeypatch):
    def closed(*_):
        raise BrokenPipeError

    monkeypatch.setattr("builtins.print", closed)
    with pytest.raises(BrokenPipeError):
        run(checkpoint, root, "--summary", tmp_path / "summary.json", "--predictions", tmp_path / "labels")
    assert (tmp_path / "summary.json").exists() and (tmp_path / "labels" / "trial0.csv").exists()


def test_what_does_not_fit_is_refused_in_one_line(checkpoint, root, tmp_path):
    other = write_tiny_dataset(tmp_path / "other", train=1, val=1, frames=60)
    (other / "actions.txt").write_text("slow\nrest\nfast\n")
    message = refusal(run, checkpoint, other)
    assert "slow, rest, fast" in message and "rest, slow, fast" in message
    assert "no such" in refusal(run, checkpoint, root, "--part", "test")
    assert "--event 'fas': no such class; did you mean 'fast'?" in refusal(run, checkpoint, root, "--event", "fas")
    assert "no such folder" in refusal(run, checkpoint, tmp_path / "nothing")
    assert "no such file; a checkpoint is" in refusal(run, tmp_path / "none.safetensors", root)
    assert "did you mean 'hugadb'?" in refusal(run, "hugadv", root)
    assert "acc_x, acc_y, acc_z" in refusal(run, "hugadb", relabelled(tmp_path / "like", "hugadb"))


def relabelled(folder, name):
    """The tiny data set with the classes of a bundled model."""
    from rtstgcn_edge.model_file import find_model, open_model

    root = write_tiny_dataset(folder, train=1, val=1, frames=60)
    (root / "actions.txt").write_text("\n".join(open_model(find_model(name)).manifest.classes))
    return root


def test_outputs_that_would_harm_what_is_read_or_cannot_be_written_are_refused_before_any_work(
    checkpoint, root, tmp_path, monkeypatch
):
    monkeypatch.setattr("rtstgcn_training.scoring.evaluate._label", lambda *_: pytest.fail("work was done"))
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    for option, place in (("--predictions", root / "val/labels"), ("--plots", root), ("--summary", root / "x.json")):
        assert "lies inside the data set" in refusal(run, checkpoint, root, option, place)
    assert "is read by this test" in refusal(run, checkpoint, root, "--summary", checkpoint.with_suffix(".json"))
    assert "no file in an existing folder" in refusal(run, checkpoint, root, "--summary", tmp_path / "no/x.json")
    (tmp_path / "file").touch()
    assert "File exists" in refusal(run, checkpoint, root, "--predictions", tmp_path / "file")
    assert "Not a directory" in refusal(run, checkpoint, root, "--plots", tmp_path / "file/below")
    monkeypatch.setattr("os.access", lambda *_: False)  # whoever runs the tests may write anywhere
    for option in ("--summary", "--predictions", "--plots"):
        assert "no permission to write there" in refusal(run, checkpoint, root, option, tmp_path / "new")
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
