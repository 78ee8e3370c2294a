"""`rtstgcn-edge <verb>`: the runtime's own verbs, and those of other sides, loaded only when used."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NoReturn, Protocol

from rtstgcn_edge import __version__
from rtstgcn_edge.errors import InputError, RtstgcnError
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.notices import tell
from rtstgcn_edge.uri import without_secrets

BUILT_IN = {
    "run": ("rtstgcn_edge.cli.run", "label a motion stream frame by frame"),
    "record": ("rtstgcn_edge.cli.record", "the same, and record what came and what was said of it"),
    "models": ("rtstgcn_edge.cli.models", "list, show, verify and build model files"),
    "benchmark": ("rtstgcn_edge.cli.benchmark", "measure models side by side on this device"),
    "devices": ("rtstgcn_edge.cli.devices", "list the sensors that are there, and the line to type for each"),
    "doctor": ("rtstgcn_edge.cli.doctor", "check this machine, and say what to do"),
    "simulate": ("rtstgcn_edge.cli.simulate", "write synthetic recordings, or play a virtual sensor"),
}
ADDED = {
    "prepare": ("[train]", "make a data set of a publisher's recordings, or of your own"),
    "train": ("[train]", "train a model from a configuration"),
    "test": ("[train]", "score a checkpoint or a model file on a part of a data set"),
    "export": ("[export]", "make a model file from a checkpoint"),
    "import": ("[train]", "take over a checkpoint of Realtime-ST-GCN"),
}

INTERRUPTED = 130
"""Exit code after Ctrl-C: 128 + SIGINT, as shells count it."""


class Verb(Protocol):
    """One verb: a module of the runtime, or an object that an entry point names."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, arguments: argparse.Namespace) -> int: ...


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line, and that takes options by their full names only."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As the library's, but each parser, that of a sub-verb too, refuses what it does not know itself."""
        words = list(args or ())
        try:
            found, unknown = super().parse_known_args(args, namespace)
        except InputError as error:
            raise InputError(_with_value(str(error), words)) from None
        if unknown:
            options = [word for word in unknown if word.startswith("--")]
            hints = (near_miss(word.partition("=")[0], self._option_string_actions) for word in options)
            hint = next(filter(None, hints), "")
            self.error(f"unrecognized arguments: {' '.join(unknown)}{hint and '; '}{hint}")
        return found, []

    def error(self, message: str) -> NoReturn:
        raise InputError(f"{message} (see '{self.prog} --help')")


def _with_value(refusal: str, words: list[str]) -> str:
    """A refusal of an option without its value, where a value that begins with - was taken for another option."""
    option, expected, rest = refusal.removeprefix("argument ").partition(": expected one argument")
    value = next((value for word, value in pairwise(words) if word == option), "")
    if not expected or value[:1] != "-" or not value[1:2].isdigit():
        return refusal
    return f"argument {option}: write a value that begins with - as {option}={value}{rest}"


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point. Returns the exit code: 0, 2 wrong usage or input, 3 source, 4 model, 130 interrupted."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _dispatch(words)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except RtstgcnError as error:
        return _refuse(str(error), error.exit_code)
    except KeyboardInterrupt:
        # to stop a run is its usual end, even before the first frame; another verb leaves its work undone
        return 0 if words[:1] in (["run"], ["record"]) else _refuse("interrupted", INTERRUPTED)
    except BrokenPipeError:  # whoever read our standard output has seen enough
        sys.stdout = None
        return 0
    except OSError as error:
        sys.stdout = None  # the interpreter would try once more at its end, and complain
        return _refuse(f"{error.filename or 'standard output'}: {error.strerror}", InputError.exit_code)


def _refuse(message: str, code: int) -> int:
    tell(f"rtstgcn-edge: {without_secrets(' '.join(message.splitlines()))}")
    return code


def _dispatch(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help"):
        print(_overview())
        return 0
    if words[0] == "--version":
        print(f"rtstgcn-edge {__version__}")
        return 0
    name, *options = words
    if name in BUILT_IN:
        module, about = BUILT_IN[name]
        return _run(importlib.import_module(module), name, about, options)
    if name in ADDED:
        extra, about = ADDED[name]
        try:
            return _run(_added(name), name, about, options)
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("rtstgcn_"):  # not a library that is missing but a fault of ours
                raise
            remedy = f"in the checkout, pip install -c constraints.txt '.{extra}'"
            raise InputError(f"'{name}' needs the extra {extra}: {remedy} ({error})") from None
    verbs = [*BUILT_IN, *ADDED]
    raise InputError(f"no verb '{name}'; {near_miss(name, verbs) or 'verbs: ' + ', '.join(verbs)}")


def _run(verb: Any, name: str, about: str, options: list[str]) -> int:
    parser = _Parser(prog=f"rtstgcn-edge {name}", description=about)
    verb.add_arguments(parser)
    code: int = verb.run(parser.parse_args(options))
    return code


def _added(name: str) -> Any:
    """The verb of another side. Raises ModuleNotFoundError where a library of that side is not installed."""
    from importlib.metadata import entry_points  # slow to load, and our own verbs do without it

    for point in entry_points(group="rtstgcn_edge.verbs"):
        if point.name == name:
            return point.load()
    raise ModuleNotFoundError(f"no entry point '{name}'")


def _overview() -> str:
    lines = ["usage: rtstgcn-edge <verb> [options]", "", "Label every frame of a motion stream.", ""]
    lines += [f"  {name:<10} {about}" for name, (_, about) in BUILT_IN.items()]
    lines += [f"  {name:<10} {about}  {extra}" for name, (extra, about) in ADDED.items()]
    lines += ["", "'rtstgcn-edge run' alone plays the demonstration; 'rtstgcn-edge <verb> --help' says more."]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
