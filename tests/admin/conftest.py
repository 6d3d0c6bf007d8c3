from tests.support.pages import settings, stated, within, world

__all__ = ["settings", "stated", "within", "world"]
