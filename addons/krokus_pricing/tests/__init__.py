from . import (
    test_basis,
    test_cases,
    test_doors,
    test_engine,
    test_open_cart,
    test_price,
    test_shelf,
    test_staff,
)
