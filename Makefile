# `make site` and `make test` do all the set-up they need: Python 3.11 or newer and make suffice.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
# Of 30 edits each, in rebuild-proof, and how many of its processes run at once
SEQUENCES ?= 2000
PROCESSES ?= auto
SECONDS ?= 60
INPUTS ?= 100000
FIDELITY ?= $(VENV)/fidelity/node_modules
VNU ?= $(VENV)/vnu/node_modules/vnu-jar/build/dist/vnu.jar

.PHONY: site test check format wheel bench reader validate fidelity clean rebuild-proof proof fuzz

site: $(VENV)/installed
	$(BIN)/garden build content -o public

test: $(VENV)/installed
	$(BIN)/python -m pytest

# All that the README promises, each for so many SECONDS; NAMES="crashes requests" and SEED choose.
proof: $(VENV)/installed
	$(BIN)/python -m tests.proof $(NAMES) --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

# So many INPUTS that nobody has written; those with a fault are saved in fuzz-found. SEED chooses.
fuzz: $(VENV)/installed
	$(BIN)/python -m tests.proof.fuzz $(INPUTS) $(if $(SEED),--seed $(SEED))

rebuild-proof: $(VENV)/installed
	GARDEN_PROOF=$(SEQUENCES) $(BIN)/python -m pytest -n $(PROCESSES) tests/test_rebuild.py -k any_edits

check: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

wheel: $(VENV)/installed
	$(BIN)/python -m build --no-isolation

# SIZES="1000" and PEERS="hugo,mkdocs" or PEERS=none choose; with both sizes it takes an hour or two.
bench: $(VENV)/installed
	$(BIN)/python -m tests.bench.run $(if $(SIZES),--sizes "$(SIZES)") $(if $(PEERS),--peers "$(PEERS)")

# What a reader has to load, and what Lighthouse says: needs Chromium and npx. SIZES="100" chooses.
reader: $(VENV)/installed
	$(BIN)/python -m tests.bench.reader $(if $(SIZES),--sizes "$(SIZES)")

# The site of our own notes by the HTML checker of the W3C: needs Java, and npm to fetch it once.
validate: site $(VNU)
	java -Xmx512m -jar $(VNU) --errors-only --skip-non-html public

$(VNU):
	npm install --silent --no-audit --no-fund --prefix $(VENV)/vnu vnu-jar@26.9.27

# Where garden reads the notes of a VAULT, or so many WRITTEN at random, otherwise than the parsers
# that the credits of Obsidian name: needs node, and npm to fetch them once. SEED and LIMIT choose.
fidelity: $(VENV)/installed $(FIDELITY)
	NODE_PATH=$(FIDELITY) $(BIN)/python -m tests.fidelity $(VAULT) \
		$(if $(WRITTEN),--written $(WRITTEN)) $(if $(SEED),--seed $(SEED)) $(if $(LIMIT),--limit $(LIMIT))

$(FIDELITY):
	npm install --silent --no-audit --no-fund --prefix $(VENV)/fidelity \
		unified@9.2.2 remark-parse@8.0.3 remark-math@3.0.1 yaml@2.7.0

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	$(BIN)/python -m pip install --quiet -c constraints.txt -e . --group dev
	touch $@

clean:
	rm -rf $(VENV) public dist build
