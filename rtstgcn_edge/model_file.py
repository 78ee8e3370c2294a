"""Model files: opened, checked and found by name.

A model is one `.onnx` with its manifest in the metadata; generated C, `NAME.c` with its header beside it; or `NAME.so`,
a library built of that. The C of a model and its library are its native forms: the local compiler makes what runs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from rtstgcn_edge.errors import InputError, ModelError
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.manifest import METADATA_KEY, Manifest, ModelDescription, parse_manifest
from rtstgcn_edge.seal import check_seal

if TYPE_CHECKING:  # each form needs only what it runs on: ONNX Runtime, or a C compiler
    import onnxruntime as ort

    from rtstgcn_edge.native import Library

ENGINES = {"onnx": (".onnx",), "native": (".so", ".c")}
"""What runs a model, and the endings of the files that it takes; any other ending is taken for an .onnx."""

ORT_TYPES = {
    "float32": "tensor(float)",
    "int8": "tensor(int8)",
    "uint8": "tensor(uint8)",
    "int16": "tensor(int16)",
    "int32": "tensor(int32)",
}


@dataclass(frozen=True)
class ModelFile:
    """An opened and verified model."""

    path: Path
    manifest: Manifest

    @property
    def runs_on(self) -> str:
        """What runs it, for people."""
        raise NotImplementedError

    @property
    def running(self) -> str:
        """Precision and what runs it, for people."""
        return f"{self.manifest.precision} by {self.runs_on}"


@dataclass(frozen=True)
class OnnxModel(ModelFile):
    """One that ONNX Runtime runs."""

    session: ort.InferenceSession

    @property
    def runs_on(self) -> str:
        return "ONNX Runtime"


@dataclass(frozen=True)
class NativeModel(ModelFile):
    """One that the processor runs."""

    library: Library

    @property
    def runs_on(self) -> str:
        return f"native code ({self.library.kernel})"


def bundled_models() -> dict[str, Path]:
    """Name -> path of the models that come with the package."""
    folder = Path(str(resources.files("rtstgcn_edge") / "models"))
    return {path.stem: path for path in sorted(folder.glob("[!.]*.onnx"), key=lambda path: path.stem)}


def find_model(name_or_path: str) -> Path:
    """Path of a bundled model or of a file. Raises InputError that lists what there is."""
    bundled = bundled_models()
    if name_or_path in bundled:
        return bundled[name_or_path]
    path = Path(name_or_path)
    if path.is_file():
        return path
    if path.suffix in sum(ENGINES.values(), ()) or len(path.parts) > 1:
        raise InputError(f"{path}: no such model file")
    files = "or give a .onnx, .c or .so file"
    hint = near_miss(name_or_path, bundled) or f"bundled: {', '.join(bundled) or 'none'}; {files}"
    raise InputError(f"no model named '{name_or_path}'; {hint}")


def open_model(path: Path, engine: str | None = None, say: Callable[[str], object] = lambda line: None) -> ModelFile:
    """Open a model and check that what it says of itself is so. Raises ModelError with the reason.

    Args:
        path: of any of the forms.
        engine: what is to run it, one of `ENGINES`; None for what its ending tells. An .onnx runs natively by the .so
            or else the .c of its name beside it, which must be of the same model.
        say: is told of a build, which may take seconds, before it begins.
    """
    own = next((name for name, endings in ENGINES.items() if path.suffix in endings), "onnx")
    if engine == "onnx" and own != "onnx":
        raise InputError(f"--engine onnx: {path} runs natively; give the .onnx of the model, or leave --engine out")
    if not path.is_file():
        raise ModelError(f"{path}: no such file; a model file is NAME.onnx, NAME.c or NAME.so")
    if own == "native":
        return _open_native(path, say)
    model = _open_onnx(path)
    return _native_form(model, say) if engine == "native" else model


def _native_form(model: OnnxModel, say: Callable[[str], object]) -> NativeModel:
    """The library or source beside an .onnx, of the same model."""
    found = [path for ending in ENGINES["native"] if (path := model.path.with_suffix(ending)).is_file()]
    if not found:
        raise InputError(
            f"--engine native: neither {model.path.stem}.so nor {model.path.stem}.c lies beside {model.path}; make it "
            f"with 'rtstgcn-edge export CHECKPOINT.safetensors {model.path.stem}.c --calibration RECORDINGS'"
        )
    native = _open_native(found[0], say)
    if key := _difference(native.manifest, model.manifest):
        raise ModelError(
            f"{native.path}: not of the model beside it, {model.path.name}: another {key}; export both from one "
            f"checkpoint, or give {native.path.name} itself as the model"
        )
    return native


def _difference(one: Manifest, other: Manifest) -> str | None:
    """A key in which two forms of one model must agree and do not. Of two precisions, not all need to."""
    keys = list(Manifest.model_fields)
    if one.precision != other.precision:
        keys = [*(set(ModelDescription.model_fields) - {"description", "provenance"}), "receptive_field", "delay"]
    return next((key for key in sorted(keys) if _said(one, key) != _said(other, key)), None)


def _said(manifest: Manifest, key: str) -> object:
    """What a manifest says, less the scores: not every export of a model measures them."""
    value = getattr(manifest, key)
    return {name: fact for name, fact in value.items() if name != "scores"} if key == "provenance" else value


def _open_native(path: Path, say: Callable[[str], object]) -> NativeModel:
    from rtstgcn_edge.native import Library, library_of

    library = library_of(path, say) if path.suffix == ".c" else Library(path)
    manifest = parse_manifest(library.manifest, str(path))
    said = {
        "channels": len(manifest.channels),
        "joints": manifest.joints,
        "classes": len(manifest.classes),
        "receptive_field": manifest.receptive_field,
        "delay": manifest.delay,
    }
    for name, count in said.items():
        if library.facts[name] != count:
            compiled = library.facts[name]
            raise ModelError(f"{path}: manifest and code disagree: {name} is {count} in the manifest, {compiled} in C")
    _check_sense(path, manifest)
    return NativeModel(path, manifest, library)


def _check_sense(path: Path, manifest: Manifest) -> None:
    if wrong := manifest.contradiction():
        raise ModelError(f"{path}: the manifest contradicts itself: {wrong}")


def _open_onnx(path: Path) -> OnnxModel:
    import onnxruntime as ort

    try:
        check_seal(path.read_bytes(), path)
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror})") from None
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    try:
        # its fallback would open the file a second time and print to standard output
        session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"], enable_fallback=0)
        text = session.get_modelmeta().custom_metadata_map.get(METADATA_KEY)
        inputs, outputs = _ports(session.get_inputs()), _ports(session.get_outputs())
    except Exception as error:  # onnxruntime's own exception classes share no public base
        reason = _reason(error).removeprefix(f"Load model from {path} failed:")
        raise ModelError(f"{path}: not a readable ONNX model ({reason})") from None
    if text is None:
        raise ModelError(f"{path}: an ONNX file without a manifest; make model files with 'rtstgcn-edge export'")
    manifest = parse_manifest(text, str(path))
    _check_graph(path, manifest, inputs, outputs)
    _check_sense(path, manifest)
    return OnnxModel(path, manifest, session)


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


_Port = tuple[str, list[int | None]]
"""Type and shape of an input or output; None stands for N, the number of skeletons."""


def _ports(args: Sequence[ort.NodeArg]) -> dict[str, _Port]:
    return {arg.name: (arg.type, [size if isinstance(size, int) else None for size in arg.shape]) for arg in args}


def _check_graph(path: Path, manifest: Manifest, inputs: dict[str, _Port], outputs: dict[str, _Port]) -> None:
    said_inputs: dict[str, _Port] = {"frame": ("tensor(float)", [None, len(manifest.channels), manifest.joints])}
    said_outputs: dict[str, _Port] = {"logits": ("tensor(float)", [None, len(manifest.classes)])}
    for fifo in manifest.fifos:
        said_inputs[f"fifo_{fifo.name}"] = (ORT_TYPES[fifo.held_dtype], list(fifo.held_shape))
        said_outputs[f"push_{fifo.name}"] = (ORT_TYPES[fifo.push_dtype], [None, fifo.width])
    _check_ports(path, "input", said_inputs, inputs)
    _check_ports(path, "output", said_outputs, outputs)


def _check_ports(path: Path, kind: str, said: dict[str, _Port], found: dict[str, _Port]) -> None:
    for name in sorted(said.keys() ^ found.keys()):
        where = "the manifest but not the graph" if name in said else "the graph but not the manifest"
        raise ModelError(f"{path}: manifest and graph disagree: {kind} '{name}' is in {where}")
    for name, (dtype, shape) in said.items():
        found_type, found_shape = found[name]
        if (found_type, found_shape) != (dtype, shape):
            raise ModelError(
                f"{path}: manifest and graph disagree: {kind} '{name}' is {dtype} {_shown(shape)} in the manifest, "
                f"{found_type} {_shown(found_shape)} in the graph"
            )


def _shown(shape: list[int | None]) -> str:
    return "(" + ", ".join("N" if size is None else str(size) for size in shape) + ")"


def _reason(error: Exception) -> str:
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    return text.rsplit(" : ", 1)[-1][:160]
