"""The folder of a run: who may write there, what may change, what is cleared away."""

import json

import pytest
from refusals import refusal
from rtstgcn_training.configuration import Configuration
from rtstgcn_training.run.run_folder import FREE, RunFolder, flat


def plan(out, **sections):
    values = {"processor": {"name": "tiny", "data": "data", "out": str(out)}, "optimizer": {"epochs": 5}}
    for section, keys in sections.items():
        values[section] = values.get(section, {}) | keys
    return Configuration.model_validate(values)


def begun(out, **sections):
    folder = RunFolder(plan(out, **sections))
    folder.claim(resume=False, overwrite=False)
    folder.begin({"from_epoch": 1})
    return folder


def claim(out, *, resume=False, overwrite=False, **sections):
    RunFolder(plan(out, **sections)).claim(resume=resume, overwrite=overwrite)


def test_a_run_is_not_written_over_unless_asked(tmp_path):
    begun(tmp_path / "run")
    said = refusal(claim, tmp_path / "run")
    assert "holds a run already" in said and "--resume" in said and "--overwrite" in said
    claim(tmp_path / "run", overwrite=True)
    claim(tmp_path / "run", resume=True)
    assert "give one" in refusal(lambda: claim(tmp_path / "run", resume=True, overwrite=True))


def test_a_checkpoint_alone_is_not_written_over_and_cannot_go_on(tmp_path):
    (tmp_path / "tiny.safetensors").write_bytes(b"")
    assert "holds a run already" in refusal(claim, tmp_path)
    assert "--overwrite begins anew" in refusal(lambda: claim(tmp_path, resume=True))


def test_a_folder_with_other_things_is_free_and_resuming_nothing_begins(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    claim(tmp_path)
    claim(tmp_path / "new", resume=True)
    assert (tmp_path / "new").is_dir()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    assert "processor.out" in refusal(claim, tmp_path / "file")


@pytest.mark.parametrize("key", ["init", "teacher"])
def test_a_training_does_not_write_over_what_it_starts_from(tmp_path, key):
    said = refusal(lambda: claim(tmp_path, processor={key: str(tmp_path / "x" / ".." / "tiny.safetensors")}))
    assert f"processor.{key}" in said and "write over it" in said


@pytest.mark.parametrize(
    ("section", "keys", "names"),
    [
        ("optimizer", {"learning_rate": 0.5}, ("optimizer.learning_rate: 0.5", "began with 0.002")),
        ("optimizer", {"seed": 3}, ("optimizer.seed: 3", "0")),
        ("optimizer", {"mine": 3}, ("optimizer.mine: 3", "began with nothing")),
        ("arch", {"kernel": 3}, ("arch.kernel: 3", "9")),
        ("processor", {"name": "other"}, ("processor.name", "tiny")),
        ("optimizer", {"epochs": 6}, ("optimizer.epochs: 6", "one_cycle rate is spread over all", "processor.init")),
    ],
)
def test_what_shapes_the_weights_must_not_change_on_the_way(tmp_path, section, keys, names):
    begun(tmp_path)
    said = refusal(lambda: claim(tmp_path, resume=True, **{section: keys}))
    assert all(name in said for name in names), said


@pytest.mark.parametrize(
    ("section", "keys"),
    [
        ("processor", {"data": "moved", "description": "better", "demo": []}),
        ("optimizer", {"segment": 100, "checkpoint_indices": [2]}),
        ("job", {"threads": 2, "validate_every": 3}),
        ("decision", {"smoothing_s": 1}),
    ],
)
def test_what_does_not_shape_them_may(tmp_path, section, keys):
    begun(tmp_path)
    claim(tmp_path, resume=True, **{section: keys})


@pytest.mark.parametrize("schedule", ["step", "constant"])
def test_epochs_may_grow_where_the_rate_does_not_depend_on_them(tmp_path, schedule):
    begun(tmp_path, optimizer={"schedule": schedule})
    claim(tmp_path, resume=True, optimizer={"schedule": schedule, "epochs": 50})


def test_the_free_keys_are_keys():
    keys = flat(plan("out").model_dump(mode="json")).keys()
    assert all(any(key == name or key.startswith(f"{name}.") for key in keys) for name in FREE)


def test_a_configuration_file_that_was_damaged_cannot_go_on(tmp_path):
    folder = begun(tmp_path)
    folder.configuration.write_text("{")
    assert "configuration.json" in refusal(lambda: claim(tmp_path, resume=True))


def test_beginning_clears_what_a_former_run_left_and_nothing_else(tmp_path):
    folder = begun(tmp_path)
    left = [folder.checkpoint, folder.state, folder.scores, folder.kept(3), folder.kept(3).with_suffix(".json")]
    for path in (*left, folder.plots / "curves.png", folder.demo / "a.csv", tmp_path / "notes.txt"):
        path.parent.mkdir(exist_ok=True)
        path.write_text("")
    folder.begin({"from_epoch": 1, "cpu": "new"})
    assert sorted(p.name for p in tmp_path.iterdir()) == ["configuration.json", "environment.json", "notes.txt"]
    assert Configuration.model_validate_json(folder.configuration.read_bytes()) == folder.plan
    folder.go_on({"from_epoch": 4})
    assert [one["from_epoch"] for one in json.loads(folder.environment.read_text())] == [1, 4]
