"""The figures that are drawn, to be measured."""

import pytest
from rtstgcn_training.plots import matrix, over_epochs, trial
from rtstgcn_training.plots.style import save


@pytest.fixture
def figures(monkeypatch):
    """Figures by name of their file; each is really written as well."""
    seen = {}

    def keep(figure, path):
        seen[path.name] = figure
        save(figure, path)

    for module in (matrix, over_epochs, trial):
        monkeypatch.setattr(module, "save", keep)
    return seen
