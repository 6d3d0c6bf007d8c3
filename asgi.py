"""The service for an ASGI server, as ``make run`` starts it: ``granian --interface asgi asgi:app``."""

from booking.config import BODY_MOST_BYTES
from booking.headers import headers_for
from booking.whole_bodies import WholeBodies
from wsgi import app as wsgi_app

THREADS = 64
"""Per process: requests at work, requests waiting for their turn, and some to say that the queue is full."""
BODY_SECONDS = 10
"""How long a form may take to arrive: the largest one (256 KiB) over a phone's slow connection."""

app = WholeBodies(
    wsgi_app,
    threads=THREADS,
    seconds=BODY_SECONDS,
    most_bytes=BODY_MOST_BYTES,
    headers=headers_for(over_tls=wsgi_app.config["SETTINGS"].secure_cookies),
)
