"""What the benchmarks do inside an Odoo shell; bench/shell.py calls it by name."""
