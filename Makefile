# make conformance            build, and run the OSB suite against the embedded reference
# make conformance URL=…      the same against a broker of your own; ARGS="--username … --version …" goes to the program
# make test                   everything; needs Go and a C compiler
# make module PATH=…          give the tree the module path under which you host it

GO      ?= go
BIN     := bin/conformance
ARGS    ?=
PACT    := $(CURDIR)/build/pact
REQUIRE := ,$(CONFORMANCE_REQUIRE),

.PHONY: build conformance test unit examples thirdparty lint fuzz bench pact pact-lib module module-test clean

build:
	$(GO) build -trimpath -o $(BIN) ./cmd/conformance

# An empty URL is a mistake, and the program says so; a missing one means the embedded reference.
conformance: build
ifeq ($(origin URL),undefined)
	$(BIN) run --embedded $(ARGS)
else
	$(BIN) run "$(URL)" $(ARGS)
endif

test: unit examples thirdparty pact

# The kill matrix is pure computation, and five times slower under the race detector: it runs without.
unit:
	@command -v chromium >/dev/null || echo "LEFT OUT: the browser tests in reports, because chromium is missing" >&2
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || echo "LEFT OUT: the tests with a real database, because PostgreSQL is missing" >&2
	$(GO) vet ./...
	$(GO) test -race -shuffle=on $$($(GO) list ./... | grep -v /suites/selftest)
	$(GO) test -race -shuffle=on -run 'TestReference|TestEquivalents|TestParallel' ./suites/selftest
	GOGC=400 $(GO) test -shuffle=on ./suites/selftest

# The suites in somebody else's tests, which are modules of their own.
examples:
	$(GO) test -count=1 -tags examples -run Examples ./suites/selftest/

# Brokers and clients that others wrote, as processes of their own, against the suites and the references.
thirdparty:
	cd suites/selftest/thirdparty && $(GO) vet ./... && $(GO) test ./... && $(GO) build -o $(CURDIR)/build/thirdparty/ ./...
	THIRDPARTY=$(CURDIR)/build/thirdparty $(GO) test -count=1 -tags thirdparty -run ThirdParty ./suites/selftest/

lint:
	cd .ci/lint && $(GO) build -o $(CURDIR)/build/golangci-lint github.com/golangci/golangci-lint/v2/cmd/golangci-lint
	build/golangci-lint run ./...

# The contract tests are linked with a library in C: make pact-lib fetches it. They are left out when it is missing.
pact-lib:
	suites/pact/lib.sh "$(PACT)"

pact: export CGO_ENABLED = 1
pact: export CGO_LDFLAGS = -L$(PACT)
pact: export LD_LIBRARY_PATH = $(PACT)
pact:
	@if [ -f "$(PACT)/libpact_ffi.so" ]; then set -x; $(GO) vet -tags pact ./suites/pact/ && $(GO) test -count=1 -tags pact ./suites/pact/; else \
	  echo "LEFT OUT: the contract tests in suites/pact, because libpact_ffi is missing; make pact-lib fetches it" >&2; \
	  case "$(REQUIRE)" in *,pact,*) echo "CONFORMANCE_REQUIRE says that they have to run" >&2; exit 1;; esac; fi

FUZZTIME ?= 20s
fuzz:
	@set -e; for package in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz' || true); do \
	    echo "$$package $$target"; $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x $$package; done; done

# Whole runs, and the reference beside a minimal broker of another library. Meaningful on a quiet machine only.
bench:
	$(GO) test -run '^$$' -bench Run -benchtime 5x ./suites/selftest/
	cd suites/selftest/thirdparty && $(GO) build -o $(CURDIR)/build/thirdparty/ ./minimal
	THIRDPARTY=$(CURDIR)/build/thirdparty $(GO) test -tags thirdparty -run '^$$' -bench Provision -benchtime 20000x -count 3 ./suites/selftest/

# Gives the tree the module path under which you host it: make module PATH=example.org/acme/conformance. What PATH means
# to the shell is taken from the environment that make was started in.
ifneq ($(filter module,$(MAKECMDGOALS)),)
MODULE := $(if $(filter command line,$(origin PATH)),$(PATH))
override PATH := $(shell [ "$$PATH" != "$(MODULE)" ] || PATH=$$(/usr/bin/tr '\0' '\n' </proc/$$PPID/environ | /usr/bin/sed -n s/^PATH=//p); echo "$$PATH")
export PATH
endif
module:
	@[ -n "$(MODULE)" ] || { echo "say make module PATH=example.org/acme/conformance" >&2; exit 2; }
	$(GO) run ./.ci/module "$(MODULE)"

# Moves a copy of the tree to another module path, and builds it there.
module-test:
	$(GO) test -count=1 ./.ci/module

clean:
	rm -rf bin build
