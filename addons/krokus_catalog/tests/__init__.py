from . import (
    test_audience,
    test_banner,
    test_category,
    test_guest,
    test_matrix,
    test_visibility,
)
