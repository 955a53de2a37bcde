"""A file per command, with one `main(arguments)` each."""
