"""What belongs to the site itself: help, health, robots, the icon old browsers ask for."""

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from .. import clock
from ..queries.help import city_rules
from . import bp

ROBOTS = """User-agent: *
Disallow: /staff/
Disallow: /admin/
Disallow: /links/
Disallow: /q/
Disallow: /reservations
Disallow: /me
Disallow: /children
Allow: /
"""


@bp.get("/help")
def help_page() -> ResponseReturnValue:
    return render_template("public/help.html", policy=city_rules(clock.now()))


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Whether the process answers; the database is not asked."""
    return Response("ok", mimetype="text/plain")


@bp.get("/robots.txt")
def robots() -> ResponseReturnValue:
    return Response(ROBOTS, mimetype="text/plain", headers={"Cache-Control": "public, max-age=86400"})


@bp.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    return redirect(url_for("static", filename="img/icon.svg"), 301)
