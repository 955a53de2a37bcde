from . import (
    test_case_block,
    test_case_counted,
    test_case_invariants,
    test_case_ledger,
    test_confirm,
    test_doors,
    test_news,
    test_rules,
    test_share,
    test_side,
    test_stock,
    test_take,
)
