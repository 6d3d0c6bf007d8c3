"""Who is inside now: a list to print, and to count by when everybody has to leave."""

from flask import render_template
from flask.typing import ResponseReturnValue

from .. import clock
from ..auth import current_actor
from ..queries.inside import inside
from . import bp


@bp.get("/inside")
def show_inside() -> ResponseReturnValue:
    """The list of this moment; it says which moment."""
    now = clock.now()
    listed = inside(current_actor(), now)
    return render_template("staff/inside.html", inside=listed, board_name=listed.cafe_name, now=now)
