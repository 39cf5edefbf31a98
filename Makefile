# Two commands matter: `make run` serves the demo city, `make test` proves everything. All else is comfort.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# One more than cores: two of them drive browsers, which wait a good part of their time (tests/hands.py).
WORKERS ?= 3
HEADLESS := $(shell command -v chromium-headless-shell)
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
FONTS := fonts-noto-cjk
MOSQUITTO := $(shell PATH=$$PATH:/usr/sbin command -v mosquitto)
# What is compiled stays compiled: the tests start many servers.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run test lint bench endurance shots browser broker clean

help: ## List the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

$(VENV)/.runtime: requirements.txt
	@echo "▶ Installing what the cockpit runs on (once) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --disable-pip-version-check --progress-bar on -q -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.txt
	@echo "▶ Installing what the tests need (once) …"
	@$(BIN)/pip install --disable-pip-version-check --progress-bar on -q -r requirements-dev.txt
	@touch $@

run: $(VENV)/.runtime ## Serve the wall at http://127.0.0.1:8050 (installs, builds and fills what is missing)
	@exec $(BIN)/gunicorn --config serve.py

test: $(VENV)/.dev browser broker ## Run every test, browser included
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.dev ## Check style and types
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy

bench: $(VENV)/.dev browser ## Measure every promised figure, one JSON line each
	@$(BIN)/python -m tests.bench

endurance: $(VENV)/.dev browser ## Rotate and push a wall for as long as weeks are, and tell whether anything grows (ROTATIONS, PUSHES)
	@$(BIN)/python -m tests.endurance

shots: $(VENV)/.dev browser ## Retake the pictures of the README
	@$(BIN)/python -m tests.shots

browser: ## Install a headless Chromium and Chinese fonts when they are missing (Debian; a whole one on Ubuntu)
ifeq ($(HEADLESS),)
	@echo "▶ Installing Chromium and Chinese fonts …"
	@apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(FONTS) chromium-headless-shell >/dev/null 2>&1 \
		|| test -n "$(CHROMIUM)" || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(FONTS) chromium >/dev/null
endif

broker: ## Install Mosquitto, which the MQTT tests talk to, when it is missing (Debian, Ubuntu)
ifeq ($(MOSQUITTO),)
	@echo "▶ Installing Mosquitto …"
	@apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends mosquitto >/dev/null
endif

clean: ## Remove the virtual environment, the database and everything else that was made
	@rm -rf $(VENV) var .pytest_cache .hypothesis .mypy_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
