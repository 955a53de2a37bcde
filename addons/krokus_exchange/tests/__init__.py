from . import test_session, test_window
