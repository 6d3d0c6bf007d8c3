"""Templates compiled once per process: every test makes an app of its own, which would compile each page anew."""

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache


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


def with_compiled_templates(app: Flask) -> Flask:
    """The app, with what earlier apps of this process compiled."""
    app.jinja_env.bytecode_cache = _SHARED
    return app
