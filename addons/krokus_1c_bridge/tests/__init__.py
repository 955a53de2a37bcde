from . import test_case_invariants, test_connection, test_inbox, test_outbox, test_shape
