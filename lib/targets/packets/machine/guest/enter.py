"""Runs a command inside a machine: `enter.py PID COMMAND...`. It passes signals on, and ends as the command does.

nsenter would end at the first Ctrl-C, which reaches everybody at the terminal, and leave the command behind.
"""
import fcntl
import os
import signal
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import kernel  # noqa: E402

KINDS = {
    "cgroup": kernel.NEWCGROUP,
    "ipc": kernel.NEWIPC,
    "uts": kernel.NEWUTS,
    "net": kernel.NEWNET,
    "pid": kernel.NEWPID,
    "mnt": kernel.NEWNS,
}
# Of ioctl_nsfs(2).
GET_PARENT = 0xB702
PASSED_ON = {signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2}
TYPED = {signal.SIGINT, signal.SIGQUIT}
NOT_FOUND, NOT_RUN = 127, 126


def enter(pid):
    """Each as soon as the rights for it are there: a namespace may belong to any user namespace on the way in."""
    waiting = [(os.open(f"/proc/{pid}/ns/{kind}", os.O_RDONLY), flag) for kind, flag in KINDS.items()]
    users = users_towards(pid)
    waiting = not_entered(waiting)
    for user in users:
        kernel.setns(user, kernel.NEWUSER)
        waiting = not_entered(waiting)
    for descriptor, flag in waiting:
        kernel.setns(descriptor, flag)


def not_entered(namespaces):
    def is_refused(namespace):
        try:
            kernel.setns(*namespace)
        except PermissionError:
            return True
        return False

    return [each for each in namespaces if is_refused(each)]


def users_towards(pid):
    """From the one below ours to the machine's own."""
    own = os.stat("/proc/self/ns/user").st_ino
    found = []
    user = os.open(f"/proc/{pid}/ns/user", os.O_RDONLY)
    while os.fstat(user).st_ino != own:
        found.insert(0, user)
        user = fcntl.ioctl(user, GET_PARENT)
    return found


def has_terminal():
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY))
        return True
    except OSError:
        return False


def begin(words):
    """In the child: everything is as a shell would leave it."""
    kernel.die_with_parent()
    for each in [*PASSED_ON, *TYPED, signal.SIGPIPE, signal.SIGXFSZ]:
        signal.signal(each, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    try:
        os.execvp(words[0], words)
    except OSError as error:
        print(f"{words[0]}: {error.strerror}", file=sys.stderr, flush=True)
        os._exit(NOT_FOUND if isinstance(error, FileNotFoundError) else NOT_RUN)


def main(pid, words):
    kernel.close_inherited()
    is_typed = has_terminal()
    enter(pid)
    # Not before: the kernel forgets it when a process changes its user namespace.
    kernel.die_with_parent()
    signal.pthread_sigmask(signal.SIG_BLOCK, PASSED_ON | TYPED)
    child = os.fork()
    if child == 0:
        begin(words)
    for each in PASSED_ON | TYPED:
        ignored = is_typed and each in TYPED
        signal.signal(each, signal.SIG_IGN if ignored else lambda number, _: os.kill(child, number))
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
