from . import (
    test_case_buttons,
    test_case_calls,
    test_case_invariants,
    test_case_letters,
    test_case_readable,
    test_case_rows,
    test_case_streams,
    test_connection,
    test_inbox,
    test_outbox,
    test_shape,
)
