"""The C library is found in a checkout, and in the wheel where pyproject.toml puts it."""

import importlib.util
import shutil
import sys
from pathlib import Path

import rtstgcn_firmware.c_library as module

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # pytest brings it there

ROOT = Path(__file__).resolve().parents[3]
FILES = {"rtstgcn_wire.c", "rtstgcn_wire.h"}


def test_in_a_checkout_it_is_beside_the_package():
    assert module.c_library() == ROOT / "firmware_bridge" / "c" / "wire"
    assert {path.name for path in module.c_library().iterdir()} == FILES


def test_in_the_wheel_it_is_inside_the_package(tmp_path):
    with (ROOT / "pyproject.toml").open("rb") as file:
        included = tomllib.load(file)["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    package = tmp_path / "rtstgcn_firmware"
    package.mkdir()
    shutil.copy(module.__file__, package)
    shutil.copytree(ROOT / "firmware_bridge" / "c" / "wire", tmp_path / included["firmware_bridge/c/wire"])
    spec = importlib.util.spec_from_file_location("installed", package / "c_library.py")
    installed = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(installed)
    assert {path.name for path in installed.c_library().iterdir()} == FILES
