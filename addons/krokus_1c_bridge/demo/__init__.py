"""The demonstration: one company, its clients, its flowers, all through the bridge's import.

`load.load(env, address)` is called by the project's commands in an Odoo shell, with the stand-in
for 1C running at `address`. It commits as it goes, and may be called again: nothing doubles.
"""
