"""PID 1 of a machine: reaps, boots, keeps the services, and answers `systemctl`."""
import base64
import json
import os
import select
import signal
import socket
import struct
from fcntl import ioctl

import units
from boot import Boot
from processes import Loop
from services import Manager
from systemctl import Systemctl

BUS = "\0lab-init"
# The end of a file, as a line of JSON.
LARGEST = 1 << 19


class Init:
    def __init__(self, spec, channel):
        self.spec = spec
        self.channel = channel
        self.loop = Loop()
        self.manager = Manager(self.loop, self.tell)
        self.boot = Boot(spec, self.loop, self.tell)
        self.systemctl = Systemctl(self.manager)
        self.read = b""

    def tell(self, event, **more):
        try:
            self.channel.sendall(json.dumps({"event": event, **more}).encode() + b"\n")
        except OSError:
            pass

    def run(self):
        ended, wake = os.pipe()
        for end in ended, wake:
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        bus = socket.socket(socket.AF_UNIX)
        bus.bind(BUS)
        bus.listen(64)
        up("lo")
        self.tell("ready")
        while True:
            sources = [self.channel, ended, bus, *self.boot.sources()]
            readable = select.select(sources, [], [], self.loop.timeout())[0]
            if ended in readable:
                os.read(ended, 4096)
            self.boot.listen(readable)
            self.loop.reap()
            self.loop.tick()
            if self.channel in readable:
                self.obey()
            if bus in readable:
                self.answer(bus.accept()[0])

    def obey(self):
        data = self.channel.recv(1 << 16)
        if data == b"":
            os._exit(0)
        *lines, self.read = (self.read + data).split(b"\n")
        for line in lines:
            order = json.loads(line)
            if order["do"] == "go":
                self.loop.begin(self.begin())
            elif order["do"] == "read":
                self.tell("file", path=order["path"], base64=contents(order["path"]))


    def begin(self):
        wanted = "/etc/systemd/system/multi-user.target.wants"
        for name in sorted(os.listdir(wanted)):
            yield from self.manager.start(units.full(name))
        yield from self.boot.run()

    def answer(self, client):
        """The asker's words come at once, in one piece."""
        client.settimeout(1)
        try:
            arguments = json.loads(client.recv(1 << 16))
        except (OSError, ValueError):
            client.close()
            return
        client.settimeout(None)
        self.loop.begin(self.systemctl.task(arguments, client))


def contents(path):
    """Read in here: a link that the machine's root made must not lead the engine to a file of the host."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with open(descriptor, "rb") as file:
            file.seek(max(0, os.fstat(descriptor).st_size - LARGEST))
            return base64.b64encode(file.read(LARGEST)).decode()
    except OSError:
        return None


def up(device):
    """`ip link set DEVICE up`"""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh14x", device.encode(), 0)
        flags = struct.unpack("16sh14x", ioctl(any_socket, 0x8913, request))[1]
        ioctl(any_socket, 0x8914, struct.pack("16sh14x", device.encode(), flags | 1))


def run(spec, channel):
    nothing = os.open("/dev/null", os.O_RDWR)
    for each in 0, 1, 2:
        os.dup2(nothing, each)
    os.close(nothing)
    for name, value in spec.get("settings", {}).items():
        with open(f"/proc/sys/net/{name}", "w", encoding="ascii") as file:
            file.write(value)
    os.environ.clear()
    Init(spec, channel).run()
