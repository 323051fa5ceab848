"""The dependency of the web app: accepts on tcp/9000, says that it is there, and hangs up."""

from socketserver import StreamRequestHandler, ThreadingTCPServer


class Stub(StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"here\n")


class Server(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


if __name__ == "__main__":
    Server(("", 9000), Stub).serve_forever()
