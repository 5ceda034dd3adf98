# Everything a person does here. `make help` lists it.
#
# The environment is made on the first use and made anew when a lock file changes.
# With SCENARIO=name (an entry of calc/scenarios.toml) site, recheck and numbers are worked out under that scenario.
# With BASE=commit diff compares with another commit than main.
# With FALL_BACK=1 site publishes English, marked, for messages that are missing or refused.

PYTHON ?= python3
SITE_ENV := .venv
TEST_ENV := .venv-test
FORK_ENV := .venv-fork
LOWEST_ENV := .venv-lowest
RUN := $(SITE_ENV)/bin/python
TEST := $(TEST_ENV)/bin/python
VERSION = $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
CHECKER_VERSION := 26.9.27
CHECKER_SHA512 := 4e441de4315f39a582f5e6edbe8cd3b2b1f655aa1dde3620faface791133217c417b12f3f7ead2d8336d8e7efe44f5226618258b44a0860057e9125135e6b428
CHECKER := .build/vnu-$(CHECKER_VERSION).jar
UNDER := $(if $(SCENARIO),--scenario $(SCENARIO))
BASE ?= main
FALLING := $(if $(FALL_BACK),--fall-back)

.DEFAULT_GOAL := help
.PHONY: help site serve diff test check corpus mutants parity fuzz kills reproduce verify recheck numbers audit due links forks lowest newest archive weigh screenshots sync status new-language fonts lint lock tools checker clean

help: ## This list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

site: $(SITE_ENV)/ready ## Build the site in five languages into site/
	$(RUN) -m explainer build $(UNDER) $(FALLING)

serve: $(SITE_ENV)/ready ## Read the site at http://127.0.0.1:8000/, reloading on every edit; ONLY=ja for one language
	STRICT=false ONLY=$(ONLY) $(RUN) -m mkdocs serve --dev-addr 127.0.0.1:8000

diff: $(SITE_ENV)/ready ## Print what changes since BASE (main): numbers, sentences, claims; all of it in .build/diff/
	$(RUN) -m explainer diff --base "$(BASE)"

test: $(TEST_ENV)/ready ## Run every test
	$(RUN_TESTS)

check: $(TEST_ENV)/ready lint ## Everything that CI checks: style, types, layers, catalogs, site, tests
	$(TEST) -m explainer check
	$(RUN_TESTS)

corpus: $(TEST_ENV)/ready ## Count which bad translations the checks refuse, and which good ones they stop
	$(TEST) tests/corpus.py

mutants: $(TEST_ENV)/ready ## Test the tests: change calc/ in one place at a time, and see that a test notices (minutes)
	$(TEST) tests/mutants.py

parity: $(TEST_ENV)/ready ## Work a hundred thousand scenarios out in Python and in Chromium, and compare every bit (minutes)
	PYTHONPATH=. $(TEST) tests/parity.py

fuzz: $(TEST_ENV)/ready ## Read a million hostile links in Chromium, and see that none does harm (minutes)
	PYTHONPATH=. $(TEST) tests/fuzz.py

kills: $(TEST_ENV)/ready ## Kill two hundred builds at random moments, and see that the site is whole after each (an hour)
	PYTHONPATH=. $(TEST) tests/kills.py

reproduce: $(TEST_ENV)/ready ## Build the last commit in a dozen places, zones, locales and years, and compare every byte (minutes)
	PYTHONPATH=. $(TEST) tests/reproduce.py

verify: $(SITE_ENV)/ready ## Hold a deployed copy against its manifest: make verify AT=https://… (or a folder; site/)
	$(RUN) -m explainer verify $(or $(AT),site)

recheck: site ## Read the built site back, apart from the code that made it, and work every number out again
	$(RUN) -m recheck site $(UNDER)

numbers: $(SITE_ENV)/ready ## Print every figure: unit, formula, inputs, and its text in five languages
	$(RUN) -m explainer numbers $(UNDER)

audit: $(SITE_ENV)/ready ## Print what earlier versions print wrongly, with the arithmetic, and the count of every verdict
	$(RUN) -m explainer audit

due: $(SITE_ENV)/ready ## Print the assumptions to look at again, and those of the next DAYS days (60)
	$(RUN) -m explainer due $(if $(DAYS),--within $(DAYS)) $(if $(FORMAT),--format $(FORMAT)) $(if $(REPORT),> $(REPORT))

links: $(TEST_ENV)/ready site ## Ask for every address to which the site links elsewhere, and print those that are dead
	PYTHONPATH=. $(TEST) tests/links.py $(if $(REPORT),> $(REPORT))

forks: $(SITE_ENV)/ready $(FORK_ENV)/ready ## Build with ProperDocs in the place of MkDocs, and compare every byte
	$(RUN) tests/stacks.py --properdocs $(FORK_ENV)/bin/python

lowest: $(SITE_ENV)/ready $(LOWEST_ENV)/ready ## Build, and run the tests that need no browser, with the lowest versions that pyproject.toml allows
	$(RUN) tests/stacks.py --may-differ $(LOWEST_ENV)/bin/python
	$(LOWEST_ENV)/bin/python -m pytest -m "not browser"

newest: lock ## The same with the newest versions that it allows; the lock files then have them
	$(MAKE) $(TEST_ENV)/ready
	$(TEST) -m pytest -m "not browser"

# The tag comes from the environment, and no shell and no make reads it as anything but a text.
archive: ## Pack the site for a release, as TAG=v0.1.0 make archive: .build/archive/
	@test "$${TAG:-}" = "v$(VERSION)" || { echo "the tag is '$${TAG:-}', expected 'v$(VERSION)' as in pyproject.toml" >&2; exit 1; }
	@test -f site/sitemap.xml || { echo 'no site is there: make site' >&2; exit 1; }
	rm -rf .build/archive
	mkdir -p .build/archive
	tar --sort=name --mtime="@$(or $(shell git log -1 --format=%ct 2>/dev/null),0)" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX \
		--transform='s,^\.,kensan-$(VERSION),' -C site -cf - . | gzip -n -9 > .build/archive/kensan-$(VERSION).tar.gz

weigh: $(TEST_ENV)/ready site ## Print what the first view of each page costs: requests, bytes, script, time on a slow phone
	$(TEST) tests/weigh.py

screenshots: $(TEST_ENV)/ready site ## Picture every kind of page, at five widths, light and dark: .build/screenshots/index.html
	$(TEST) tests/screenshots.py

sync: $(SITE_ENV)/ready ## Bring the catalogs up to date with the English source (needs gettext)
	$(RUN) -m explainer sync

status: $(SITE_ENV)/ready ## Print how far each translation is: translated, stale, missing, and by whose hand
	$(RUN) -m explainer status

new-language: $(SITE_ENV)/ready ## Begin a further language: make new-language CODE=ar
	$(RUN) -m explainer new-language $(CODE)

fonts: $(TEST_ENV)/ready ## Make the fonts of the pictures again, from those of `make tools`, with what the catalogs have
	$(TEST) -m explainer fonts

lint: $(TEST_ENV)/ready ## Style, types and the order of the layers
	$(TEST_ENV)/bin/ruff check .
	$(TEST_ENV)/bin/ruff format --check .
	$(TEST_ENV)/bin/mypy
	PYTHONPATH=. $(TEST_ENV)/bin/lint-imports

lock: $(TEST_ENV)/ready ## Pin the newest allowed versions, with hashes and without any index's address
	$(TEST_ENV)/bin/uv pip compile pyproject.toml $(LOCK_OPTIONS) -o requirements.lock
	$(TEST_ENV)/bin/uv pip compile pyproject.toml --group dev -c requirements.lock $(LOCK_OPTIONS) -o requirements-dev.lock
	$(TEST_ENV)/bin/uv pip compile pyproject.toml --group fork -c requirements.lock $(LOCK_OPTIONS) -o requirements-fork.lock

tools: ## Install Chromium, gettext, Java and npm, which some tests use (Debian, Ubuntu; as root)
	apt-get update -qq
	apt-get install -y -qq --no-install-recommends gettext fonts-noto-cjk \
		$(if $(shell command -v chromium),,chromium) \
		$(if $(shell command -v java),,default-jre-headless) $(if $(shell command -v npm),,npm)

checker: $(CHECKER) ## Fetch the Nu HTML checker, with which a test reads every page (needs npm)

clean: ## Delete everything that was made
	rm -rf $(SITE_ENV) $(TEST_ENV) $(FORK_ENV) $(LOWEST_ENV) site .build

# Side by side, and then, on a machine with nothing else to do, those that measure time.
define RUN_TESTS
$(TEST) -m pytest -n auto --maxprocesses 4 --dist loadfile -m "not alone"
$(TEST) -m pytest -m alone
endef

HASHED := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links
LOCK_OPTIONS := $(HASHED) --upgrade --custom-compile-command "make lock"

$(SITE_ENV)/ready: requirements.lock
$(TEST_ENV)/ready: requirements-dev.lock
$(FORK_ENV)/ready: requirements-fork.lock
$(LOWEST_ENV)/ready: .build/lowest.lock

# Lowest are the packages that we name; what those need in turn is of today.
.build/lowest.lock: pyproject.toml $(TEST_ENV)/ready
	@mkdir -p $(@D)
	$(TEST_ENV)/bin/uv pip compile pyproject.toml --group dev --resolution lowest-direct $(HASHED) -o $@

# The package is checked before anything is taken out of it.
$(CHECKER):
	@mkdir -p $(@D)
	cd $(@D) && npm pack --silent vnu-jar@$(CHECKER_VERSION)
	cd $(@D) && echo "$(CHECKER_SHA512)  vnu-jar-$(CHECKER_VERSION).tgz" | sha512sum --check --quiet
	rm -f $(@D)/vnu-*.jar
	tar -xzf $(@D)/vnu-jar-$(CHECKER_VERSION).tgz -O package/build/dist/vnu.jar > $@.part
	mv $@.part $@
	rm $(@D)/vnu-jar-$(CHECKER_VERSION).tgz

%/ready:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Python 3.11 or newer is needed; name it with make PYTHON=python3.12 …' >&2; exit 1; }
	@rm -rf $*
	@$(PYTHON) -m venv $* || { echo 'the venv module is missing (Debian: apt-get install python3-venv)' >&2; exit 1; }
	$*/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@
