#!/usr/bin/python3 -IS
"""Stands in for httpd and nginx: serves the files of the document root on the ports of the configuration."""
import glob
import os
import re
import sys
import threading

KINDS = {
    "httpd": ("/etc/httpd/conf/httpd.conf", "/etc/httpd/conf.d/*.conf", "/var/www/html", "Apache"),
    "nginx": ("/etc/nginx/nginx.conf", "/etc/nginx/conf.d/*.conf", "/usr/share/nginx/html", "nginx"),
}
PORTS = re.compile(r"^\s*listen\s+(?:\S*:)?(\d+)\b", re.MULTILINE | re.IGNORECASE)
ROOTS = re.compile(r"^\s*(?:DocumentRoot|root)\s+\"?([^\s\";]+)", re.MULTILINE)
BEYOND = re.compile(r"^\s*(proxy_pass|ProxyPass|rewrite|RewriteRule|return|fastcgi_pass|uwsgi_pass|SetHandler)\b.*", re.MULTILINE)


def serving(port, root):
    # Loaded only where somebody serves: it would lie in the memory of every machine.
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    class Files(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "played-by-the-lab-kit"
        sys_version = ""

        def __init__(self, *each, **more):
            super().__init__(*each, directory=root, **more)

        def list_directory(self, path):
            self.send_error(403)

        def log_message(self, *_):
            pass

    ThreadingHTTPServer.request_queue_size = 128
    return ThreadingHTTPServer(("", port), Files)


def main(arguments):
    name = "nginx" if "nginx" in os.path.basename(arguments[0]) else "httpd"
    if {"-t", "configtest"} & set(arguments[1:]):
        return
    main_file, others, folder, _ = KINDS[name]
    text = ""
    for path in [main_file, *sorted(glob.glob(others))]:
        if os.path.exists(path):
            with open(path, encoding="utf-8", errors="replace") as file:
                text += file.read() + "\n"
    beyond = BEYOND.search(text)
    if beyond:
        raise ValueError(f"{name}'s stand-in serves files alone and cannot play: {beyond[0].strip()}")
    root = (ROOTS.findall(text) or [folder])[-1]
    ports = sorted({int(port) for port in PORTS.findall(text)} or {80})
    servers = [serving(port, root) for port in ports]
    for server in servers[1:]:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    servers[0].serve_forever()


if __name__ == "__main__":
    main(sys.argv)
