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


@pytest.mark.parametrize("key", ["init", "pretrained", "teacher"])
@pytest.mark.parametrize("name", ["tiny", "tiny-epoch003", "tiny-epoch1000"])
def test_a_training_does_not_write_over_what_it_starts_from(tmp_path, key, name):
    said = refusal(lambda: claim(tmp_path, processor={key: str(tmp_path / "x" / ".." / f"{name}.safetensors")}))
    assert f"processor.{key}" in said and "write over it" in said
    claim(tmp_path / "other", processor={key: str(tmp_path / f"{name}.safetensors")})


def test_two_trainings_cannot_be_at_work_in_one_folder(tmp_path):
    pytest.importorskip("fcntl", reason="no locks on this system")
    one, other = (RunFolder(plan(tmp_path / "run")) for _ in range(2))

    def hold(folder):
        with folder.held():
            (tmp_path / "run/notes.txt").write_text("")

    with one.held():
        said = refusal(hold, other)
        assert str(tmp_path / "run") in said and "another training" in said and "processor.out" in said
        with RunFolder(plan(tmp_path / "elsewhere")).held():
            pass
    hold(other)


def test_a_folder_that_is_left_empty_is_not_left(tmp_path):
    with RunFolder(plan(tmp_path / "empty")).held():
        assert (tmp_path / "empty").is_dir()
    assert not (tmp_path / "empty").exists()
    (tmp_path / "full").mkdir()
    (tmp_path / "full/notes.txt").write_text("mine")
    with RunFolder(plan(tmp_path / "full")).held():
        pass
    assert (tmp_path / "full/notes.txt").exists()


@pytest.mark.parametrize("content", [None, "{", "[", '{"a": 1}', "3"])
def test_a_note_of_the_environment_that_was_lost_does_not_stop_a_run(tmp_path, content):
    folder = begun(tmp_path)
    folder.environment.unlink() if content is None else folder.environment.write_text(content)
    folder.go_on({"from_epoch": 4})
    assert json.loads(folder.environment.read_text()) == [{"from_epoch": 4}]


def test_a_run_is_finished_when_it_has_the_scores_of_all_epochs_asked_for(tmp_path):
    folder = begun(tmp_path, optimizer={"schedule": "step"})
    assert not folder.finished()
    folder.scores.write_text("{}")
    assert folder.finished()
    longer = RunFolder(plan(tmp_path, optimizer={"schedule": "step", "epochs": 50}))
    assert not longer.finished()
    longer.go_on({})  # and is stopped before its end
    assert not longer.finished()


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
    mine = [tmp_path / "notes.txt", tmp_path / "tiny-epoch003-notes.txt", tmp_path / "tiny-epoch1.txt"]
    left = [folder.checkpoint, folder.state, folder.scores, folder.kept(3), folder.kept(3).with_suffix(".json")]
    for path in (*left, folder.plots / "curves.png", folder.demo / "a.csv", *mine):
        path.parent.mkdir(exist_ok=True)
        path.write_text("")
    folder.begin({"from_epoch": 1, "cpu": "new"})
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        ["configuration.json", "environment.json", *(path.name for path in mine)]
    )
    assert Configuration.model_validate_json(folder.configuration.read_bytes()) == folder.plan
    folder.go_on({"from_epoch": 4})
    assert [one["from_epoch"] for one in json.loads(folder.environment.read_text())] == [1, 4]
