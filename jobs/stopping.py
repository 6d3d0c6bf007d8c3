"""Whether this process was told to end: a job that could go on for long asks, and stops at a good place."""

from threading import Event

STOPPING = Event()
