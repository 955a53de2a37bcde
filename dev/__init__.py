"""What fetches, starts and checks things: `python3 -m dev COMMAND`, one file per concern."""
