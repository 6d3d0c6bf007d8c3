"""Print the version and the identity of the PostgreSQL database in DATABASE_URL, without the application.

Runs inside .venv, because it needs psycopg. Prints nothing when there is nothing to tell: the migration that follows
says in a sentence what is wrong.
"""

import json
import os
import re
from typing import Any, LiteralString

import psycopg


def first(connection: psycopg.Connection, query: LiteralString) -> Any:
    """The first value of the first row, None without one."""
    row = connection.execute(query).fetchone()
    return row[0] if row else None


def main() -> None:
    url = re.sub(r"^postgres(ql)?(\+psycopg)?://", "postgresql://", os.environ["DATABASE_URL"].strip())
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            identity = first(connection, "SELECT oid FROM pg_database WHERE datname = current_database()")
            table = first(connection, "SELECT to_regclass('alembic_version')")
            version = first(connection, "SELECT version_num FROM alembic_version") if table else None
    except psycopg.Error:
        return
    print(json.dumps({"identity": identity, "version": version}))


if __name__ == "__main__":
    main()
