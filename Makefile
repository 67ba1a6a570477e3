# Needs python3 (3.11 or newer) and a shell; everything else is set up by courseware/bootstrap.py.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000

.PHONY: help serve build check readings baseline test bench bench-peer lock clean

help:  ## list these commands
	@sed -n 's/^\([a-z-]*\):.*##/\1\t/p' $(MAKEFILE_LIST) | expand -t 12

serve: .set-up  ## build, then serve on http://127.0.0.1:8000/ and reload on edits
	@$(BIN)/courseware serve --port $(PORT)

build: .set-up  ## build everything into site/, and build/course.json
	@$(BIN)/courseware build

check: .set-up  ## authors' checks only (seconds); STRICT=1 fails for advice, too
	@$(BIN)/courseware check $(if $(STRICT),--strict)

readings: .set-up-test  ## compare readings written by hand with those of an analyser
	@$(BIN)/courseware readings

baseline: .set-up  ## note ids and questions as published; SAME="id …" for those that mean the same
	@$(BIN)/courseware baseline $(foreach id,$(SAME),--same $(id))

test: .set-up-test  ## run all tests, browser tests included
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet . && $(BIN)/mypy
	@$(BIN)/courseware build
	@$(BIN)/pytest --numprocesses 2

bench: .set-up-test  ## measure site and questions beside other tools, and editions; QUICK=1 sooner
	@$(BIN)/python -m benchmarks.site --json $(if $(QUICK),--quick)
	@$(BIN)/python -m benchmarks.questions
	@$(BIN)/python -m benchmarks.editions

# Not `npm ci`: it refuses a list that does not name the packages for every kind of machine.
bench-peer:  ## install what `make bench` compares with and Lighthouse (needs npm)
	@cd benchmarks/starlight && npm install --no-save --no-audit --no-fund

lock: .set-up-test  ## renew requirements*.txt from requirements*.in
	@for list in requirements requirements-test; do \
	  $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --no-annotate $$list.in --output-file $$list.txt; done

clean:  ## remove everything that was built or installed here
	rm -rf site build .cache .venv *.egg-info benchmarks/starlight/node_modules

.PHONY: .set-up .set-up-test
.set-up:
	@$(PYTHON) courseware/bootstrap.py build
.set-up-test:
	@$(PYTHON) courseware/bootstrap.py test
