#!/usr/bin/python3 -IS
"""Stands in for sshd: says what it is on its port, as sshd does before anything is agreed, and hangs up."""
import glob
import select
import socket

BANNER = b"SSH-2.0-OpenSSH_8.7 played-by-the-lab-kit\r\n"


def main(_arguments):
    listeners = []
    for port in ports():
        for family, address in (socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::"):
            listener = socket.socket(family)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            listener.bind((address, port))
            listener.listen(128)
            listeners.append(listener)
    while True:
        for listener in select.select(listeners, [], [])[0]:
            try:
                client = listener.accept()[0]
                client.settimeout(1)
                client.sendall(BANNER)
                client.close()
            except OSError:
                pass


def ports():
    found = []
    for path in [*sorted(glob.glob("/etc/ssh/sshd_config.d/*.conf")), "/etc/ssh/sshd_config"]:
        try:
            with open(path, encoding="utf-8", errors="replace") as lines:
                words = [line.split() for line in lines]
        except OSError:
            continue
        found += [int(each[1]) for each in words if len(each) > 1 and each[0].lower() == "port" and each[1].isdigit()]
    return found or [22]


if __name__ == "__main__":
    main([])
