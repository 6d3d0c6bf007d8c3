"""Templates, statements and addresses compiled once per process, as a server does: every test makes an app of its own,
which would compile each anew."""

from functools import wraps

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
    """Have werkzeug keep what it compiles of a rule of an address, patterns and functions: most of the time that making an
    app takes. All of it follows from what the key holds; the functions are given their rule when called."""
    compile_rule, compiled = Rule.compile, {}

    @wraps(compile_rule)
    def compile_or_remember(rule: Rule) -> None:
        key = rule.rule, rule.host, rule.subdomain, rule.merge_slashes, type(rule)
        if rule.defaults or key not in compiled:
            compile_rule(rule)
        if rule.defaults:
            return
        names = ("_parts", "_trace", "_converters", "arguments", "_build", "_build_unknown")
        if key not in compiled:
            compiled[key] = [(name, getattr(rule, name)) for name in names]
        for name, made in compiled[key]:
            setattr(rule, name, made.__func__.__get__(rule) if name.startswith("_build") else type(made)(made))

    Rule.compile = compile_or_remember  # type: ignore[method-assign]
