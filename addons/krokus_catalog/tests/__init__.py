from . import (
    test_audience,
    test_banner,
    test_category,
    test_guest,
    test_matrix,
    test_spreadsheet,
    test_visibility,
)
