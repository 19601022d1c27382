# What one does with the project. Every target sets up what it needs; a second time that takes no time.

PYTHON ?= python3
BIN := .venv/bin
RUNS := .venv/.runs
TESTS := .venv/.tests
LAKE := .venv/.lake
PORT ?= 8501
DATABASE := $(or $(PLANLIB_DB),data/plan.duckdb)
PIP := $(BIN)/pip install --quiet --disable-pip-version-check
INSTALL := $(PIP) -c constraints.txt

# Where this is set, Python compiles the project anew at every start: a page, a command, a test.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-units test-browser lint types check bench messages snapshots charts pictures clean
.DEFAULT_GOAL := run

# Opens the app on http://127.0.0.1:8501 (make run PORT=… for another), on the sample plan unless there is a database already.
run: $(RUNS)
	@test -e "$(DATABASE)" || $(BIN)/planlib init --sample
	@$(BIN)/planlib serve --port $(PORT)

# Runs every test; those on DuckLake are left out where it cannot be fetched. The browser has processes of its own:
# Playwright leaves an event loop running, in which no other test can start one.
test: test-units test-browser

test-units: $(TESTS) $(LAKE)
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m 'not browser'

test-browser: $(TESTS)
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder -m browser

# Looks for faults of style and formatting.
lint: $(TESTS)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

# Checks the types.
types: $(TESTS)
	$(BIN)/mypy

# All three; the architecture test is one of the tests.
check: lint types test

# Measures the speed on this machine and prints the table of benchmarks/README.md.
bench: $(TESTS)
	$(BIN)/python -m benchmarks

# Brings new texts of the screens into the Chinese catalogue; fill their empty msgstr by hand.
messages: $(TESTS)
	$(BIN)/python -m tools.messages

# Writes the expected month-end summaries anew; read the diff before you commit it.
snapshots: $(TESTS)
	PLANLIB_SNAPSHOTS=write $(BIN)/pytest -q tests/test_month_end.py tests/test_minutes.py tests/test_kick_off.py tests/test_notify.py

# Brings what draws the charts of a web page to the release of vl-convert that is installed.
charts: $(TESTS)
	$(BIN)/python -m tools.chart_library

# Takes the pictures of README.md from the running app, on the sample plan.
pictures: $(TESTS)
	$(BIN)/python -m tools.pictures

# Removes the virtual environment; the database stays.
clean:
	rm -rf .venv

.venv/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Python 3.11 or newer is needed, and $(PYTHON) is not. Name another one: make run PYTHON=python3.12"; exit 1; }
	@echo "Setting up .venv; this takes a minute, once."
	@$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "Python cannot make a virtual environment. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }

$(RUNS): .venv/pyvenv.cfg pyproject.toml constraints.txt
	@$(INSTALL) -e .
	@touch $@

$(TESTS): .venv/pyvenv.cfg pyproject.toml constraints.txt
	@$(INSTALL) -e '.[dev]'
	@touch $@ $(RUNS)

# DuckLake needs a DuckDB of its own, beside the project's (tests/test_ducklake.py).
$(LAKE): .venv/pyvenv.cfg constraints-ducklake.txt
	@rm -rf .venv/ducklake
	@$(PIP) --target .venv/ducklake -r constraints-ducklake.txt && touch $@ || echo "DuckLake cannot be fetched."
