from . import (
    test_confirm,
    test_doors,
    test_news,
    test_rules,
    test_share,
    test_side,
    test_stock,
    test_take,
)
