"""The service for an ASGI server, as ``make run`` starts it: ``granian --interface asgi asgi:app``."""

import gc

from booking.config import BODY_MOST_BYTES
from booking.gate import Turns
from booking.headers import headers_for
from booking.whole_bodies import WholeBodies
from wsgi import app as wsgi_app

app = WholeBodies(
    wsgi_app,
    wsgi_app.extensions["busy"],
    Turns(),
    most_bytes=BODY_MOST_BYTES,
    headers=headers_for(over_tls=wsgi_app.config["SETTINGS"].secure_cookies),
)

# What is made at the start stays: the collector need not look through it again with every few requests.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 10, 10)
