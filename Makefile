# What there is to do here; `make` alone lists it. Every target first sets up what it needs (scripts/setup).

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# The order of the targets is meant, and cargo and Vite use all processors by themselves.
.NOTPARALLEL:

# Where the server listens, and where its data goes: `make run LISTEN=0.0.0.0:8080 DATA_DIR=/srv/plenary`.
LISTEN ?= 127.0.0.1:8080
DATA_DIR ?= $(shell scripts/data-dir data)
# How long `make soak` edits at random, and how often it kills the server.
SOAK_SECONDS ?= 600
SOAK_KILLS ?= 50

# The committed .sqlx stands in for a database when the server is built.
export SQLX_OFFLINE := true

plenary := target/debug/plenary
# Runs a command with the DATABASE_URL of a database for tests.
with_database = $(plenary) database --data-dir "$(shell scripts/data-dir target/test-database)" --

# Written by npm at the end of an installation.
modules := web/node_modules/.package-lock.json
# Real Yjs, as a witness for the server's tests.
witness := tests/node/node_modules/.package-lock.json
# With their directories, so that a page that was removed is noticed too.
pages := $(wildcard web/index.html web/*.config.* web/tsconfig*.json) $(shell find web/src web/public web/build 2>/dev/null)

.PHONY: help
help: ## List what there is to do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# Run

.PHONY: run
run: build ## Run the server with the demo conference (LISTEN=, DATA_DIR=)
	$(plenary) serve --demo --listen "$(LISTEN)" --data-dir "$(DATA_DIR)"

.PHONY: dev
dev: build ## Run it and follow changes of the sources; the pages are at Vite's address
	PLENARY_DEV_SERVER="http://$(LISTEN)" scripts/dev --demo --listen "$(LISTEN)" --data-dir "$(DATA_DIR)"

.PHONY: build
build: ready-to-run web/dist/index.html server

.PHONY: server
server: ready-to-run | web/dist
	cargo build --locked

# Test

.PHONY: test
test: ready-to-test test-web test-browser test-server ## Test everything

.PHONY: test-web
test-web: $(modules) ## Check the types of the front end and run its unit tests
	npm --prefix web run check
	npm --prefix web test

.PHONY: test-browser
test-browser: ready-to-test build $(witness) | ready-to-read ## Test what people do, in a browser
	PLENARY_CHROMIUM="$$(scripts/chromium)" $(with_database) npm --prefix web run e2e

.PHONY: test-server
test-server: build $(witness) | ready-to-read ## Test the server
	cargo test --locked --workspace --doc
	$(with_database) cargo test --locked --workspace --tests --no-fail-fast

.PHONY: soak
soak: build ## Edit at random and kill the server for longer (SOAK_SECONDS=, SOAK_KILLS=)
	PLENARY_FUZZ_SECONDS=$(SOAK_SECONDS) cargo test --locked --lib -- fuzz
	PLENARY_KILL_ROUNDS=$(SOAK_KILLS) $(with_database) cargo test --locked --test it -- kill convergence

.PHONY: bench
bench: ready-to-run bench-live bench-web ## Measure the live draft and a bare relay beside it, then the front end

.PHONY: bench-live
bench-live: ready-to-run | web/dist
	cargo bench --locked --bench live

# PLENARY_BENCH_WEB_OUT=docs/benchmark.md writes the tables there anew, PLENARY_BENCH_ROUNDS says how often.
.PHONY: bench-web
bench-web: ready-to-test web/dist/index.html ## Measure the front end alone, in a browser
	cargo build --locked --release
	PLENARY="$(CURDIR)/target/release/plenary" PLENARY_CHROMIUM="$$(scripts/chromium)" npm --prefix web run bench

# Check

.PHONY: check
check: check-server check-web check-scripts ## Check format, lints, types and documentation

.PHONY: check-server
check-server: ready-to-check | web/dist
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS=-Dwarnings cargo doc --locked --workspace --no-deps

.PHONY: check-web
check-web: $(modules)
	npm --prefix web run check
	npm --prefix web ls yjs prosemirror-model
	@# With two copies of one of these, documents fail in ways that nobody understands.
	@for package in yjs prosemirror-model; do \
		copies=$$(find web/node_modules -type d -path "*/node_modules/$$package"); \
		if (($$(wc -l <<<"$$copies") != 1)); then printf 'plenary: %s is there twice:\n%s\n' "$$package" "$$copies" >&2; exit 1; fi; \
	done

.PHONY: check-scripts
check-scripts:
	@if command -v shellcheck >/dev/null; then shellcheck scripts/* .ci/run; else echo 'plenary: no shellcheck here; the scripts go unchecked'; fi

# Generate

.PHONY: queries
queries: ready-to-run | web/dist ## Write .sqlx anew, after a change of SQL
	scripts/queries

.PHONY: types
types: server $(modules) ## Write the front end's API types anew, after a change of the API
	mkdir -p web/src/lib/api
	$(plenary) openapi > target/openapi.json
	mv target/openapi.json web/src/lib/api/openapi.json
	npm --prefix web run types

.PHONY: pictures
pictures: ready-to-test build ## Take the screenshots of docs/pictures anew
	PLENARY_CHROMIUM="$$(scripts/chromium)" npm --prefix web run pictures

# Set up

.PHONY: ready
ready:
	@scripts/setup

.PHONY: ready-to-run
ready-to-run:
	@scripts/setup postgres

# Playwright may have to bring the browser.
.PHONY: ready-to-test
ready-to-test: $(modules)
	@scripts/setup postgres browser

.PHONY: ready-to-read
ready-to-read:
	@scripts/setup poppler

.PHONY: ready-to-check
ready-to-check:
	@scripts/setup lints

$(modules): web/package.json web/package-lock.json | ready
	cd web && npm ci --no-audit --no-fund
	@touch $@

$(witness): tests/node/package.json tests/node/package-lock.json | ready
	cd tests/node && npm ci --no-audit --no-fund
	@touch $@

web/dist/index.html: $(modules) $(pages)
	npm --prefix web run build
	@touch $@

# The server is built with what is in this directory, so it must be there.
web/dist:
	mkdir -p $@
