from . import test_confirm, test_share, test_take
