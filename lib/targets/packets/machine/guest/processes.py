"""Children of PID 1: started, waited for without blocking, and found again by the invocation that they belong to."""
import heapq
import os
import shutil
import signal
import time

from standins import ssh, web

STANDINS = {"/lab/standins/ssh.py": ssh, "/lab/standins/web.py": web}


def spawn(arguments, environment, *, program=None, cwd="/", output=None, error=None, extra=None):
    """Resolves the program by PATH; an OSError here is what exec said."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            _child(arguments, environment, program or arguments[0], cwd, (output, error, extra))
        except OSError as failure:
            os.write(write, str(failure.errno).encode())
        finally:
            os._exit(203)
    os.close(write)
    number = os.read(read, 16)
    os.close(read)
    if number:
        os.waitpid(pid, 0)
        raise OSError(int(number), os.strerror(int(number)), program or arguments[0])
    return pid


def _child(arguments, environment, program, cwd, outputs):
    output, error, extra = outputs
    fresh()
    os.chdir(cwd)
    if output is not None:
        os.dup2(output, 1)
        os.dup2(output if error is None else error, 2)
    if extra is not None:
        os.dup2(extra[0], extra[1])
    standin = STANDINS.get(os.path.realpath(_found(program, environment)))
    if standin is None:
        os.execvpe(program, arguments, environment)
    # The kit's own small servers need no second interpreter: a fork costs a tenth of one.
    os.closerange(3, 1024)
    try:
        standin.main(arguments)
    except Exception as failure:  # noqa: its journal tells it, as a traceback of a program would
        os.write(2, f"{type(failure).__name__}: {failure}\n".encode())
    os._exit(1)


def _found(program, environment):
    return program if "/" in program else shutil.which(program, path=environment.get("PATH")) or program


def fresh():
    signal.set_wakeup_fd(-1)
    for number in signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGPIPE:
        signal.signal(number, signal.SIG_DFL)
    os.setsid()


def members(invocation):
    """What systemd asks the cgroup for: every process that was started in this invocation and kept its environment."""
    found = []
    mark = f"INVOCATION_ID={invocation}\0".encode()
    for entry in os.listdir("/proc"):
        if not entry.isdigit() or entry == "1":
            continue
        try:
            with open(f"/proc/{entry}/environ", "rb") as file:
                if mark in file.read():
                    found.append(int(entry))
        except OSError:
            pass
    return found


class Loop:
    """Tasks are generators: `yield pid` waits for a child's code, `yield seconds` sleeps, `yield pid, seconds` both."""

    def __init__(self):
        self.waiting = {}
        self.timers = []
        self.count = 0
        self.watched = {}

    def begin(self, task, value=None):
        try:
            self._wait(task, task.send(value))
        except StopIteration:
            pass

    def _wait(self, task, wanted):
        pid, seconds = wanted if isinstance(wanted, tuple) else (wanted, None)
        if isinstance(pid, float):
            pid, seconds = None, pid
        if pid is not None:
            self.waiting[pid] = task
        if seconds is not None:
            self.count += 1
            heapq.heappush(self.timers, (time.monotonic() + seconds, self.count, task, pid))

    def timeout(self):
        return max(0, self.timers[0][0] - time.monotonic()) if self.timers else None

    def tick(self):
        while self.timers and self.timers[0][0] <= time.monotonic():
            _, _, task, pid = heapq.heappop(self.timers)
            if pid is None:
                self.begin(task)
            elif self.waiting.get(pid) is task:
                del self.waiting[pid]
                self.begin(task)

    def reap(self):
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            code = os.waitstatus_to_exitcode(status)
            if pid in self.waiting:
                self.begin(self.waiting.pop(pid), code)
            if pid in self.watched:
                self.watched.pop(pid)(code)
