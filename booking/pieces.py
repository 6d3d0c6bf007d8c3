"""The pieces that pages are made of. What a page says to nobody in particular is rendered once and kept; only what is
somebody's own, or of this moment, is rendered anew.

A kept piece says nothing but what its name and values say: ``tests/test_pieces.py`` reads that in the templates.
"""

from collections.abc import Callable, Hashable, Iterable, MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import pass_environment
from jinja2.meta import find_referenced_templates
from markupsafe import Markup

from .rules.kept import Kept
from .rules.policy import Policy

KEPT_MOST = 1000
OF_A_RUSH = (
    *("public/base.html", "public/home.html", "public/slot.html", "public/full.html", "errors/busy.html"),
    *("guardian/base.html", "guardian/line.html", "guardian/line_at_the_gate.html", "guardian/reservation.html"),
)
"""What families see while everybody comes."""


class Templates(Environment):
    """Flask's templates, with the pieces that are kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Every template of ours stays loaded.
        super().__init__(*args, **{"cache_size": -1, **kwargs})
        self.kept = Kept(KEPT_MOST)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Globals of a template: everybody's, as no template here has its own. In a plain mapping, which every import of
        macros compares in no time; Jinja's chain of two takes a tenth of a page."""
        return self.globals if not d else super().make_globals(d)


def load(app: Flask, names: Iterable[str] = OF_A_RUSH) -> None:
    """Have these templates ready, and all that they are made of: compiling them takes half a second, in which the first who
    come would wait, each thread doing the same."""
    loaded: set[str] = set()
    wanted = list(names)
    while wanted:
        name = wanted.pop()
        if name not in loaded:
            loaded.add(name)
            source = app.jinja_env.loader.get_source(app.jinja_env, name)[0] if app.jinja_env.loader else ""
            wanted += [one for one in find_referenced_templates(app.jinja_env.parse(source)) if one]
            app.jinja_env.get_template(name)


@pass_environment
def piece(templates: Templates, policy: Policy | None, *about: Hashable, caller: Callable[[], Markup]) -> Markup:
    """What stands between ``{% call piece(policy, "its name", …) %}`` and ``{% endcall %}``, rendered once for a policy
    (``none``: it says nothing of one) and the other values that it says. Never about a person."""
    key = ("page", *about)
    return templates.kept.get(key, caller) if policy is None else policy.kept(key, caller)
