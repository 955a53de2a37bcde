from . import (
    test_asked,
    test_basket_page,
    test_case_text,
    test_checkout,
    test_free_route,
    test_matrix,
    test_reorder,
    test_see_as,
    test_sheet,
    test_shipments,
    test_take_route,
    test_typed,
)
