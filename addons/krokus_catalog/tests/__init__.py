from . import test_category, test_matrix, test_visibility
