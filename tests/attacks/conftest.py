from tests.support.pages import settings, within, world

__all__ = ["settings", "within", "world"]
