# The doors of the house. `make check` is what a change must pass.

STATICCHECK_VERSION := v0.8.2
# Beside its defaults: one receiver name a type. Not wanted: the ban on dot
# imports, which Ginkgo's and Gomega's words need.
STATICCHECK_CHECKS := inherit,ST1016,-ST1001

ACTIONLINT_VERSION := v1.7.7
GORELEASER_VERSION := v2.12.7
KO_VERSION := v0.18.1
VEGETA_VERSION := v12.13.0
tools_load := .bin/vegeta-$(VEGETA_VERSION)/vegeta

tools := .bin/staticcheck-$(STATICCHECK_VERSION)

.PHONY: help test interop interrupts check fmt vet lint lint-ci race tidy build snapshot image bench bench-load bench-memory bench-pacing bench-capacity clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 12

test: ## all tests; a busy machine has half an hour for a package
	go test -timeout 30m ./...

interop: ## real servers of examples/ against their recorded verdicts
	go test -tags interop -run '^TestInterop$$' -count=1 -timeout 30m -v ./cmd/authassay

interrupts: ## 200 interrupts at random moments, of the program and of runs
	AUTHASSAY_INTERRUPTS=200 go test -count=1 -timeout 30m -run 'Interrupt|RunsOutOfTime' ./cmd/authassay ./suites/selftest

check: fmt vet lint race tidy ## what a change must pass

fmt: ## every file is formatted
	@rows=$$(gofmt -l .); if [ -n "$$rows" ]; then echo "gofmt would change:"; echo "$$rows"; exit 1; fi

vet: ## go vet
	go vet ./...

lint: $(tools)/staticcheck ## staticcheck, at the version named here
	$(tools)/staticcheck -checks '$(STATICCHECK_CHECKS)' ./...

lint-ci: ## actionlint judges the workflows, and what they give the action
	go run github.com/rhysd/actionlint/cmd/actionlint@$(ACTIONLINT_VERSION) -color .github/workflows/*.yml docs/ci/github.yml

race: ## all tests under the race detector, which makes them ten times slower
	go test -race -timeout 30m ./...

tidy: ## go.mod and go.sum name what is used, and nothing else
	go mod tidy -diff
	cd examples/library && go mod tidy -diff

build: ## one static binary, bin/authassay
	CGO_ENABLED=0 go build -trimpath -o bin/authassay ./cmd/authassay

snapshot: ## the archives of a release, in .bin/dist, and what goreleaser says of its file
	go run github.com/goreleaser/goreleaser/v2@$(GORELEASER_VERSION) check
	go run github.com/goreleaser/goreleaser/v2@$(GORELEASER_VERSION) release --snapshot --clean --skip=sbom

image: ## the OCI image, as bin/authassay.tar, without Docker
	mkdir -p bin
	KO_DOCKER_REPO=authassay go run github.com/google/ko@$(KO_VERSION) build --bare --push=false --platform linux/amd64 --tarball bin/authassay.tar ./cmd/authassay

bench: ## benchmarks, no tests
	go test -run '^$$' -bench . -benchmem ./...

bench-load: $(tools_load) .bin/benchload ## what a request costs authassay, wrk and vegeta
	@command -v wrk >/dev/null || { echo "wrk is missing: apt-get install wrk"; exit 1; }
	.bin/benchload -vegeta $(tools_load)

bench-memory: .bin/benchload ## how large the generator is after 1 and after 10 million hits
	.bin/benchload -role memory

bench-pacing: .bin/benchload ## how evenly hits go out, from 1,000 to 10,000 a second and beyond
	.bin/benchload -role pacing

bench-capacity: .bin/benchload ## what the search finds on servers of known capacity, in real time
	.bin/benchload -role capacity

clean: ## remove what was built
	rm -rf bin .bin

$(tools)/staticcheck:
	GOBIN="$(CURDIR)/$(tools)" go install honnef.co/go/tools/cmd/staticcheck@$(STATICCHECK_VERSION)

.PHONY: .bin/benchload
.bin/benchload:
	go build -o $@ ./cmd/benchload

$(tools_load):
	GOBIN="$(CURDIR)/$(dir $(tools_load))" go install github.com/tsenart/vegeta/v12@$(VEGETA_VERSION)
