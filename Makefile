# Every command is a file in dev/commands; `make help` lists them.
PYTHON ?= python3
COMMANDS := $(subst _,-,$(notdir $(basename $(wildcard dev/commands/[a-z]*.py))))

.PHONY: $(COMMANDS)
.DEFAULT_GOAL := help

$(COMMANDS):
	@$(PYTHON) -m dev $@ $(A) $(B)
