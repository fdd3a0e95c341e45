# Two commands do everything: `make demo` and `make test`. The rest are their parts.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: install demo test lint bench faults lock messages clean

install: $(VENV)/installed

# The stamp is newer than what it was made from, so a second call costs nothing.
$(VENV)/installed: requirements/all.txt pyproject.toml $(wildcard translations/*/LC_MESSAGES/*.po)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Wijkpeil needs Python 3.11 or newer: make install PYTHON=python3.11" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/tool.txt
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/all.txt
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --no-deps --no-build-isolation --editable .
	$(BIN)/pybabel --quiet compile --directory translations
	touch $@

demo: install
	$(BIN)/wijkpeil demo --port $(PORT)

test: lint
	$(BIN)/python -m pytest

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install
	$(BIN)/python -m bench

# The faults of docs/faults.md: make faults, or make faults N=300000 SEED=7 before a release. Writes only outside the tree.
faults: install
	PYTHONPYCACHEPREFIX=$${TMPDIR:-/tmp}/wijkpeil-faults-pycache $(BIN)/python -m tests.faults $(if $(N),--uploads $(N)) $(if $(SEED),--seed $(SEED))

# Needs the package index; writes pinned versions with hashes and no address.
lock:
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links requirements/tool.in -o requirements/tool.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements/main.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links --all-extras pyproject.toml requirements/build.in -o requirements/all.txt

# After a change of sentences: bring the catalogues up to date, then translate what is new.
messages: install
	$(BIN)/pybabel --quiet extract -F babel.cfg -k N_ -k _l -k lazy_gettext -k lazy_ngettext:1,2 --no-location --sort-output -o $(VENV)/messages.pot .
	$(BIN)/pybabel --quiet update -i $(VENV)/messages.pot -d translations --no-fuzzy-matching --ignore-obsolete --width 110
	$(BIN)/pybabel --quiet compile -d translations

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
