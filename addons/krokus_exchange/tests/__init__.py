from . import (
    test_case_floor_mode,
    test_case_invariants,
    test_case_session_form,
    test_case_session_sense,
    test_floor,
    test_news,
    test_quota,
    test_schedule,
    test_session,
    test_timetable,
    test_window,
)
