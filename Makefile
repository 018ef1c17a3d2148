# make chat    open the chat on the sample reports
# make test    run all tests
# make axe     fetch axe-core by npm, for the tests of accessibility
# make lint    ruff and mypy
# make wheel   build dist/*.whl
# make benchmark DATA=folder   measure quality, calibration and speed on the corpora in a folder
# make clean   remove everything made here, the virtual environment too

PYTHON ?= python3
VENV   := .venv
RUN    := $(VENV)/bin/python

ifeq ($(OS),Windows_NT)
$(error On Windows install with "py -m pip install -c constraints.txt ." and run "report-qa chat")
endif

.PHONY: axe chat test lint wheel benchmark clean
.DEFAULT_GOAL := chat

chat: $(VENV)/.installed
	$(VENV)/bin/report-qa chat

# Two at a time, whole files each: most tests wait for a browser, a process or a clock.
test: $(VENV)/.installed-dev
	OMP_NUM_THREADS=1 $(RUN) -m pytest -n 2 --dist loadfile

# What the tests of accessibility inject into the page; they are skipped without it, but not where CI=true.
axe:
	npm install --no-save --no-package-lock --no-audit --no-fund --prefix build/axe axe-core@4.14.1

lint: $(VENV)/.installed-dev
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy

wheel: $(VENV)/.installed-dev
	rm -f dist/*.whl
	$(RUN) -m build --wheel --outdir dist .

benchmark: $(VENV)/.installed-dev
	@test -n "$(DATA)" || { echo "make: where are the corpora? make benchmark DATA=folder" >&2; exit 1; }
	mkdir -p build
	$(RUN) tests/benchmarks/splits.py --data "$(DATA)"
	$(RUN) tests/benchmarks/quality.py --data "$(DATA)" --save build/outcomes.json
	$(RUN) tests/benchmarks/calibration.py --load build/outcomes.json --plot build/calibration.png
	$(RUN) tests/benchmarks/speed.py --data "$(DATA)"

clean:
	rm -rf $(VENV) dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || \
	  { echo "make: no $(PYTHON) found. Install Python 3.11 or later, or name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "make: $$($(PYTHON) -V) is too old; report-qa needs 3.11. Name another: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "make: $(PYTHON) lacks the module venv. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The stamps record a complete installation, so that an interrupted one is taken up again.
$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(RUN) -m pip install --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(RUN) -m pip install --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $(VENV)/.installed $@
