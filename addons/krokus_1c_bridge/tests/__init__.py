from . import test_connection, test_inbox, test_outbox, test_shape
