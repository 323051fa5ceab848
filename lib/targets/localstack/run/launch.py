"""Runs LocalStack in a run folder of the kit: `launch.py RUN_FOLDER`, everything else in the environment.

File descriptor 3 is a pipe from the command that starts it. If that command ends without having said
`stay`, by Ctrl-C, by kill -9 or by a bug, every process of the run ends with it.
"""
import os
import signal
import sys
import threading

run_folder = sys.argv.pop(1)
mark = f"LAB_RUN={run_folder}".encode()


def end_with_the_command() -> None:
    if os.read(3, 16).strip() != b"stay":
        for pid in marked():
            end(pid)
        os.kill(os.getpid(), signal.SIGKILL)


def marked() -> list[int]:
    """The other processes of the run: LocalStack gives some of its children sessions of their own."""
    others = [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]
    return [pid for pid in others if mark in environment_of(pid)]


def environment_of(pid: int) -> list[bytes]:
    try:
        with open(f"/proc/{pid}/environ", "rb") as file:
            return file.read().split(b"\0")
    except OSError:  # it has ended, or is somebody else's
        return []


def end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def note_pid() -> None:
    unfinished = os.path.join(run_folder, ".pid")
    with open(unfinished, "w", encoding="ascii") as file:
        file.write(str(os.getpid()))
    os.replace(unfinished, os.path.join(run_folder, "pid"))


note_pid()
os.set_inheritable(3, False)
threading.Thread(target=end_with_the_command, daemon=True).start()

from localstack.runtime.main import main  # noqa: E402  after the watch, so that no slow import outlives the command

main()
