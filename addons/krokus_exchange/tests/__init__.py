from . import test_floor, test_quota, test_session, test_window
