"""`systemctl`'s words and exit codes. See https://www.freedesktop.org/software/systemd/man/systemctl.html"""
import json
import os

import units

WANTS = "/etc/systemd/system/{}.wants"
# Exit codes of `status`, as the LSB has them.
RUNS, STOPPED, UNKNOWN = 0, 3, 4
VALUED = ("-t", "--type", "-p", "--property", "-n", "--lines", "-o", "--output", "--state", "-s", "--signal")


class Systemctl:
    def __init__(self, manager):
        self.manager = manager
        self.verbs = {
            "start": self.start,
            "stop": self.stop,
            "restart": self.restart,
            "try-restart": self.restart,
            "reload": self.reload,
            "reload-or-restart": self.restart,
            "enable": self.enable,
            "reenable": self.enable,
            "disable": self.disable,
            "mask": self.mask,
            "unmask": self.unmask,
            "is-active": self.is_active,
            "is-failed": self.is_failed,
            "is-enabled": self.is_enabled,
            "status": self.status,
            "show": self.show,
            "kill": self.kill,
            "reset-failed": self.reset,
        }

    def task(self, arguments, client):
        """Answers when the job is done, as systemctl returns then."""
        out, errors = [], []
        try:
            code = yield from self._run(arguments, out, errors)
        except Exception as error:  # noqa: PID 1 outlives whatever it is asked
            errors.append(f"systemctl: {type(error).__name__}: {error}")
            code = 1
        answer = {"out": "".join(f"{x}\n" for x in out), "err": "".join(f"{x}\n" for x in errors), "code": code}
        try:
            client.sendall(json.dumps(answer).encode())
        except OSError:
            pass
        client.close()

    def _run(self, arguments, out, errors):
        options, words = parsed(arguments)
        verb = words[0] if words else "list-units"
        if verb in ("daemon-reload", "daemon-reexec"):
            self.manager.reload()
            return 0
        if verb == "lab-note":
            self.manager.note(words[1])
            return 0
        if verb == "list-units":
            for service in sorted(self.manager.known.values(), key=lambda each: each.name):
                out.append(f"  {service.name} loaded {service.state}")
            return 0
        if verb == "is-system-running":
            out.append("running")
            return 0
        if verb not in self.verbs:
            errors.append(f"systemctl: not played here: {verb}")
            return 1
        if len(words) < 2:
            errors.append("Too few arguments.")
            return 1
        codes = []
        for name in words[1:]:
            step = self.verbs[verb](units.full(name), options, (out, errors))
            codes.append((yield from step) if hasattr(step, "send") else step)
        if verb in ("is-active", "is-failed", "is-enabled"):
            return min(codes)
        return next((code for code in codes if code != 0), 0)

    def start(self, name, options, said):
        if self._missing(name, "start", said):
            return 5
        if units.is_masked(name):
            said[1].append(f"Failed to start {name}: Unit {name} is masked.")
            return 1
        failed = yield from self.manager.start(name)
        if failed is None:
            return 0
        said[1].append(f"Job for {name} failed because the control process exited with error code.")
        said[1].append(f'See "systemctl status {name}" and "journalctl -xeu {name}" for details.')
        return 1

    def stop(self, name, options, said):
        if self.manager.unit(name) is None and self.manager.service(name).unit is None:
            said[1].append(f"Failed to stop {name}: Unit {name} not loaded.")
            return 5
        yield from self.manager.stop(name)
        return 0

    def restart(self, name, options, said):
        if self._missing(name, "restart", said):
            return 5
        yield from self.manager.stop(name)
        return (yield from self.start(name, options, said))

    def reload(self, name, options, said):
        if self._missing(name, "reload", said):
            return 5
        service, unit = self.manager.service(name), self.manager.unit(name)
        if not unit.all("ExecReload"):
            said[1].append(f"Failed to reload {name}: Job type reload is not applicable for unit {name}.")
            return 1
        if service.state != "active":
            said[1].append(f"{name} is not active, cannot reload.")
            return 1
        return 1 if (yield from self.manager._each(service, unit.all("ExecReload"))) else 0

    def enable(self, name, options, said):
        unit = self.manager.unit(name)
        if unit is None:
            said[1].append(f"Failed to enable unit: Unit file {name} does not exist.")
            return 1
        if not name.endswith((".service", ".target")):
            self.manager.note(f"{name}: only services are played here, so it never fires")
        for target in " ".join(unit.all("WantedBy", "Install") + unit.all("RequiredBy", "Install")).split():
            link = f"{WANTS.format(target)}/{name}"
            if not os.path.lexists(link):
                os.makedirs(os.path.dirname(link), exist_ok=True)
                os.symlink(units.path_of(name) or name, link)
                said[1].append(f"Created symlink {link} → {units.path_of(name)}.")
        return (yield from self.start(name, options, said)) if "--now" in options else 0

    def disable(self, name, options, said):
        if self.manager.unit(name) is None:
            said[1].append(f"Failed to disable unit: Unit file {name} does not exist.")
            return 1
        for link in self._links(name):
            os.unlink(link)
            said[1].append(f'Removed "{link}".')
        return (yield from self.stop(name, options, said)) if "--now" in options else 0

    def mask(self, name, options, said):
        path = f"/etc/systemd/system/{name}"
        if os.path.lexists(path) and not units.is_masked(name):
            said[1].append(f"Failed to mask unit: File {path} already exists.")
            return 1
        if not os.path.lexists(path):
            os.symlink("/dev/null", path)
            said[1].append(f"Created symlink {path} → /dev/null.")
        self.manager.loaded.pop(name, None)
        return 0

    def unmask(self, name, options, said):
        path = f"/etc/systemd/system/{name}"
        if units.is_masked(name) and os.path.islink(path):
            os.unlink(path)
            said[1].append(f'Removed "{path}".')
        self.manager.loaded.pop(name, None)
        return 0

    def is_active(self, name, options, said):
        state = self.manager.service(name).state
        return self._answer(state, state in ("active", "reloading"), options, said)

    def is_failed(self, name, options, said):
        state = self.manager.service(name).state
        self._answer(state, True, options, said)
        return 0 if state == "failed" else 1

    def is_enabled(self, name, options, said):
        if units.is_masked(name):
            state = "masked"
        elif self.manager.unit(name) is None:
            said[1].append(f"Failed to get unit file state for {name}: No such file or directory")
            return 1
        elif self._links(name):
            state = "enabled"
        else:
            unit = self.manager.unit(name)
            state = "disabled" if any(section == "Install" for section, _ in unit.values) else "static"
        self._answer(state, True, options, said)
        return 0 if state in ("enabled", "static") else 1

    def status(self, name, options, said):
        service, unit = self.manager.service(name), self.manager.unit(name)
        if unit is None and service.unit is None:
            said[1].append(f"Unit {name} could not be found.")
            return UNKNOWN
        description = (unit or service.unit).one("Description", name, "Unit")
        state = f"{service.state} (running)" if service.main else service.state
        result = f" (Result: {service.result})" if service.state == "failed" else ""
        said[0].append(f"● {name} - {description}")
        said[0].append(f"     Loaded: loaded ({units.path_of(name)})")
        said[0].append(f"     Active: {state}{result}")
        if service.main:
            said[0].append(f"   Main PID: {service.main}")
        return RUNS if service.state in ("active", "reloading") else STOPPED

    def show(self, name, options, said):
        service = self.manager.service(name)
        loaded = "loaded" if self.manager.unit(name) else "not-found"
        for key, value in (("Id", name), ("LoadState", loaded), ("ActiveState", service.state), ("MainPID", service.main or 0)):
            said[0].append(f"{key}={value}")
        return 0

    def kill(self, name, options, said):
        self.manager.end(self.manager.service(name), 15)
        return 0

    def reset(self, name, options, said):
        service = self.manager.service(name)
        if service.state == "failed":
            self.manager.change(service, "inactive")
        service.starts = []
        return 0

    def _answer(self, state, ok, options, said):
        if not {"-q", "--quiet"} & set(options):
            said[0].append(state)
        return 0 if ok else STOPPED

    def _missing(self, name, verb, said):
        if self.manager.unit(name) is not None:
            return False
        said[1].append(f"Failed to {verb} {name}: Unit {name} not found.")
        return True

    def _links(self, name):
        base = "/etc/systemd/system"
        folders = [f"{base}/{each}" for each in os.listdir(base) if each.endswith((".wants", ".requires"))]
        return [f"{folder}/{name}" for folder in folders if os.path.lexists(f"{folder}/{name}")]


def parsed(arguments):
    options, words = [], []
    waiting = iter(arguments)
    for each in waiting:
        if each.startswith("-"):
            options.append(each)
            if each in VALUED:
                next(waiting, None)
        else:
            words.append(each)
    return options, words
