# Everything real happens in cmd/verify; see bin/verify --help.

GO ?= go

# Go keeps its caches below HOME. Where nobody set it, ask the system.
ifeq ($(strip $(HOME)),)
export HOME := $(shell getent passwd "$$(id -u)" | cut -d: -f6)
endif

# Nothing here needs C but the race detector, whose gate turns it on for itself.
export CGO_ENABLED := 0

.PHONY: help test verify verify-deep bench-spec bench-peers build fmt clean picture golden conformance

help:
	@echo 'make test         every gate at quick bounds (at most 15 minutes)'
	@echo 'make verify       every gate at standard bounds (at most 80 minutes)'
	@echo 'make verify-deep  every gate at deep bounds (hours)'
	@echo 'make bench-spec   the evaluator measured against TLC, and replay'
	@echo 'make bench-peers  Synod measured against the Raft libraries; ARGS choose a part'
	@echo 'make build        the commands, into bin/'
	@echo 'make fmt          format the Go code'
	@echo 'make clean        remove bin/ and out/'
	@echo 'make picture      draw docs/demo.svg from the golden run'
	@echo 'make golden       make the golden run anew, and its picture: when the specification'
	@echo '                  or the trace schema has changed'
	@echo 'make conformance  record anew what TLC says of the cases of the evaluator'
	@echo
	@echo 'Reports are left in out/: verify.html, verify.json, verify.xml.'

test: bin/verify
	@bin/verify --bounds quick

verify: bin/verify
	@bin/verify --bounds standard

verify-deep: bin/verify
	@bin/verify --bounds deep

bench-spec: bin/verify
	@bin/verify bench-spec

# The peers are in a module of their own.
bench-peers:
	@$(GO) -C bench/peers build -buildvcs=false -o ../../bin/bench-peers .
	@bin/bench-peers compare --out out $(ARGS)

# Go knows best what is out of date.
.PHONY: bin/verify
bin/verify:
	@$(GO) build -buildvcs=false -o bin/verify ./cmd/verify

build:
	$(GO) build -buildvcs=false -o bin/ ./cmd/...

picture:
	$(GO) run -buildvcs=false ./cmd/trace-check --svg docs/demo.svg trace/corrupt/testdata/run

golden:
	$(GO) run -buildvcs=false ./trace/corrupt/golden
	@$(MAKE) --no-print-directory picture

conformance:
	$(GO) run -buildvcs=false ./ci/language/record

fmt:
	$(GO) fmt ./...

clean:
	rm -rf bin out
