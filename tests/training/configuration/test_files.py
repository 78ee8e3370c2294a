"""Training configurations: what is read, kept and refused."""

import json
from pathlib import Path

import pytest
from refusals import refusal
from rtstgcn_training.configuration import bundled_configurations, find_configuration, load_configuration
from rtstgcn_training.configuration import files as module

PROCESSOR = {"name": "x", "data": "data", "out": "out"}
CONFIGS = Path(__file__).parents[3] / "training/configs"
BUNDLED = sorted(CONFIGS.glob("*.json"), key=lambda path: path.stem)


def written(tmp_path, content):
    path = tmp_path / "configuration.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def changed(section, keys):
    whole = {"processor": dict(PROCESSOR)}
    if section:
        whole[section] = whole.get(section, {}) | keys
        return whole
    return whole | keys


def test_three_paths_and_names_are_enough(tmp_path):
    configuration = load_configuration(written(tmp_path, {"processor": PROCESSOR}))
    assert configuration.processor.data == Path("data")
    assert configuration.arch.kernel == 9
    assert configuration.optimizer.segment == 4096


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_the_bundled_configurations_are_valid_and_have_no_key_that_means_nothing(path):
    configuration = load_configuration(path)
    sections = [configuration, *(getattr(configuration, name) for name in type(configuration).model_fields)]
    assert not any(section.model_extra for section in sections)


def test_a_configuration_is_found_by_name_in_a_checkout():
    assert {"demo", "hugadb"} <= bundled_configurations().keys()
    assert find_configuration("demo") == CONFIGS / "demo.json"


def test_a_configuration_is_found_by_name_in_an_installed_package(tmp_path, monkeypatch):
    inside, beside = tmp_path / "package/configs", tmp_path / "configs"
    for folder, name in ((inside, "walk.json"), (inside, ".hidden.json"), (beside, "of_somebody_else.json")):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("{}")
    monkeypatch.setattr(module, "__file__", str(tmp_path / "package/configuration/files.py"))
    assert bundled_configurations() == {"walk": inside / "walk.json"}


def test_a_configuration_is_found_by_path(tmp_path):
    path = written(tmp_path, {})
    assert find_configuration(str(path)) == path
    assert find_configuration(str(tmp_path)) == tmp_path  # a folder: refused when it is read


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("dmeo", "no configuration named 'dmeo'; did you mean 'demo'?"),
        ("zzz", f"no configuration named 'zzz'; bundled: {', '.join(path.stem for path in BUNDLED)}"),
        ("zzz.json", "zzz.json: no such configuration file"),
        ("nowhere/demo", "nowhere/demo: no such configuration file"),
    ],
)
def test_a_configuration_that_is_not_there_is_refused_with_what_there_is(word, says):
    assert refusal(find_configuration, word).startswith(says)


@pytest.mark.parametrize(
    ("section", "wrong", "right"),
    [
        ("", "optimiser", "optimizer"),
        ("", "Arch", "arch"),
        ("processor", "names", "name"),
        ("arch", "kernels", "kernel"),
        ("arch", "residual_delays", "residual_delay"),
        ("optimizer", "learningrate", "learning_rate"),
        ("optimizer", "batch-size", "batch_size"),
        ("job", "thread", "threads"),
        ("decision", "hysterisis", "hysteresis"),
    ],
)
def test_a_near_miss_at_any_level_is_refused_and_both_keys_are_named(tmp_path, section, wrong, right):
    message = refusal(load_configuration, written(tmp_path, changed(section, {wrong: {}})))
    assert f"'{wrong}'" in message and f"'{right}'" in message
    assert section in message and "configuration.json" in message


@pytest.mark.parametrize("section", ["", "processor", "arch", "optimizer", "job", "decision"])
def test_unknown_keys_are_kept_at_any_level(tmp_path, section):
    configuration = load_configuration(written(tmp_path, changed(section, {"zz_mine": [1, 2]})))
    holder = getattr(configuration, section) if section else configuration
    assert holder.model_extra == {"zz_mine": [1, 2]}


@pytest.mark.parametrize(
    ("section", "keys", "names"),
    [
        ("optimizer", {"epochs": 0}, ("optimizer.epochs", "1", "not 0")),
        ("optimizer", {"learning_rate": float("inf")}, ("optimizer.learning_rate", "finite", "inf")),
        ("optimizer", {"learning_rate": float("nan")}, ("optimizer.learning_rate", "nan")),
        ("optimizer", {"class_weights": "inverse_root"}, ("optimizer.class_weights", "'inverse_sqrt'")),
        ("optimizer", {"warmup": 2}, ("optimizer.warmup", "not 2")),
        ("optimizer", {"optimizer": "lion"}, ("optimizer.optimizer", "'adamw'", "'lion'")),
        ("optimizer", {"schedule": "linear"}, ("optimizer.schedule", "'one_cycle'", "'linear'")),
        ("optimizer", {"monitor": "f1@60"}, ("optimizer.monitor", "'f1@50'", "'f1@60'")),
        ("optimizer", {"checkpoint_indices": [0]}, ("optimizer.checkpoint_indices", "1", "not 0")),
        ("optimizer", {"average": 1}, ("optimizer.average", "less than 1", "not 1")),
        ("optimizer", {"segment": "autoo"}, ("optimizer.segment", '"auto", or a number of frames', "'autoo'")),
        ("processor", {"demo": 3}, ("processor.demo", "not 3")),
        ("processor", {"demo": [1.5]}, ("processor.demo", "not [1.5]")),
        ("job", {"threads": 1.5}, ("job.threads", "1.5")),
        ("arch", {"widths": [4, 4], "dilation": 1, "kernel": [3]}, ("arch", "kernel has 1 values for 2 layers")),
        ("", {"arch": 3}, ("arch", "not 3")),
        ("", {"processor": {"name": "x", "out": "y"}}, ("processor.data", "required")),
    ],
)
def test_a_wrong_value_is_refused_by_file_key_and_value(tmp_path, section, keys, names):
    message = refusal(load_configuration, written(tmp_path, changed(section, keys)))
    assert all(name in message for name in ("configuration.json", *names)), message


def test_settings_stand_over_the_file(tmp_path):
    path = written(tmp_path, changed("optimizer", {"epochs": 3}))
    found = load_configuration(
        path, ["optimizer.epochs=5", "arch.kernel=[3]", "arch.widths=[4]", "arch.dilation=1", "mine.a=b"]
    )
    assert (found.optimizer.epochs, found.arch.kernel, found.model_extra) == (5, [3], {"mine": {"a": "b"}})
    said = refusal(load_configuration, path, ["optimizer.epochs=0"])
    assert "optimizer.epochs" in said
    assert "did you mean 'epochs'?" in refusal(load_configuration, path, ["optimizer.epoch=5"])


@pytest.mark.parametrize("content", ["", "{", "kernel = 9", "[1, 2", '{"processor": }'])
def test_what_is_not_json_is_refused(tmp_path, content):
    assert "not JSON" in refusal(load_configuration, written(tmp_path, content))


@pytest.mark.parametrize("content", ["[]", "3", "null", '"processor"'])
def test_json_that_is_no_object_is_refused(tmp_path, content):
    assert "configuration.json" in refusal(load_configuration, written(tmp_path, content))


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "configuration.json"
    path.write_bytes(b"\xff\xfe\x00\x80")
    assert "not JSON" in refusal(load_configuration, path)


def test_a_missing_file_or_a_folder_is_refused_by_name(tmp_path):
    assert "nowhere.json: No such file" in refusal(load_configuration, tmp_path / "nowhere.json")
    assert "directory" in refusal(load_configuration, tmp_path)


def test_a_wrong_value_of_any_length_is_told_in_short(tmp_path):
    message = refusal(load_configuration, written(tmp_path, changed("job", {"threads": "x" * 10_000})))
    assert len(message) < 400


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        *(("name", name, "is the name of another file of a run") for name in ("state", "Scores", "configuration")),
        *(("name", name, "letters, digits") for name in ("a/b", "", ".hidden", "a\n", "-x")),
        *((key, value, "is no path") for key in ("data", "out", "init", "teacher") for value in ("", "a\0b")),
    ],
)
def test_names_and_paths_that_cannot_be_files_are_refused(tmp_path, key, value, said):
    message = refusal(load_configuration, written(tmp_path, changed("processor", {key: value})))
    assert f"processor.{key}: " in message and said in message


@pytest.mark.parametrize(
    ("section", "keys"), [("optimizer", {"seed": 2**63}), ("optimizer", {"seed": -1}), ("job", {"threads": 10**12})]
)
def test_numbers_out_of_torchs_reach_are_refused(tmp_path, section, keys):
    assert next(iter(keys)) in refusal(load_configuration, written(tmp_path, changed(section, keys)))


@pytest.mark.parametrize("text", ["[]", "null", "3", '"x"'])
def test_what_is_no_object_is_refused(tmp_path, text):
    assert "an object of sections" in refusal(load_configuration, written(tmp_path, text))


def test_a_key_that_is_there_twice_is_refused(tmp_path):
    said = refusal(load_configuration, written(tmp_path, '{"optimizer": {"epochs": 1}, "optimizer": {"seed": 2}}'))
    assert "'optimizer' is there twice" in said


def test_json_that_never_ends_its_brackets_is_refused(tmp_path):
    assert "not JSON" in refusal(load_configuration, written(tmp_path, "[" * 100_000))
