"""Each package imports the standard library, what its extra of pyproject.toml installs, and our own packages below."""

import ast
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # pytest brings it there

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PACKAGES = {
    # folder: (extras, our own packages below)
    "rtstgcn_edge": (("camera", "camera-lite", "imu", "live", "lsl", "mqtt", "record", "view"), {"rtstgcn_firmware"}),
    "firmware_bridge/rtstgcn_firmware": ((), set()),
    "training/rtstgcn_training": (("train",), {"rtstgcn_edge"}),
    "export/rtstgcn_export": (("export",), {"rtstgcn_edge", "rtstgcn_training"}),
}


def installed_by(*extras):
    """Names of the distributions that the base installation and `extras` ask for by name."""
    names = set()
    wanted = [text for extra in extras for text in PROJECT["optional-dependencies"][extra]]
    for text in [*PROJECT["dependencies"], *wanted]:
        requirement = Requirement(text)
        if requirement.name == PROJECT["name"]:
            names |= installed_by(*requirement.extras)
        else:
            names.add(canonicalize_name(requirement.name))
    return names


def imported(source):
    """Top-level names of all imports in a module, also those inside of functions."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.partition(".")[0]


def strangers(folder, extras, below):
    """What the package in `folder` imports and may not, as 'file: name'."""
    distributions, allowed = packages_distributions(), installed_by(*extras)
    for path in sorted(folder.rglob("*.py")):
        for name in imported(path.read_text(encoding="utf-8")):
            brought_by = {canonicalize_name(distribution) for distribution in distributions.get(name, [])}
            if name not in sys.stdlib_module_names | below | {folder.name} and not brought_by & allowed:
                yield f"{path.relative_to(folder)}: {name}"


def test_an_extra_that_names_another_installs_both():
    assert {"numpy", "onnxruntime", "pydantic", "rapidfuzz"} == installed_by()
    assert installed_by("export") == installed_by("train") | {"onnx"} > installed_by("train") > installed_by()


def test_every_package_of_the_wheel_is_looked_at():
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert set(wheel["wheel"]["packages"]) == set(PACKAGES)


@pytest.mark.parametrize("folder", PACKAGES)
def test_a_package_imports_only_what_its_installation_brings(folder):
    extras, below = PACKAGES[folder]
    assert list((ROOT / folder).rglob("*.py"))
    assert list(strangers(ROOT / folder, extras, below)) == []


def test_an_import_beyond_the_allowed_is_found_wherever_it_stands(tmp_path):
    package = tmp_path / "package"
    (package / "inner").mkdir(parents=True)
    (package / "fine.py").write_text("import os.path\nimport numpy as np\nfrom . import inner\nimport package.inner")
    (package / "inner" / "late.py").write_text(
        "def f():\n    from torch.nn import functional\n    import no_such_library"
    )
    assert list(strangers(package, (), set())) == ["inner/late.py: torch", "inner/late.py: no_such_library"]
    assert list(strangers(package, ("train",), set())) == ["inner/late.py: no_such_library"]
