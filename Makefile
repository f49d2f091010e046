# run · test · check · bench · scale · content — the whole vocabulary, on a laptop and in CI alike.

PYTHON ?= python3
SITE ?= site
ENV := .venv
BIN := $(ENV)/bin
STAMP := $(ENV)/.ready
ARGS ?=

# the tool for scripts: what it needs is fetched with the environment, then it works without a network
DENO := DENO_NO_UPDATE_CHECK=1 $(BIN)/deno
UNFETCHED := 脚本工具没有取到它的包：请检查网络或 npm 的镜像设置（NPM_CONFIG_REGISTRY），再运行一次。

# compiled once, not in every process that the tests or the platform start
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check bench scale content clean

run: $(STAMP)
	@$(BIN)/anpei demo $(SITE) $(if $(RESET),--reset) $(if $(PORT),--port $(PORT))

# ANPEI_TEST_DATABASE=postgres make test ARGS="tests/attempts tests/exercises/drills": everything named, on PostgreSQL
test: $(STAMP)-dev
	@$(DENO) task --quiet test
	@$(BIN)/python tests/prepare.py
	@$(BIN)/python -m pytest -n 6 --dist loadfile $(ARGS)

check: $(STAMP)-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(DENO) task --quiet check
	@$(DENO) task --quiet build --check
	@$(BIN)/anpei content check --bundled

bench: $(STAMP)-dev
	@$(BIN)/python tests/prepare.py
	@$(BIN)/python -m benchmarks $(ARGS)

# lays sites of sixty and of ten thousand people; fails when a page's share grows (benchmarks/scale)
scale: $(STAMP)-dev
	@$(BIN)/python tests/prepare.py
	@$(BIN)/python -m benchmarks.scale

content: $(STAMP)
	@$(BIN)/anpei content check --site $(SITE)
	@$(BIN)/anpei content build --site $(SITE)

clean:
	rm -rf $(ENV) $(SITE)

$(STAMP): pyproject.toml deploy/constraints.txt deploy/setup.sh
	@sh deploy/setup.sh $(PYTHON) $(ENV) .
	@touch $@

$(STAMP)-dev: pyproject.toml deploy/constraints.txt deploy/setup.sh deno.lock
	@sh deploy/setup.sh $(PYTHON) $(ENV) .[dev]
	@$(DENO) install --quiet --frozen || { echo "$(UNFETCHED)" >&2; exit 1; }
	@touch $(STAMP) $@
