"""Templates, statements and addresses compiled once per process, as a server does: every test makes an app of its own,
which would compile each anew."""

from functools import wraps
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine
from werkzeug.routing import Rule

from booking.db import db


class InMemory(BytecodeCache):
    """What was compiled, by the template's key; jinja compares the source's checksum before it uses it."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key] = bucket.bytecode_to_string()


_SHARED = InMemory()


_FIRST: dict[str, Engine] = {}
"""Of each kind of database."""


def with_compiled(app: Flask) -> Flask:
    """The app, with what earlier apps of this process compiled."""
    app.jinja_env.bytecode_cache = _SHARED
    with app.app_context():
        engine = db.engine
    first = _FIRST.setdefault(engine.dialect.name, engine)
    # A statement is compiled for a dialect, which is complete once it has seen its server.
    if first is not engine and first.dialect.server_version_info:
        engine.dialect = engine.pool._dialect = first.dialect
        engine._compiled_cache = first._compiled_cache
    return app


def compile_addresses_once() -> None:
    """Have werkzeug keep the function it compiles to build a rule's address: two for each rule, half of the time that making
    an app takes. The function is given its rule when called, and follows from what the key holds."""
    compile_builder, compiled = Rule._compile_builder, {}

    @wraps(compile_builder)
    def compile_or_remember(rule: Rule, append_unknown: bool = True) -> Any:
        if rule.defaults:
            return compile_builder(rule, append_unknown)
        key = rule.rule, tuple(rule._trace), append_unknown
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    Rule._compile_builder = compile_or_remember  # type: ignore[method-assign]
