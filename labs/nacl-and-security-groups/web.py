"""The web app of the lab, nothing but the standard library: python3 web.py PORT"""

import json
import socket
import sys
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

METADATA = "http://169.254.169.254/latest/"


def metadata(path):
    """A word of the instance metadata service, version 2; nothing where there is none."""
    try:
        headers = {"X-aws-ec2-metadata-token-ttl-seconds": "60"}
        ask = urllib.request.Request(METADATA + "api/token", method="PUT", headers=headers)
        token = urllib.request.urlopen(ask, timeout=1).read().decode()
        headers = {"X-aws-ec2-metadata-token": token}
        ask = urllib.request.Request(METADATA + "meta-data/" + path, headers=headers)
        return urllib.request.urlopen(ask, timeout=1).read().decode()
    except OSError:
        return None


HOST = metadata("instance-id") or socket.gethostname()
ZONE = metadata("placement/availability-zone")


class Web(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        url = urlsplit(self.path)
        first, _, rest = url.path.strip("/").partition("/")
        asked = {name: values[-1] for name, values in parse_qs(url.query).items()}
        if first == "":
            self.answer(200, self.about())
        elif first == "health":
            self.answer(200, {"host": HOST})
        elif first == "headers":
            self.answer(200, dict(self.headers))
        elif first == "slow":
            time.sleep(number(asked.get("ms")) / 1000)
            self.answer(200, self.about())
        elif first == "status" and 200 <= number(rest) <= 599:
            self.answer(number(rest), self.about())
        elif first == "big":
            self.pour(number(asked.get("kb")))
        else:
            self.answer(404, {"host": HOST})

    def about(self):
        return {
            "host": HOST,
            "az": ZONE,
            "peer": self.client_address[0],
            "xff": self.headers.get("X-Forwarded-For"),
            "proto": self.headers.get("X-Forwarded-Proto", "http"),
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        }

    def answer(self, status, body):
        # These have no body.
        content = b"" if status in (204, 304) else json.dumps(body).encode()
        self.head(status, "application/json", len(content))
        self.wfile.write(content)

    def pour(self, kilobytes):
        self.head(200, "application/octet-stream", 1024 * kilobytes)
        for _ in range(kilobytes):
            self.wfile.write(b"." * 1024)

    def head(self, status, kind, length):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        self.end_headers()


def number(text):
    """The number, or 0 for anything else."""
    return int(text) if text and text.isdecimal() else 0


class Server(ThreadingHTTPServer):
    daemon_threads = True


if __name__ == "__main__":
    Server(("", int(sys.argv[1])), Web).serve_forever()
