# make run    everything for the demonstration: a virtual environment, the runtime, one simulated trial
# make test   everything for the whole test suite: lint, format, types, import floors, tests
# make data | make models    rebuild the bundled models from recordings (see CONTRIBUTING.md)

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RTSTGCN_DATA ?= $(wildcard ../shared/data)
WORKERS ?= 2

export RTSTGCN_DATA
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test lint data models model-demo model-hugadb model-hugadb-mcu model-daphnet-fog model-shrec21-hands model-utkinect-camera clean

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
SETS := hugadb daphnet stanford_fog utkinect shrec21
data: $(SETS:%=build/data/%) build/data/sim_gait

$(SETS:%=build/data/%): build/data/%: | $(VENV)/base.stamp
	@mkdir -p build/data
	@if test -d "$(RTSTGCN_DATA)/$*/train/features"; then \
		ln -sfn "$$(cd "$(RTSTGCN_DATA)/$*" && pwd)" $@; \
	elif test -f "$(RTSTGCN_DATA)/unpack.py"; then \
		$(BIN)/python "$(RTSTGCN_DATA)/unpack.py" $* build/data; \
	else \
		echo "RTSTGCN_DATA='$(RTSTGCN_DATA)' holds no $*: name a folder with $*/{train,val}/features, or with unpack.py and $*.npz.xz"; \
		exit 1; \
	fi

build/data/sim_gait: | $(VENV)/base.stamp
	$(BIN)/rtstgcn-edge simulate gait $@ --trials 60 --seconds 120 --seed 0

# A training that was stopped goes on where it was; one that is done stays as it is.
models: model-demo model-hugadb model-hugadb-mcu model-daphnet-fog model-shrec21-hands model-utkinect-camera

train = $(BIN)/rtstgcn-edge train training/configs/$(1).json --resume
export_model = $(BIN)/rtstgcn-edge export build/runs/$(1)/$(1).safetensors rtstgcn_edge/models/$(1).onnx --recording build/data/$(2)/val

model-demo: build/data/sim_gait $(VENV)/dev.stamp
	$(call train,demo)
	$(call export_model,demo,sim_gait)

model-hugadb: build/data/hugadb $(VENV)/dev.stamp
	$(call train,hugadb-first)
	$(call train,hugadb-second)
	$(call train,hugadb)
	$(call export_model,hugadb,hugadb)

model-hugadb-mcu: build/data/hugadb $(VENV)/dev.stamp
	$(call train,hugadb-mcu-first)
	$(call train,hugadb-mcu-second)
	$(call train,hugadb-mcu)
	$(call export_model,hugadb-mcu,hugadb) --target onnx --target c --data build/data/hugadb --max-accuracy-drop 1

model-daphnet-fog: build/data/daphnet build/data/stanford_fog $(VENV)/dev.stamp
	$(call train,stanford-fog)
	$(call train,daphnet-fog)
	$(call export_model,daphnet-fog,daphnet)

model-shrec21-hands: build/data/shrec21 $(VENV)/dev.stamp
	$(call train,shrec21-hands-first)
	$(call train,shrec21-hands)
	$(call export_model,shrec21-hands,shrec21)

model-utkinect-camera: build/data/utkinect $(VENV)/dev.stamp
	$(call train,utkinect-camera)
	$(call export_model,utkinect-camera,utkinect)

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
