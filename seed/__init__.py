"""Places as data files, their checks and their loader; demo people. Run it: ``python -m seed [demo|accounts]``."""
