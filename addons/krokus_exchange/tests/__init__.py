from . import (
    test_floor,
    test_news,
    test_quota,
    test_schedule,
    test_session,
    test_timetable,
    test_window,
)
