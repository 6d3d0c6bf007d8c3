"""The pieces that pages are made of. What a page says to nobody in particular is rendered once and kept; only what is
somebody's own, or of this moment, is rendered anew.

A kept piece says nothing but what its name and values say: ``tests/test_pieces.py`` reads that in the templates.
"""

from collections.abc import Callable, Hashable, MutableMapping
from threading import RLock
from typing import Any

from flask.templating import Environment
from jinja2 import Template, pass_environment
from markupsafe import Markup

from .rules.kept import Kept
from .rules.policy import Policy

KEPT_MOST = 1000


class Templates(Environment):
    """Flask's templates, with the pieces that are kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Every template of ours stays loaded.
        super().__init__(*args, **{"cache_size": -1, **kwargs})
        self.kept = Kept(KEPT_MOST)
        self._loading = RLock()

    def get_template(self, *args: Any, **kwargs: Any) -> Template:
        """The template, compiled by the first who asks. In a rush after a start all threads would compile the same ones at
        the same time, more than a second in which everybody else hears "later"."""
        with self._loading:
            return super().get_template(*args, **kwargs)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Globals of a template: everybody's, as no template here has its own. In a plain mapping, which every import of
        macros compares in no time; Jinja's chain of two takes a tenth of a page."""
        return self.globals if not d else super().make_globals(d)


@pass_environment
def piece(templates: Templates, policy: Policy | None, *about: Hashable, caller: Callable[[], Markup]) -> Markup:
    """What stands between ``{% call piece(policy, "its name", …) %}`` and ``{% endcall %}``, rendered once for a policy
    (``none``: it says nothing of one) and the other values that it says. Never about a person."""
    key = ("page", *about)
    return templates.kept.get(key, caller) if policy is None else policy.kept(key, caller)
