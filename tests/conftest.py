"""A suite that was started in the background ignores Ctrl-C; what it starts must not."""

import signal

# A shell's background jobs ignore it, and so would every process that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)
