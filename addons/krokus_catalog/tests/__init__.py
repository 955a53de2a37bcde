from . import test_category, test_spreadsheet, test_visibility
