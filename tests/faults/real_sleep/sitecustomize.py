"""Sleep by select in a process whose clock jumps.

Python sleeps until a moment of the monotonic clock, and libfaketime 0.9.10 takes such a moment
for one of the clock that it moves. What processes are told of the time is left to the library.
"""

import select
import time


def sleep(seconds: float) -> None:
    """Sleep for so many seconds."""
    select.select([], [], [], seconds)


time.sleep = sleep
