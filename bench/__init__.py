"""What the service does per second, measured against a real server and a real PostgreSQL: ``python -m bench``.

``docs/performance.md`` says how to read the table.
"""
