"""
What holds for every test.

A suite that was started in the background ignores Ctrl-C; what it starts must not. How long an
example of hypothesis takes depends on what else the machine does, and is no truth to test; which
examples it takes depends on the test alone, so that a commit is green or red whoever runs it.
"""

import signal

from hypothesis import HealthCheck, settings

# A shell's background jobs ignore it, and so would every process that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)
settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")
