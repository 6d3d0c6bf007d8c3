"""The WSGI application, for any server: ``granian --interface wsgi wsgi:app``."""

import sys

from booking import create_app
from booking.config import ConfigError

try:
    app = create_app()
except ConfigError as error:
    sys.exit(str(error))
