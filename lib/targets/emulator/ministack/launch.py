"""Runs MiniStack in a run folder of the kit: `launch.py RUN_FOLDER`, everything else in the environment.

File descriptor 3 is a pipe from the command that starts it. If that command ends without having said
`stay`, by Ctrl-C, by kill -9 or by a bug, the whole process group ends with it.
"""
import os
import signal
import sys
import threading

run_folder = sys.argv.pop(1)


def end_with_the_command() -> None:
    if os.read(3, 16).strip() != b"stay":
        os.killpg(os.getpgrp(), signal.SIGKILL)


def note_pid() -> None:
    unfinished = os.path.join(run_folder, ".pid")
    with open(unfinished, "w", encoding="ascii") as file:
        file.write(str(os.getpid()))
    os.replace(unfinished, os.path.join(run_folder, "pid"))


note_pid()
os.set_inheritable(3, False)
threading.Thread(target=end_with_the_command, daemon=True).start()

import ministack.app as app  # noqa: E402  after the watch, so that no slow import outlives the command

# AWS is reached over TLS and the loopback is not: policies that refuse plain http would refuse every caller.
pin = app.pin_request_origin
app.pin_request_origin = lambda source_ip, _secure: pin(source_ip, True)
app.main()
