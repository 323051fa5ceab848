"""The web app of the lab: says who answered and whom it saw. Standard library only, Python 3.9."""
import json
import os
import socket
import sys
import time
import urllib.request
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

METADATA = "http://169.254.169.254/latest/"
health = {"status": 200}


def metadata():
    """Instance id and zone; the host name where no metadata service answers."""
    try:
        ask = urllib.request.Request(
            METADATA + "api/token",
            method="PUT",
            headers={"X-aws-ec2-metadata-token-ttl-seconds": "60"},
        )
        token = urllib.request.urlopen(ask, timeout=1).read().decode()

        def read(path):
            headers = {"X-aws-ec2-metadata-token": token}
            ask = urllib.request.Request(METADATA + "meta-data/" + path, headers=headers)
            return urllib.request.urlopen(ask, timeout=1).read().decode()

        return read("instance-id"), read("placement/availability-zone")
    except (OSError, ValueError):
        return socket.gethostname(), None


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path, query = self.asked()
        if path == "/":
            self.answer(200, self.whole())
        elif path == "/health":
            self.answer(health["status"], {"host": HOST})
        elif path == "/slow":
            time.sleep(min(number(query, "ms"), 60_000) / 1000)
            self.answer(200, {"host": HOST})
        elif path.startswith("/status/") and path[8:].isdigit() and 200 <= int(path[8:]) <= 599:
            self.answer(int(path[8:]), {"host": HOST})
        elif path == "/headers":
            self.answer(200, dict(self.headers.items()))
        elif path == "/big":
            self.answer(200, {"filler": "x" * 1024 * min(number(query, "kb"), 10_240)})
        else:
            self.answer(404, {"host": HOST, "error": "nothing is here"})

    def do_POST(self):
        # What came as a body is read, or the next request on this connection would begin with it.
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path, query = self.asked()
        if path == "/admin/health" and 200 <= number(query, "status") <= 599:
            health["status"] = number(query, "status")
            self.answer(200, {"host": HOST, "health": health["status"]})
        elif path == "/die":
            self.answer(200, {"host": HOST})
            os._exit(1)
        else:
            self.answer(404, {"host": HOST, "error": "nothing is here"})

    def whole(self):
        cookies = SimpleCookie(self.headers.get("Cookie") or "")
        return {
            "host": HOST,
            "az": ZONE,
            "peer": self.client_address[0],
            "xff": self.headers.get("X-Forwarded-For"),
            "proto": self.headers.get("X-Forwarded-Proto") or "http",
            "session": cookies["session"].value if "session" in cookies else None,
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        }

    def asked(self):
        parts = urlsplit(self.path)
        return parts.path, parse_qs(parts.query)

    def answer(self, status, body):
        # These two have no body: a client would take it for the next answer.
        text = b"" if status in (204, 304) else json.dumps(body).encode()
        self.send_response(status)
        if text:
            self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


def number(query, name):
    text = query.get(name, ["0"])[0]
    return int(text) if text.isdigit() else 0


HOST, ZONE = metadata()
ThreadingHTTPServer(("", int(sys.argv[1])), Answers).serve_forever()
