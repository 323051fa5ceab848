"""
Starts machines by forking itself, so that one costs a few milliseconds and what it changes in memory. Lines of JSON
come in ({"do": "start", "spec": ...}, {"do": "go" | "stop", "id": ...}) and go out ({"id": ..., "event": ...}).
"""
import gc
import json
import os
import select
import signal
import socket
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import init
import kernel
import root

HERE = os.path.dirname(os.path.abspath(__file__))
SHOWN = {"shims": os.path.join(os.path.dirname(HERE), "shims"), "standins": os.path.join(HERE, "standins")}
# More from a machine without an end of line is not ours.
LONGEST = 1 << 20


class Hypervisor:
    def __init__(self):
        self.machines = {}
        self.by_pid = {}
        self.buffers = {}
        self.own_pids = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        self.hides = root.prepare(SHOWN["shims"])

    def run(self):
        ended, wake = os.pipe()
        for end in ended, wake:
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        gc.freeze()
        say("", "ready", hides=self.hides)
        while True:
            readable = select.select([0, ended, *self.machines.values()], [], [])[0]
            if ended in readable:
                os.read(ended, 4096)
                self.bury()
            for source in readable:
                if source == 0:
                    for line in self.lines(0, os.read(0, 1 << 20)):
                        self.obey(json.loads(line))
                elif source != ended:
                    self.forward(source)

    def lines(self, key, data):
        if key == 0 and data == b"":
            # The engine is gone, and with this process goes every machine.
            sys.exit(0)
        *whole, rest = (self.buffers.get(key, b"") + data).split(b"\n")
        self.buffers[key] = rest if key == 0 or len(rest) < LONGEST else b""
        return whole

    def obey(self, order):
        if order["do"] == "start":
            self.start(order["spec"])
        elif order["do"] == "stop":
            for pid, machine in self.by_pid.items():
                if machine == order["id"]:
                    os.kill(pid, signal.SIGKILL)
        elif order["id"] in self.machines:
            try:
                self.machines[order["id"]].sendall(json.dumps(order).encode() + b"\n")
            except OSError:
                pass

    def start(self, spec):
        ours, its = socket.socketpair()
        kernel.unshare(kernel.NEWPID)
        pid = os.fork()
        if pid == 0:
            become(spec, its)
        kernel.setns(self.own_pids, kernel.NEWPID)
        its.close()
        self.machines[spec["id"]] = ours
        self.by_pid[pid] = spec["id"]

    def forward(self, source):
        """Only what a machine may say, and always under its own name: its root can write here too."""
        machine = next((key for key, each in self.machines.items() if each is source), None)
        if machine is None:
            return
        try:
            data = source.recv(1 << 16)
        except OSError:
            data = b""
        if data == b"":
            self.machines.pop(machine).close()
            return
        pid = next(key for key, each in self.by_pid.items() if each == machine)
        for line in self.lines(machine, data):
            try:
                said = json.loads(line)
                say(machine, said.pop("event"), **{**said, "pid": pid, "id": machine})
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                pass

    def bury(self):
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            machine = self.by_pid.get(pid)
            if machine is None:
                continue
            if machine in self.machines:
                # What it said last comes before its end.
                self.machines[machine].setblocking(False)
                self.forward(self.machines[machine])
            ended = self.machines.pop(machine, None)
            if ended is not None:
                ended.close()
            self.by_pid.pop(pid)
            self.buffers.pop(machine, None)
            say(machine, "ended", status=status)


def become(spec, channel):
    """PID 1 of a machine; never returns."""
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        keep_only(channel.fileno())
        kernel.unshare(kernel.NEWNS)
        root.build({**spec, **SHOWN})
        # From here on every mount is locked: its owner is the namespace outside.
        kernel.unshare(
            kernel.NEWUSER | kernel.NEWNS | kernel.NEWNET | kernel.NEWUTS | kernel.NEWIPC | kernel.NEWCGROUP
        )
        kernel.die_with_parent()
        for name, text in (("setgroups", "deny"), ("uid_map", "0 0 1"), ("gid_map", "0 0 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(text)
        os.umask(0o022)
        socket.sethostname(spec["hostname"])
        init.run(spec, channel)
    except BaseException as error:  # noqa: the engine must hear of whatever it was
        text = json.dumps({"event": "broken", "text": f"{type(error).__name__}: {error}"})
        channel.sendall(text.encode() + b"\n")
    finally:
        os._exit(1)


def keep_only(descriptor):
    """No file of the host or of another machine stays open."""
    nothing = os.open("/dev/null", os.O_RDWR)
    for each in 0, 1, 2:
        os.dup2(nothing, each)
    os.closerange(3, descriptor)
    os.closerange(descriptor + 1, max(int(each) for each in os.listdir("/proc/self/fd")) + 1)


def say(machine, event, **more):
    text = json.dumps({"id": machine, "event": event, **more}).encode() + b"\n"
    while text:
        text = text[os.write(1, text) :]


if __name__ == "__main__":
    kernel.die_with_parent()
    kernel.unshare(kernel.NEWNS)
    Hypervisor().run()
