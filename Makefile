# make run    everything for the demonstration: a virtual environment, the runtime, one simulated trial
# make test   everything for the whole test suite: lint, format, types, import floors, tests
# make data | make model-demo | make model-hugadb   rebuild the bundled models (see CONTRIBUTING.md)

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RTSTGCN_DATA ?= $(wildcard ../shared/data)
WORKERS ?= 2

export RTSTGCN_DATA
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test lint data model-demo model-hugadb clean

run: $(VENV)/base.stamp
	@$(BIN)/rtstgcn-edge run

test: lint
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { echo "Python 3.10 or later is needed; name it as in 'make run PYTHON=python3.11'"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "the venv module is missing; on Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/base.stamp: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "installing the runtime into $(VENV)"
	@$(BIN)/python -m pip install -q -c constraints.txt -e .
	@touch $@

$(VENV)/dev.stamp: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "installing the runtime, training, export and the test tools into $(VENV)"
	@$(BIN)/python -m pip install -q -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/base.stamp

# Recordings come from RTSTGCN_DATA: a folder of sets in directory form, or packed sets with their unpack.py.
data: build/data/hugadb build/data/sim_gait

build/data/hugadb: | $(VENV)/base.stamp
	@mkdir -p build/data
	@if test -d "$(RTSTGCN_DATA)/hugadb/train/features"; then \
		ln -sfn "$$(cd "$(RTSTGCN_DATA)/hugadb" && pwd)" $@; \
	elif test -f "$(RTSTGCN_DATA)/unpack.py"; then \
		$(BIN)/python "$(RTSTGCN_DATA)/unpack.py" hugadb build/data; \
	else \
		echo "RTSTGCN_DATA='$(RTSTGCN_DATA)' holds no HuGaDB: name a folder with hugadb/{train,val}/features, or with unpack.py and hugadb.npz.xz"; \
		exit 1; \
	fi

build/data/sim_gait: | $(VENV)/base.stamp
	$(BIN)/rtstgcn-edge simulate gait $@ --trials 60 --seconds 120 --seed 0

model-demo: build/data/sim_gait $(VENV)/dev.stamp
	$(BIN)/rtstgcn-edge train training/configs/demo.json
	$(BIN)/rtstgcn-edge export build/runs/demo/demo.safetensors rtstgcn_edge/models/demo.onnx --recording build/data/sim_gait/val

model-hugadb: build/data/hugadb $(VENV)/dev.stamp
	$(BIN)/rtstgcn-edge train training/configs/hugadb-first.json
	$(BIN)/rtstgcn-edge train training/configs/hugadb.json
	$(BIN)/rtstgcn-edge export build/runs/hugadb/hugadb.safetensors rtstgcn_edge/models/hugadb.onnx --recording build/data/hugadb/val

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
