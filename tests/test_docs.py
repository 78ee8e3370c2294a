"""The reference tables of the guides say what the code says, no more and no less."""

import argparse
import csv
import json
import re
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined
from refusals import refusal
from rtstgcn_export.fixed_point import Accuracy, Calibration
from rtstgcn_export.verbs import Export
from rtstgcn_training.configuration import Configuration
from rtstgcn_training.run.trainer import train
from rtstgcn_training.scoring.evaluate import Test
from runs import tiny_manifest
from tiny_dataset import write_tiny_dataset

from rtstgcn_edge import errors
from rtstgcn_edge.cli import benchmark as benchmark_verb
from rtstgcn_edge.cli import run as run_verb
from rtstgcn_edge.cli.main import INTERRUPTED, main
from rtstgcn_edge.cli.simulate import imu as simulate_imu
from rtstgcn_edge.model_file import ENGINES
from rtstgcn_edge.pipeline.ledger import STAGES
from rtstgcn_edge.simulator import CLASSES
from rtstgcn_edge.sinks import SINKS, check_sink
from rtstgcn_edge.sources import SOURCES, open_source

DOCS = Path(__file__).resolve().parent.parent / "docs"
SECTIONS = tuple(Configuration.model_fields)


def chapters(guide):
    """Heading -> text up to the next heading of any depth."""
    pieces = re.split(r"^#+ (.+)$", (DOCS / guide).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def table(guide, heading):
    """First cell, without its quotes -> the other cells, of the rows of the one table under a heading."""
    rows = [line.strip("|").split(" | ") for line in chapters(guide)[heading].splitlines() if line.startswith("| `")]
    names = [row[0].strip(" `") for row in rows]
    assert len(set(names)) == len(names)
    return {name: [cell.strip() for cell in row[1:]] for name, row in zip(names, rows, strict=True)}


def schemes(kind):
    """Scheme -> heading of the chapters on sources or sinks."""
    named = [re.fullmatch(rf"{kind} `(\w+):.*`", heading) for heading in chapters("using.md")]
    return {match[1]: match[0] for match in named if match}


@pytest.mark.parametrize("name", SECTIONS)
def test_every_key_of_a_configuration_is_documented_with_its_default(name):
    fields = Configuration.model_fields[name].annotation.model_fields
    documented = {key: cells[0] for key, cells in table("training.md", name).items()}
    assert documented.keys() == fields.keys()
    for key, field in fields.items():
        if field.default is PydanticUndefined:
            assert documented[key] == "required", key
        else:
            said = json.loads(documented[key].strip("`"))
            assert (type(said), said) == (type(field.default), field.default), key


def test_the_keys_of_epochs_jsonl_are_documented(tmp_path):
    processor = {"name": "tiny", "data": write_tiny_dataset(tmp_path / "data"), "out": tmp_path / "out"}
    arch, optimizer = {"widths": [4], "kernel": 3, "dilation": 1}, {"epochs": 1}
    train(Configuration(processor=processor, arch=arch, optimizer=optimizer))
    line = json.loads((tmp_path / "out" / "epochs.jsonl").read_text())
    assert list(table("training.md", "What comes out")) == list(line)
    assert set(re.findall(r"`(f1@\d+)`:?", chapters("training.md")["What comes out"])) >= line["f1"].keys()


def test_every_option_of_export_is_documented():
    parser = argparse.ArgumentParser(add_help=False)
    Export.add_arguments(parser)
    documented = table("exporting.md", "Options of `export`")
    assert list(documented) == [(action.option_strings or [action.dest])[0] for action in parser._actions]
    defaults = {
        "calibration-trials": Calibration.trials,
        "calibration-seed": Calibration.seed,
        "part": Accuracy.part,
    }
    for option, default in defaults.items():
        assert documented[f"--{option}"][0] == f"`{default}`"
        (action,) = [action for action in parser._actions if f"--{option}" in action.option_strings]
        assert f"(default: {default})" in str(action.help)


def test_every_option_of_run_is_documented():
    parser = argparse.ArgumentParser(add_help=False)
    run_verb.add_arguments(parser)
    documented = table("using.md", "Options of `run`")
    assert list(documented) == [action.option_strings[0] for action in parser._actions]
    assert documented["--hold"][0] == f"`{parser.get_default('hold'):g}`"
    assert documented["--source"][0] == f"`{run_verb.DEMONSTRATION['source']}`"
    assert documented["--model"][0].startswith(f"`{run_verb.DEMONSTRATION['model']}`")


def known_options(refused):
    """What the refusal of an option that nothing knows lists."""
    known = refused.rpartition("known: ")[2]
    return set() if known == "none" else set(known.split(", "))


def test_every_source_is_documented_with_its_options():
    headings = schemes("Source")
    assert headings.keys() == SOURCES.keys()
    targets = {"sim": "gait"}
    for scheme, heading in headings.items():
        refused = refusal(open_source, f"{scheme}:{targets.get(scheme, 'x')}?zzzzzz=1", tiny_manifest())
        assert table("using.md", heading).keys() == known_options(refused), scheme


def test_every_sink_is_documented_with_its_options():
    headings = schemes("Sink")
    assert headings.keys() == SINKS.keys()
    rows_of_output = {"jsonl", "csv"}  # their tables are of keys and columns
    for scheme, heading in headings.items():
        known = known_options(refusal(check_sink, f"{scheme}:-?zzzzzz=1"))
        assert known == (set() if scheme in rows_of_output else set(table("using.md", heading))), scheme


def paths(value, known):
    """Paths of the leaves of nested objects; names in `known` stand for what they name."""
    if not isinstance(value, dict):
        return {""}
    return {
        ".".join(filter(None, (known.get(key, key), rest)))
        for key, inner in value.items()
        for rest in paths(inner, known)
    }


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """What a run of the demonstration writes: out.jsonl, out.csv, summary.json."""
    out = tmp_path_factory.mktemp("written")
    sinks = ["--sink", f"jsonl:{out / 'out.jsonl'}", "--sink", f"csv:{out / 'out.csv'}"]
    options = ["--event", "standing", "--summary", str(out / "summary.json")]
    assert main(["run", "--source", "sim:gait?speed=max", *sinks, *options]) == 0
    return out


def test_the_keys_of_jsonl_are_documented(written):
    lines = [json.loads(line) for line in (written / "out.jsonl").read_text().splitlines()]
    assert any("event" in line for line in lines) and any("event" not in line for line in lines)
    assert table("using.md", schemes("Sink")["jsonl"]).keys() == set().union(*(paths(line, {}) for line in lines))


def test_the_columns_of_csv_are_documented_in_order(written):
    with (written / "out.csv").open(newline="") as file:
        assert list(table("using.md", schemes("Sink")["csv"])) == next(csv.reader(file))


def test_the_keys_of_the_summary_are_documented(written):
    summary = json.loads((written / "summary.json").read_text())
    known = dict.fromkeys(STAGES, "STAGE") | dict.fromkeys(CLASSES, "CLASS")
    known |= {"f1@10": "f1@K", "f1@25": "f1@K", "f1@50": "f1@K"}
    known |= dict.fromkeys(("macro", "macro_without_background"), "MACRO")
    for name in ("scores", "events"):
        for kind in summary.pop(name).values():
            assert table("metrics.md", f"Keys of {name}").keys() == paths(kind, known)
    assert summary.pop("source_facts") == {}
    assert table("using.md", "The summary").keys() - {"source_facts"} == paths(summary, known)
    said = " ".join(chapters("using.md")["The summary"].split("| key |")[0].split())
    assert all(re.search(rf"\b{name}\b", said) for name in (*STAGES, "raw", "decided"))


def test_every_option_of_test_is_documented():
    parser = argparse.ArgumentParser(add_help=False)
    Test.add_arguments(parser)
    documented = table("metrics.md", "Scoring a model")
    assert list(documented) == [(action.option_strings or [action.dest])[0] for action in parser._actions]
    assert documented["--part"][0] == f"`{parser.get_default('part')}`"


def test_every_option_of_benchmark_is_documented():
    parser = argparse.ArgumentParser(add_help=False)
    benchmark_verb.add_arguments(parser)
    documented = table("using.md", "Which model, which form: `benchmark`")
    assert list(documented) == [(action.option_strings or [action.metavar])[0] for action in parser._actions]
    for name in ("skeletons", "seconds"):
        assert documented[f"--{name}"][0] == f"`{parser.get_default(name):g}`"


def test_every_engine_is_documented_with_the_files_that_it_takes():
    documented = table("using.md", "Engines")
    assert documented.keys() == ENGINES.keys()
    for name, endings in ENGINES.items():
        assert all(ending in documented[name][0] for ending in endings)


def test_the_exit_codes_are_documented():
    kinds = errors.RtstgcnError.__subclasses__()
    documented = {int(code) for code in table("using.md", "Signals and exit codes")}
    assert documented == {0, INTERRUPTED} | {kind.exit_code for kind in kinds}


def slug(heading):
    """A heading's anchor as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("guide", sorted(path.name for path in DOCS.glob("*.md")))
def test_links_between_the_guides_lead_somewhere(guide):
    text = (DOCS / guide).read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\(([\w.]*)(?:#([\w-]+))?\)", text):
        page = target or guide
        assert (DOCS / page).is_file(), target
        assert not anchor or anchor in map(slug, chapters(page)), f"{page}#{anchor}"


def test_every_option_of_simulate_imu_is_documented():
    parser = argparse.ArgumentParser(add_help=False)
    simulate_imu.add_arguments(parser)
    documented = table("using.md", "A sensor without hardware: `simulate imu`")
    assert list(documented) == [action.option_strings[0] for action in parser._actions]
    for action in parser._actions:
        if isinstance(action.default, (int, float, str)) and not isinstance(action.default, bool):
            assert documented[action.option_strings[0]][0].startswith(
                f"`{action.default:{'g' * (action.type is not None)}}`"
            )
