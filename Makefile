# Every command is a file in dev/commands; `make help` lists them.
PYTHON ?= python3
COMMANDS := run test lint i18n bench stop shell psql clean help

.PHONY: $(COMMANDS)
.DEFAULT_GOAL := help

$(COMMANDS):
	@$(PYTHON) -m dev $@ $(A) $(B)
