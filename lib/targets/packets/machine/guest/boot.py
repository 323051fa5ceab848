"""What cloud-init does with user data, watched: which line ran last, and what it was."""
import base64
import os
import re
import time

import processes
from services import BOOT_LOG as LOG
from services import PATH

SCRIPT = "/var/lib/cloud/instance/scripts/part-001"
TRACE_FD = 199
MARK = "\x1f"
TRACED = re.compile(rf"^(\++){MARK}([^{MARK}]*){MARK}(\d+){MARK} (.*)$")
STARTS_TRACE = re.compile(r"set (-o xtrace|-\w*x)")
# What ends a shell before it has begun the line.
FATAL = re.compile(r"syntax error|unbound variable|bad substitution|parameter (null or )?not set")
# Read by bash before the script, in variables that no child of it sees.
PRELUDE = f"""BASH_XTRACEFD={TRACE_FD}
PS4=$'+{MARK}${{BASH_SOURCE}}{MARK}${{LINENO}}{MARK} '
unset BASH_ENV
"""


class Boot:
    def __init__(self, spec, loop, tell):
        self.spec = spec
        self.loop = loop
        self.tell = tell
        self.trace = None
        self.rest = ""
        self.line = None
        self.lost = False
        self.shown = False

    def sources(self):
        return [] if self.trace is None else [self.trace]

    def listen(self, readable):
        if self.trace is not None and self.trace in readable:
            self._read()

    def run(self):
        self.tell("booting")
        started = time.monotonic()
        data = self.spec.get("userData")
        if data is None or data["kind"] == "none":
            self._end(0, started)
            return
        if data["kind"] == "not played":
            self._say(f"not played: {data['why']}")
            self.tell("failed", line=None, text=f"not played: {data['why']}", code=None)
            return
        for file in data.get("files", []):
            self._file(file)
        with open(SCRIPT, "w", encoding="utf-8") as script:
            script.write(data["text"])
        os.chmod(SCRIPT, 0o700)
        output = os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            pid = self._start(data["text"], output)
        except OSError as error:
            self._say(f"{SCRIPT}: {error.strerror}")
            self.tell("failed", line=1, text=data["text"].split("\n")[0], code=126, why=error.strerror)
            return
        finally:
            os.close(output)
        code = yield pid
        if self.trace is not None:
            self._read()
        self._end(code, started)

    def _file(self, file):
        os.makedirs(os.path.dirname(file["path"]), exist_ok=True)
        with open(file["path"], "ab" if file["appends"] else "wb") as target:
            target.write(base64.b64decode(file["base64"]))
        os.chmod(file["path"], file["mode"])

    def _start(self, text, output):
        environment = {"PATH": PATH, "LANG": "C.UTF-8"}
        shell, arguments = interpreter(text)
        if shell is None:
            return processes.spawn([SCRIPT], environment, output=output)
        prelude = PRELUDE + ("set -o posix\n" if shell == "sh" else "") + "set -x\n"
        with open("/run/lab/prelude", "w", encoding="utf-8") as file:
            file.write(prelude)
        # Where the first line asks for a trace, its reader gets one.
        self.shown = any(re.match(r"-\w*x", each) for each in arguments)
        self.trace, write = os.pipe()
        os.set_blocking(self.trace, False)
        try:
            return processes.spawn(
                ["bash", *arguments, SCRIPT],
                {**environment, "BASH_ENV": "/run/lab/prelude"},
                program="/usr/bin/bash",
                output=output,
                extra=(write, TRACE_FD),
            )
        finally:
            os.close(write)

    def _read(self):
        while True:
            try:
                data = os.read(self.trace, 1 << 16)
            except BlockingIOError:
                return
            if data == b"":
                os.close(self.trace)
                self.trace = None
                return
            *lines, self.rest = (self.rest + data.decode(errors="replace")).split("\n")
            for line in lines:
                self._traced(line)

    def _traced(self, line):
        found = TRACED.match(line)
        if found is None:
            if self.shown:
                self._say(line)
            return
        plus, source, number, command = found.groups()
        if source == SCRIPT:
            self.line = int(number)
        if self.shown:
            self._say(f"{plus} {command}")
        if STARTS_TRACE.match(command):
            self.shown = True
        self.lost = command in ("set +x", "set +o xtrace")

    def _say(self, text):
        with open(LOG, "a", encoding="utf-8") as log:
            log.write(f"{text}\n")

    def _end(self, code, started):
        took = round(time.monotonic() - started, 3)
        for number, text in missing(tail()):
            self.tell("note", text=text, line=number)
        if code == 0:
            self._say(f"Cloud-init v. 22.2.2 finished, played by the lab kit. Up {took} seconds")
            self.tell("booted", seconds=took)
            return
        number, said = self._where(code)
        lines = self.spec["userData"]["text"].split("\n")
        text = lines[number - 1].strip() if number and number <= len(lines) else None
        self._say(f"Failed to run module scripts-user: {SCRIPT} exited with {code}")
        self.tell("failed", line=number, text=text, code=code, why=said)

    def _where(self, code):
        """The shell's own word where it has one, a traceback's last frame, else the last line that was begun."""
        output = tail()
        for pattern in rf"{SCRIPT}: line (\d+): (.*)", rf'File "{SCRIPT}", line (\d+)(?:.*\n)+?(\w.*)':
            for number, text in reversed(re.findall(pattern, output)[-2:]):
                if self.line in (None, int(number)) or FATAL.search(text):
                    return int(number), text
        if self.lost:
            return None, f"somewhere after line {self.line}, where the script ends its trace"
        return self.line, None


def interpreter(text):
    """`bash` or `sh` and the arguments, where the first line names one of them and bash can play it."""
    first = text.split("\n", 1)[0]
    found = re.match(r"#!\s*(?:/usr)?/bin/(?:env\s+)?(bash|sh)(?:\s+(.*\S))?\s*$", first)
    if found is None or not os.path.exists("/usr/bin/bash"):
        return None, []
    return found[1], [found[2]] if found[2] else []


def missing(output):
    """Commands that nobody had, each a fact also where the script went on."""
    return [
        (int(number), f"line {number}: {text}")
        for number, text in re.findall(rf"{SCRIPT}: line (\d+): (.*: (?:command not found|No such file or directory))", output)
    ]


def tail():
    try:
        with open(LOG, "rb") as log:
            log.seek(max(0, os.path.getsize(LOG) - (1 << 18)))
            return log.read().decode(errors="replace")
    except OSError:
        return ""
