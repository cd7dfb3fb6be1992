# What one types. `make` alone prints this list. ARGS= is handed to demo and lock, TESTS= to test and check,
# PYTHON= names the Python that makes .venv (3.11 or newer; `make clean` first, where there is one already).

# Where it is set, each process would compile the program anew.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
READY := .venv/.pronto
COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --only-binary :all: --python-version 3.11 \
	--no-header --no-annotate $(ARGS)

.PHONY: help demo test check format lock setup-check clean moved

help:          # this list
	@sed -n 's/^\([a-z-]*\):[^#]*# /  make \1 \t/p' Makefile | expand -t 24

demo: $(READY)          # the whole service on your desk, no token needed; ARGS=--once plays the story and ends
	@$(BIN)/python -m elo demo $(ARGS)

test: $(READY)          # the tests; TESTS="tests/rede -k cpf" for some of them
	@$(BIN)/python -m pytest $(TESTS)

check: $(READY)         # the gate: format, lint, types, imports, tests, once each; stops at the first no
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/python -m mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m pytest $(TESTS)

format: $(READY)        # writes the format and the safe mends
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .

lock: $(READY)          # writes the three lock files after pyproject.toml; ARGS=--upgrade moves every pin
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) pyproject.toml --extra postgres --group dev -o requirements-dev.lock
	echo uv | $(COMPILE) - -o requirements-uv.lock

setup-check:            # what a newcomer types, in a clean copy of HEAD, with the time of each command
	@sh .ci/setup-check

clean:                  # removes what make made: .venv, the demo's data, caches
	rm -rf .venv .demo dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# No venv outlives a move of its folder or the loss of its Python; `moved` has it made again.
$(READY): requirements-uv.lock requirements-dev.lock pyproject.toml \
		$(shell test -x $(BIN)/python && test "$$(cat $(READY) 2>/dev/null)" = "$$(pwd -P)" || echo moved)
	@sh .ci/make-venv
