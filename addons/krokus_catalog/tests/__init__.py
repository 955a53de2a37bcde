from . import (
    test_audience,
    test_banner,
    test_category,
    test_dictionary,
    test_guest,
    test_matrix,
    test_offer_move,
    test_picture_import,
    test_pictures,
    test_ribbon,
    test_spreadsheet,
    test_visibility,
)
