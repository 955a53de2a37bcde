from . import test_cases, test_engine, test_price, test_shelf
