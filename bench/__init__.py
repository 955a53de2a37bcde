"""What Krokus does in a second, beside stock Odoo on the same machine: `make bench`.

A file per benchmark; each prints a table and returns its figures, which are kept in
bench/results/NAME.json. The figures are ratios wherever they can be: both sides run in turns.
"""

BENCHMARKS = ("frame", "catalogue", "pricing", "hold", "sheet", "routes")
