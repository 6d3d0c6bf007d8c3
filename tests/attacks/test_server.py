"""What exists only at the real server: half requests, two hosts, two lengths, chunks without end."""

import http.client
import socket
import time

import pytest

from booking.headers import HEADERS
from tests.support.service import Service
from tests.world import NOW

HALVES = 500


@pytest.fixture(scope="module")
def service(templates, tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    made = Service(templates.fresh("sqlite", folder), folder)
    with made.at(NOW):
        yield made


def send(service, data: bytes, *, seconds: float = 20) -> bytes:
    """The raw answer to raw bytes, read until the server hangs up."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=seconds) as connection:
        connection.sendall(data)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
        return answer


def request(service, line: str, *headers: str, body: bytes = b"") -> bytes:
    return send(service, "\r\n".join([line, "Connection: close", *headers, "", ""]).encode() + body)


def half_form(service, chunked: bool) -> bytes:
    length = "Transfer-Encoding: chunked\r\n\r\n5\r\nemail" if chunked else "Content-Length: 1000\r\n\r\nemail="
    form = "Content-Type: application/x-www-form-urlencoded"
    return f"POST /sign-in HTTP/1.1\r\nHost: localhost:{service.port}\r\n{form}\r\n{length}".encode()


@pytest.mark.parametrize("kind", ["headers", "body", "chunks"])
def test_500_connections_that_send_half_a_request_stop_nobody(service, kind):
    half = f"GET /help HTTP/1.1\r\nHost: localhost:{service.port}\r\nX-Slow: ".encode()
    half = half if kind == "headers" else half_form(service, kind == "chunks")
    connections = []
    try:
        for _ in range(HALVES):
            connections.append(socket.create_connection(("127.0.0.1", service.port), timeout=30))
            connections[-1].sendall(half)
        for path in ("/healthz", "/help", "/sign-in", "/static/css/parts.css"):
            client = http.client.HTTPConnection("127.0.0.1", service.port, timeout=20)
            client.request("GET", path, headers={"Host": f"localhost:{service.port}"})
            assert client.getresponse().status == 200
            client.close()
        # And the server lets go of them by itself. (Of chunks it does as of bodies; the wait is saved.)
        answer = b""
        while kind != "chunks" and (piece := connections[0].recv(65536)):
            answer += piece
    finally:
        for connection in connections:
            connection.close()
    if kind == "body":
        head = answer.decode().lower()
        assert head.startswith("http/1.1 408")
        assert all(f"\r\n{name.lower()}: " in head for name in HEADERS)


@pytest.mark.parametrize("length", ["99999999999", "9" * 5000])
def test_a_form_that_says_itself_that_it_is_too_large_is_answered_at_once(service, length):
    # Sooner than the ten seconds in which a form may arrive.
    with socket.create_connection(("127.0.0.1", service.port), timeout=5) as connection:
        connection.sendall(
            f"POST /sign-in HTTP/1.1\r\nHost: localhost:{service.port}\r\nContent-Length: {length}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\nx".encode()
        )
        assert connection.recv(100).startswith((b"HTTP/1.1 413", b"HTTP/1.1 400"))


def test_a_form_that_drips_in_time_is_taken(service):
    body = b"email=a%40b.kr&password=x"
    with socket.create_connection(("127.0.0.1", service.port), timeout=20) as connection:
        connection.sendall(
            f"POST /sign-in HTTP/1.1\r\nHost: localhost:{service.port}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode()
        )
        for start in range(0, len(body), 9):
            time.sleep(0.1)
            connection.sendall(body[start : start + 9])
        # Understood and refused for want of a token: it was read whole.
        assert connection.recv(100).startswith(b"HTTP/1.1 400")


def test_chunks_beyond_the_limit_get_the_page_that_says_so(service):
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    form = "Content-Type: application/x-www-form-urlencoded"
    answer = request(
        service, "POST /sign-in HTTP/1.1", f"Host: localhost:{service.port}", form, "Transfer-Encoding: chunked",
        body=chunk * 5 + b"0\r\n\r\n",
    )  # fmt: skip

    assert answer.startswith(b"HTTP/1.1 413")
    assert "보낸 내용이 너무 커요" in answer.decode(errors="replace")


@pytest.mark.parametrize(
    ("line", "headers"),
    [
        ("GET / HTTP/1.1", ["Host: evil.example"]),
        ("GET / HTTP/1.1", ["Host: localhost", "Host: evil.example"]),
        ("GET / HTTP/1.1", ["Host: evil.example", "X-Forwarded-Host: localhost"]),
        ("GET / HTTP/1.1", ["Host: localhost:80@evil.example"]),
        ("GET / HTTP/1.1", []),
        ("GET /\x01 HTTP/1.1", ["Host: localhost"]),
        ("GET / HTTP/1.1", ["Host: localhost", "X-Large: " + "x" * 500_000]),
        ("GET /" + "a" * 100_000 + " HTTP/1.1", ["Host: localhost"]),
        ("BREW / HTTP/1.1", ["Host: localhost"]),
        ("GET / HTTP/9.9", ["Host: localhost"]),
    ],
    ids=[
        "another host",
        "two hosts",
        "forwarded host",
        "user in host",
        "no host",
        "control",
        "large",
        "long",
        "method",
        "version",
    ],
)
def test_a_request_that_is_none_of_ours_gets_4xx(service, line, headers):
    answer = request(service, line, *headers)

    assert answer.startswith(b"HTTP/1.1 4") or (b"HTTP/9.9" in line.encode() and answer == b"")
    assert b"evil.example" not in answer


def test_a_whole_address_in_the_first_line_leads_nowhere_else(service):
    answer = request(service, "GET http://evil.example/me HTTP/1.1", f"Host: localhost:{service.port}")

    assert b"evil.example" not in answer
    assert b"location: /sign-in" in answer.lower()


@pytest.mark.parametrize("path", ["/sign-in", "/api/v1/tokens"])
@pytest.mark.parametrize(
    "chunks", [b"zz\r\nabc\r\n0\r\n\r\n", b"5\r\nabcdefgh\r\n0\r\n\r\n"], ids=["no length", "another length"]
)
def test_chunks_that_do_not_add_up_are_the_senders_mistake(service, path, chunks):
    answer = request(
        service, f"POST {path} HTTP/1.1", f"Host: localhost:{service.port}", "Transfer-Encoding: chunked", body=chunks
    )

    assert answer.startswith(b"HTTP/1.1 400")
    assert "요청을 읽을 수 없어요" in answer.decode()
    assert b"x-content-type-options: nosniff" in answer.lower()


def test_two_lengths_cannot_smuggle_a_second_request(service):
    smuggled = b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    answer = request(
        service, "POST /sign-in HTTP/1.1", f"Host: localhost:{service.port}", "Content-Length: 5", "Transfer-Encoding: chunked",
        body=smuggled,
    )  # fmt: skip

    assert answer.count(b"HTTP/1.1 ") == 1
