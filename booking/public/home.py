"""The start: what this is for visitors, the next reservation for guardians, the way to work for everybody else."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from .. import clock
from ..auth import actor_or_none
from ..navigation import home_of
from ..queries.family import children_of
from ..queries.reservations import next_reservation
from ..queries.search_choices import places_to_search
from . import bp
from .search import SearchForm
from .visitors import same_for_visitors


@bp.get("/")
@same_for_visitors
def home() -> ResponseReturnValue:
    actor = actor_or_none()
    now = clock.now()
    if actor is not None and actor.role != "guardian":
        return redirect(home_of(actor.role), 303)
    children = children_of(actor, now) if actor else []
    form = SearchForm.fresh(places_to_search(), children, now)
    if actor is None:
        return render_template("public/home.html", search=form)
    return render_template(
        "guardian/home.html", search=form, reservation=next_reservation(actor, now), children=children, now=now
    )
