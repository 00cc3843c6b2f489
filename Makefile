# Each target sets up what it needs first; nothing has to be run before it.
#   make site    build the site into site/           make serve   build it and serve it with live reload
#   make test    run all tests (ARGS="-k word")      make check   look for mistakes in policies/
#   make bench   print the ratios of one run         make soak    the long trials, with their figures
#   make clean   remove everything that was made     make lock    renew the locks (needs a package index)

.DEFAULT_GOAL := site
.PHONY: site serve test check bench soak clean setup setup-test lock

VENV := .venv
ARGS ?=
# One for each processor, whose own browser keeps it busy: with one more they only take it from one another.
WORKERS ?= $(shell n=$$(nproc 2>/dev/null || echo 1); echo $$((n > 4 ? 4 : n)))
# Trials start many short processes, which take their code compiled even where the environment keeps none.
PYTHON_OF_TRIALS := PYTHONDONTWRITEBYTECODE= $(VENV)/bin/python
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check --no-input -qq

# A stamp's name carries what it stands for: another lock, or a folder that was moved or copied
# (its scripts would still start the old place's code), has another stamp.
key = $(firstword $(shell (pwd -P; cat /dev/null $(1)) | cksum))
PLACE_STAMP := $(VENV)/.place-$(call key,)
SITE_STAMP := $(VENV)/.site-$(call key,requirements.txt pyproject.toml)
TEST_STAMP := $(VENV)/.test-$(call key,requirements.txt pyproject.toml requirements-dev.txt)

site: setup
	@$(VENV)/bin/atlas build

serve: setup
	@$(VENV)/bin/atlas serve

check: setup
	@$(VENV)/bin/atlas check

test: setup-test
	@$(PYTHON_OF_TRIALS) -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

bench: setup-test
	@$(PYTHON_OF_TRIALS) tests/bench.py $(ARGS)

soak: setup-test
	@$(PYTHON_OF_TRIALS) -m pytest -m soak -v -o faulthandler_timeout=0 $(ARGS)

clean:
	rm -rf $(VENV) node_modules site .site-* .atlas-cache build dist *.egg-info .pytest_cache .ruff_cache .hypothesis
	find generator tests -name __pycache__ -type d -prune -exec rm -rf {} +

setup: $(SITE_STAMP)
	@:

setup-test: $(TEST_STAMP)
	@$(VENV)/bin/python tests/set_up_tools.py

$(SITE_STAMP): | $(PLACE_STAMP)
	@echo "Setting up the site's packages in $(VENV)"
	@$(PIP) install --require-hashes --only-binary :all: -r requirements.txt
	@$(PIP) install --no-index --no-deps --no-build-isolation --editable .
	@rm -f $(VENV)/.site-*; touch $@

$(TEST_STAMP): | $(SITE_STAMP)
	@echo "Setting up the tests' packages in $(VENV)"
	@$(PIP) install --require-hashes --only-binary :all: -r requirements-dev.txt
	@rm -f $(VENV)/.test-*; touch $@

# The newest Python that has its venv module; a name that only pretends to be one is passed over.
$(PLACE_STAMP):
	@command -v git >/dev/null || { echo "git is missing: apt-get install git" >&2; exit 1; }
	@found=; \
	for python in $(PYTHON) python3.14 python3.13 python3.12 python3.11 python3; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  found=$$python; \
	  "$$python" -c 'import ensurepip, venv' 2>/dev/null || continue; \
	  "$$python" -m venv --clear $(VENV) && touch $@ && exit 0; \
	  exit 1; \
	done; \
	if [ -n "$$found" ]; \
	then echo "$$found has no venv module: apt-get install python3-venv" >&2; \
	else echo "Python 3.11 or newer is missing: apt-get install python3 python3-venv" >&2; \
	fi; exit 1

# The lock is solved for the oldest Python that we serve; hashes come from the index alone, so a
# machine's own folder of packages (find-links) and its configuration are left out.
LOCKER := $(VENV)/locker
COMPILE := env -u PIP_FIND_LINKS PIP_CONFIG_FILE=/dev/null CUSTOM_COMPILE_COMMAND="make lock" $(LOCKER)/bin/pip-compile --quiet \
  --upgrade --generate-hashes --allow-unsafe --strip-extras \
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

lock: setup
	@$(VENV)/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
	  || { echo "The lock is made with Python 3.11: make clean, then make lock PYTHON=python3.11" >&2; exit 1; }
	@$(VENV)/bin/python -m venv $(LOCKER)
	@env -u PIP_FIND_LINKS PIP_CONFIG_FILE=/dev/null $(LOCKER)/bin/python -m pip --disable-pip-version-check --quiet install pip-tools
	@$(COMPILE) --output-file=requirements.txt requirements.in
	@$(COMPILE) --output-file=requirements-dev.txt requirements-dev.in
	@$(COMPILE) --output-file=tests/engines/requirements.txt tests/engines/requirements.in
	@$(COMPILE) --output-file=tests/engines/jieba.txt tests/engines/jieba.in
	@npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund --silent
