"""What a stolen password hash costs to guess: the tests make cheap ones, the service does not."""

import subprocess
import sys

from argon2 import Type

from booking import passwords
from tests.conftest import SERVICE_HASHER
from tests.support.service import TOP


def test_the_services_hashes_are_slow_on_purpose():
    # RFC 9106, 4: the second recommended option.
    assert SERVICE_HASHER.type is Type.ID
    assert SERVICE_HASHER.time_cost >= 3
    assert SERVICE_HASHER.memory_cost >= 64 * 1024


def test_a_process_of_the_service_makes_such_hashes():
    say = "from booking.passwords import hash_password; print(hash_password('kidscafe'))"
    made = subprocess.run([sys.executable, "-c", say], cwd=TOP, capture_output=True, text=True, check=True).stdout.strip()

    assert made.startswith("$argon2id$")
    assert not SERVICE_HASHER.check_needs_rehash(made)
    assert passwords.password_matches(made, "kidscafe")
    assert not passwords.password_matches(made, "kidscafé")
