from . import test_category, test_visibility
