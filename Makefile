# SPDX-License-Identifier: EUPL-1.2
# The front door; meson and ninja are the engine. `make help` lists what there is.
# Nothing here needs the network except `deps`, `run` and `test`, and those only
# when something is missing. Nothing is installed outside the tree.

BUILD   := build
OURS     = $(shell git ls-files -co --exclude-standard '*.c' '*.h')
SUITES   = tools/suites
QUICK    = --suite quick --suite http
# The link order is not judged because full_disk.so is loaded before everything else.
SANITISE = ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1:verify_asan_link_order=0 \
           UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1 \
           LSAN_OPTIONS=suppressions=$(CURDIR)/tools/lsan.txt:print_suppressions=0

.PHONY: all help deps run test check check-pg check-san check-clang check-release check-all \
        fmt fmt-check lint san cov stats bench dist clean
.DEFAULT_GOAL := all

all: $(BUILD)/build.ninja ## build a debug version in build/
	@ninja -C $(BUILD) --quiet

$(BUILD)/build.ninja:
	@meson setup $(BUILD)
build-san/build.ninja:
	@meson setup build-san -Dwerror=false -Db_sanitize=address,undefined -Db_lundef=false
build-clang/build.ninja:
	@CC=clang meson setup build-clang
build-release/build.ninja:
	@meson setup build-release --buildtype=release -Dwerror=false
build-cov/build.ninja:
	@meson setup build-cov -Db_coverage=true -Dc_args=-fprofile-update=atomic
build-fuzz/build.ninja:
	@CC=clang meson setup build-fuzz -Dwerror=false -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false
# GCC 12 takes every invariant of loaded data for a possible NULL; clang-tidy judges those better.
build-lint/build.ninja:
	@meson setup build-lint \
	    -Dc_args='-fanalyzer -Wno-analyzer-null-dereference -Wno-analyzer-null-argument'

help: ## this list
	@sed -n 's/^\([a-z<>-]*\):[^#]*## /\1	/p' Makefile | expand -t 16

deps: ## install everything that run, test and the tools need
	@sh -euc '. tools/front.sh; need_packages packages/*.txt; need_node_modules'

run: ## build a release and serve the demonstration on http://127.0.0.1:8080
	@./run

test: ## everything on both databases; ends with `N passed, N failed`
	@./test

check: all ## unit, rules, store on SQLite, HTTP, arch; under a minute
	@$(SUITES) $(BUILD) $(QUICK)

check-pg: all ## store, races and HTTP on PostgreSQL
	@$(SUITES) $(BUILD) --suite pg

# All suites but the two that run nothing of ours: arch and slow read the sources. Leaks are
# judged at the end of every process; a child in the jail ends by _exit and is not.
check-san san: build-san/build.ninja ## all that runs, under ASan, UBSan and LeakSanitizer
	@ninja -C build-san --quiet
	@$(SANITISE) $(SUITES) build-san --no-suite arch --no-suite slow --timeout-multiplier 10

check-clang: build-clang/build.ninja ## the quick suites, compiled by Clang
	@ninja -C build-clang --quiet
	@$(SUITES) build-clang $(QUICK)

check-release: build-release/build.ninja ## the quick suites, compiled as delivered
	@ninja -C build-release --quiet
	@$(SUITES) build-release $(QUICK)

check-all: fmt-check test check-clang check-release check-san lint stats ## all of it, the cheapest failure first
	@for parser in $(PARSERS); do $(MAKE) fuzz-$$parser || exit 1; done

fmt: ## lay out all C with clang-format
	@clang-format -i $(OURS)

fmt-check: ## fail when some C is not laid out
	@clang-format --dry-run -Werror $(OURS)

lint: all build-lint/build.ninja ## clang-tidy, gcc -fanalyzer, cppcheck
	@run-clang-tidy -quiet -p $(BUILD) -extra-arg=-Wno-unknown-warning-option '^$(CURDIR)/(src|tools|tests|bench)/'
	@ninja -C build-lint --quiet
	@cppcheck --quiet --error-exitcode=1 --enable=warning,performance,portability --inline-suppr \
	    --suppressions-list=tools/cppcheck.txt --project=$(BUILD)/compile_commands.json

cov: build-cov/build.ninja ## branches of domain, lines of usecase and store
	@ninja -C build-cov --quiet
	-@$(SUITES) build-cov $(QUICK) --no-suite arch --timeout-multiplier 10
	@tools/coverage build-cov

stats: all ## table of sizes; fails on a breach of the size budget
	@$(BUILD)/tools/check/check-sizes stats tools/size-exceptions.txt \
	    $$(git ls-files src tests tools bench | grep -E '\.(c|h|sql|html|js|mjs|sh|awk|po)$$')

PARSERS = $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_SECONDS ?= 600
fuzz-%: build-fuzz/build.ninja ## (fuzz-<parser>) ten minutes of libFuzzer; FUZZ_SECONDS=…
	@ninja -C build-fuzz --quiet tests/fuzz/fuzz_$*
	@mkdir -p build-fuzz/corpus/$*
	@build-fuzz/tests/fuzz/fuzz_$* -max_total_time=$(FUZZ_SECONDS) -max_len=65536 \
	    build-fuzz/corpus/$* tests/fuzz/corpus/$*

bench: build-release/build.ninja ## rates as ratios in one run, written to bench/RESULTS.md
	@ninja -C build-release --quiet
	@if [ -x bench/run ]; then bench/run; else meson test -C build-release --benchmark --verbose; fi

dist: all ## a tarball of the committed tree with its checksum
	@meson dist -C $(BUILD) --no-tests

clean: ## remove every build folder; var/ and node_modules/ stay
	@rm -rf build build-*
