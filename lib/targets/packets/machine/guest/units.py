"""Unit files as systemd reads them. See https://www.freedesktop.org/software/systemd/man/systemd.service.html"""
import glob
import os
import re
import shlex
import socket

FOLDERS = ("/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system")
SECONDS = {"ms": 0.001, "s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "": 1}


class Unit:
    """Every value of every key, by section; the last one counts where systemd wants one."""

    def __init__(self, name, texts):
        self.name = name
        self.values = {}
        self.wrong = []
        for text in texts:
            self._read(text)

    def _read(self, text):
        section = None
        for line in re.sub(r"\\\n", " ", text).split("\n"):
            line = line.strip()
            if line.startswith("[") and line.endswith("]"):
                section = line[1:-1]
            elif line and line[0] not in "#;" and section:
                key, equals, value = line.partition("=")
                if not equals:
                    self.wrong.append(f"Missing '=', ignoring line: {line}")
                    continue
                values = self.values.setdefault((section, key.strip()), [])
                if value.strip() == "":
                    values.clear()
                else:
                    values.append(value.strip())

    def all(self, key, section="Service"):
        return [self._specified(each) for each in self.values.get((section, key), [])]

    def one(self, key, default="", section="Service"):
        values = self.all(key, section)
        return values[-1] if values else default

    def isset(self, key):
        return self.one(key).lower() in ("yes", "true", "on", "1")

    def seconds(self, key, default):
        text = self.one(key)
        if text in ("infinity", "0") and key != "RestartSec":
            return None
        parts = re.findall(r"([\d.]+)\s*([a-z]*)", text)
        return sum(float(n) * SECONDS.get(unit, 1) for n, unit in parts) if parts else default

    def _specified(self, text):
        stem = self.name.rsplit(".", 1)[0]
        prefix, _, instance = stem.partition("@")
        known = {"n": self.name, "N": stem, "p": prefix, "i": instance, "I": instance, "h": "/root", "u": "root"}
        known |= {"U": "0", "g": "root", "G": "0", "s": "/bin/bash", "t": "/run", "S": "/var/lib", "C": "/var/cache"}
        known |= {"L": "/var/log", "E": "/etc", "T": "/tmp", "V": "/var/tmp", "%": "%"}
        known |= {"H": socket.gethostname(), "l": socket.gethostname().split(".")[0]}
        return re.sub(r"%(.)", lambda found: known.get(found[1], found[0]), text)

    def environment(self, base):
        variables = dict(base)
        for line in self.all("Environment"):
            variables |= dict(each.split("=", 1) for each in words(line) if "=" in each)
        for path in self.all("EnvironmentFile"):
            variables |= environment_file(path)
        return variables


def environment_file(path):
    """A missing one is an error unless the path begins with `-`."""
    files = glob.glob(path.lstrip("-"))
    if not files and not path.startswith("-"):
        raise FileNotFoundError(f"Failed to load environment files: No such file or directory: {path}")
    variables = {}
    for file in files:
        with open(file, encoding="utf-8") as lines:
            for line in lines:
                key, equals, value = line.strip().partition("=")
                if equals and key[0] not in "#;":
                    variables[key] = "".join(words(value)) if value[:1] in "'\"" else value
    return variables


def words(text):
    lexer = shlex.shlex(text, posix=True, punctuation_chars=False)
    lexer.whitespace_split = True
    lexer.commenters = ""
    return list(lexer)


def command(line, variables):
    """The program, its arguments, and whether a failure counts: prefixes read, variables put in."""
    prefix = re.match(r"[@\-:+!|]*", line)[0]
    split = words(line[len(prefix) :].replace("\\x20", " "))
    if not split:
        raise ValueError(f"empty command: {line}")
    if ":" not in prefix:
        split = [each for word in split for each in _filled(word, variables)]
    program, arguments = split[0], split
    if "@" in prefix:
        arguments = split[1:]
    return program, arguments, "-" not in prefix


def _filled(word, variables):
    alone = re.fullmatch(r"\$([A-Za-z_]\w*)", word)
    if alone:
        return variables.get(alone[1], "").split()
    filled = re.sub(r"\$\{([A-Za-z_]\w*)\}", lambda found: variables.get(found[1], ""), word)
    return [filled.replace("$$", "$")]


def path_of(name):
    for folder in FOLDERS:
        if os.path.lexists(f"{folder}/{name}"):
            return f"{folder}/{name}"
    return None


def find(name):
    """The unit with its drop-ins, `a@b.service` by way of `a@.service`; None where nobody wrote one."""
    template = re.sub(r"@[^.]+\.", "@.", name)
    path = path_of(name) or path_of(template)
    if path is None:
        return None
    dropins = [each for folder in FOLDERS for each in sorted(glob.glob(f"{folder}/{name}.d/*.conf"))]
    if os.path.realpath(path) == "/dev/null":
        return Unit(name, [])
    texts = []
    for each in [path, *dropins]:
        with open(each, encoding="utf-8", errors="replace") as file:
            texts.append(file.read())
    return Unit(name, texts)


def is_masked(name):
    path = path_of(name)
    return path is not None and os.path.realpath(path) == "/dev/null"


def full(name):
    return name if re.search(r"\.(service|socket|timer|target|path|mount)$", name) else f"{name}.service"
