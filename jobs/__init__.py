"""The timetable of what runs by itself, and nothing else; every job calls one action (or delivers notices)."""
