"""What `make run` shows; loaded by name, never installed."""
