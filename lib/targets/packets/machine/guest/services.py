"""The service manager: units started, watched and started again as systemd would."""
import os
import signal
import time

import processes
import units

PATH = "/lab/shims:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
JOURNAL = "/var/log/journal"
BOOT_LOG = "/var/log/cloud-init-output.log"
# DefaultStartLimitBurst and DefaultStartLimitIntervalSec
BURST, INTERVAL = 5, 10
CLEAN = (0, -signal.SIGHUP, -signal.SIGINT, -signal.SIGTERM, -signal.SIGPIPE)


class Service:
    def __init__(self, name):
        self.name = name
        self.state = "inactive"
        self.result = ""
        self.main = None
        self.invocation = ""
        self.starts = []
        self.unit = None


class Manager:
    def __init__(self, loop, tell):
        self.loop = loop
        self.tell = tell
        self.known = {}
        self.loaded = {}
        self.noted = set()

    def service(self, name):
        return self.known.setdefault(name, Service(name))

    def unit(self, name):
        """As first read, until daemon-reload."""
        if self.loaded.get(name) is None:
            self.loaded[name] = units.find(name)
        return self.loaded[name]

    def reload(self):
        self.loaded.clear()

    def note(self, text):
        if text not in self.noted:
            self.noted.add(text)
            self.tell("note", text=text)
            with open(BOOT_LOG, "a", encoding="utf-8") as log:
                log.write(f"lab kit: {text}\n")

    def change(self, service, state, result=""):
        service.state, service.result = state, result
        if state in ("active", "inactive", "failed", "activating"):
            self.tell("service", name=service.name, state=state, result=result, process=service.main)

    def start(self, name):
        """A task whose value is None, or what went wrong."""
        service = self.service(name)
        if service.state in ("active", "activating", "reloading"):
            return None
        service.starts = []
        return (yield from self._start(service))

    def _start(self, service):
        unit = service.unit = self.unit(service.name)
        if unit is None:
            return "not-found"
        now = time.monotonic()
        service.starts = [each for each in service.starts if now - each < INTERVAL] + [now]
        if len(service.starts) > BURST:
            self.change(service, "failed", "start-limit-hit")
            return "Start request repeated too quickly."
        self.change(service, "activating")
        for needed in " ".join(unit.all("Requires", "Unit") + unit.all("Wants", "Unit")).split():
            if needed.endswith(".service") and self.unit(needed) is not None:
                yield from self.start(needed)
        if not service.name.endswith(".service"):
            self.change(service, "active")
            return None
        service.invocation = os.urandom(16).hex()
        try:
            failed = yield from self._run(service, unit)
        except (OSError, ValueError) as error:
            self.write(service, f"{service.name}: {error}")
            failed = "exit-code"
        if failed:
            self.end(service)
            self.change(service, "failed", failed)
            self._again(service, 1)
        return failed

    def _run(self, service, unit):
        self._directories(unit)
        for user in unit.one("User"), "a user of its own" if unit.isset("DynamicUser") else "":
            if user not in ("", "root"):
                self.note(f"{service.name} asks for {user}: a machine has one user here, so it runs as root")
        kind = unit.one("Type", "simple" if unit.all("ExecStart") else "oneshot")
        if not (unit.all("ExecStart") or unit.all("ExecStop")):
            raise ValueError("Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.")
        if (yield from self._each(service, unit.all("ExecStartPre"))):
            return "exit-code"
        if kind in ("oneshot", "forking"):
            if (yield from self._each(service, unit.all("ExecStart"))):
                return "exit-code"
            if kind == "forking":
                yield from self._adopt(service, unit)
            elif not unit.isset("RemainAfterExit"):
                self.change(service, "inactive")
                return None
        else:
            self._main(service, unit)
        if (yield from self._each(service, unit.all("ExecStartPost"))):
            return "exit-code"
        if service.state == "activating":
            self.change(service, "active")
        return None

    def _main(self, service, unit):
        lines = unit.all("ExecStart")
        if len(lines) != 1:
            raise ValueError("Service has more than one ExecStart= setting, which is only allowed for Type=oneshot services.")
        service.main, _ = self._spawn(service, lines[0])
        self._watch(service)

    def _watch(self, service):
        pid = service.main
        self.loop.watched[pid] = lambda code: self.ended(service, pid, code)

    def _adopt(self, service, unit):
        """PIDFile= names the main process; else it is the one of the invocation that this program has become parent of."""
        found, tries = [], 0
        while not found and tries < 20:
            # In the midst of an exec a process has no environment to know it by.
            yield 0.005
            tries += 1
            found = processes.members(service.invocation)
        try:
            with open(unit.one("PIDFile"), encoding="ascii") as file:
                found = [int(file.read())]
        except (OSError, ValueError):
            pass
        if found:
            service.main = found[0]
            self._watch(service)
        self.change(service, "active" if found else "inactive")

    def _each(self, service, lines):
        for line in lines:
            pid, counts = self._spawn(service, line)
            code = yield pid
            if counts and code not in CLEAN:
                self.write(service, f"{service.name}: {line}: exited with {code}")
                return True
        return False

    def _spawn(self, service, line):
        environment = self.environment(service)
        program, arguments, counts = units.command(line, environment)
        cwd = service.unit.one("WorkingDirectory", "/")
        if cwd.startswith("-"):
            cwd = cwd[1:] if os.path.isdir(cwd[1:]) else "/"
        outputs = self._outputs(service)
        try:
            pid = processes.spawn(
                arguments,
                environment,
                program=program,
                cwd="/root" if cwd == "~" else cwd,
                output=outputs[0],
                error=outputs[1],
            )
        except OSError as error:
            raise OSError(f"Failed to execute {program}: {error.strerror} (203/EXEC)") from error
        finally:
            for each in outputs:
                os.close(each)
        return pid, counts

    def _outputs(self, service):
        out = service.unit.one("StandardOutput", "journal")
        error = service.unit.one("StandardError", "inherit")
        return self._open(service, out), self._open(service, out if error == "inherit" else error)

    def _open(self, service, where):
        kind, _, path = where.partition(":")
        if kind == "null":
            return os.open("/dev/null", os.O_WRONLY)
        if kind in ("file", "append", "truncate"):
            cut = os.O_TRUNC if kind == "truncate" else os.O_APPEND if kind == "append" else 0
            return os.open(path, os.O_WRONLY | os.O_CREAT | cut, 0o644)
        return os.open(self.journal(service), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def journal(self, service):
        os.makedirs(JOURNAL, exist_ok=True)
        return f"{JOURNAL}/{service.name}.log"

    def write(self, service, text):
        with open(self.journal(service), "a", encoding="utf-8") as file:
            file.write(f"{text}\n")

    def environment(self, service):
        base = {"PATH": PATH, "LANG": "C.UTF-8", "INVOCATION_ID": service.invocation}
        if service.unit.one("User") or service.unit.isset("DynamicUser"):
            user = service.unit.one("User", service.name.rsplit(".", 1)[0])
            base |= {"HOME": "/root", "USER": user, "LOGNAME": user, "SHELL": "/bin/bash"}
        if service.main is not None:
            base["MAINPID"] = str(service.main)
        return service.unit.environment(base)

    def _directories(self, unit):
        for key, parent in ("RuntimeDirectory", "/run"), ("StateDirectory", "/var/lib"), ("LogsDirectory", "/var/log"):
            for name in " ".join(unit.all(key)).split():
                os.makedirs(f"{parent}/{name}", exist_ok=True)

    def ended(self, service, pid, code):
        """The main process is gone, by itself or because somebody killed it."""
        if service.main != pid or service.state == "deactivating":
            return
        service.main = None
        self.end(service)
        extra = service.unit.one("SuccessExitStatus").split()
        isclean = code in CLEAN or str(code) in extra
        how = f"code=exited, status={code}" if code >= 0 else f"code=killed, signal={signal.Signals(-code).name}"
        self.write(service, f"{service.name}: Main process exited, {how}")
        if isclean and service.unit.isset("RemainAfterExit"):
            self.change(service, "active", "exited")
            return
        result = "" if isclean else "exit-code" if code > 0 else "signal"
        self.change(service, "inactive" if isclean else "failed", result)
        self._again(service, 0 if isclean else code)

    def _again(self, service, code):
        unit = service.unit
        wanted = unit.one("Restart", "no")
        killed = code < 0
        applies = {
            "always": True,
            "on-success": code == 0,
            "on-failure": code != 0,
            "on-abnormal": killed,
            "on-abort": killed,
        }.get(wanted, False)
        if not applies or str(code) in unit.one("RestartPreventExitStatus").split():
            return
        if service.result == "start-limit-hit":
            return
        self.change(service, "activating", "auto-restart")
        self.loop.begin(self._later(service, service.invocation, unit.seconds("RestartSec", 0.1)))

    def _later(self, service, invocation, seconds):
        yield float(seconds)
        if service.state == "activating" and service.invocation == invocation:
            yield from self._start(service)

    def stop(self, name):
        service = self.service(name)
        if service.state in ("inactive", "failed"):
            return
        isrunning = service.state == "active"
        service.state = "deactivating"
        if isrunning and service.unit is not None:
            try:
                yield from self._each(service, service.unit.all("ExecStop"))
            except (OSError, ValueError) as error:
                self.write(service, str(error))
        if service.invocation:
            yield from self._terminate(service)
        service.main = None
        self.change(service, "inactive")

    def _terminate(self, service):
        limit = service.unit.seconds("TimeoutStopSec", 90) if service.unit else 90
        deadline = None if limit is None else time.monotonic() + limit
        self.end(service, signal.SIGTERM)
        pause = 0.002
        while self.members(service):
            if deadline is not None and time.monotonic() > deadline:
                self.end(service)
            yield pause
            pause = min(0.1, pause * 2)

    def members(self, service):
        own = processes.members(service.invocation) if service.invocation else []
        if service.main is not None and os.path.exists(f"/proc/{service.main}") and service.main not in own:
            own.append(service.main)
        return [pid for pid in own if not _iszombie(pid)]

    def end(self, service, number=signal.SIGKILL):
        for pid in self.members(service):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass


def _iszombie(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True
