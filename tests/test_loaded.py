"""A template is compiled once, however many threads ask for it first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from booking import create_app

THREADS = 4


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_threads_that_want_the_same_page_first_compile_it_once(settings, monkeypatch):
    environment = create_app(settings).jinja_env
    compile_template, compiled, together = environment.compile, [], Barrier(THREADS)

    def noting(source, name, *more):
        compiled.append(name)
        return compile_template(source, name, *more)

    def ask(_):
        together.wait()
        return environment.get_template("public/slot.html")

    monkeypatch.setattr(environment, "compile", noting)
    with ThreadPoolExecutor(THREADS) as threads:
        found = list(threads.map(ask, range(THREADS)))

    assert compiled == ["public/slot.html"]
    assert all(one is found[0] for one in found)
