"""The file tree of a machine: what it shares with the host is read-only, everything else is its own and empty."""
import json
import os

from kernel import BIND, NODEV, NOEXEC, NOSUID, PRIVATE, RDONLY, REC
from kernel import bind, mount, pivot_root, restrict, unmount

# Mounted over in the hypervisor's mount namespace alone: a folder that every Linux has and nothing here needs.
WORKSPACE = "/sys"
USR, ROOT, ADDED = f"{WORKSPACE}/usr", f"{WORKSPACE}/root", f"{WORKSPACE}/added"
INSTALLED = "/var/lib/lab/installed"

# Commands that a package must bring first, though the host may have them.
BROUGHT = """bin/node bin/npm bin/npx sbin/nginx sbin/httpd sbin/apachectl bin/redis-server bin/redis-cli
bin/psql bin/postgres bin/mariadb bin/mysql bin/mysqld sbin/mariadbd sbin/mysqld sbin/haproxy
bin/docker bin/redis6-server bin/redis6-cli bin/postgresql-setup""".split()
# A root writes here; the host's are not shown.
FRESH_IN_USR = "local lib/systemd/system share/nginx/html".split()
USERS = "nobody apache nginx redis redis6 postgres mysql sshd daemon www-data haproxy ssm-user".split()
IDLE = "chronyd crond amazon-ssm-agent rsyslog systemd-journald systemd-resolved systemd-networkd acpid auditd".split()
FRESH = """etc/systemd/system etc/ssh/sshd_config.d etc/profile.d etc/sysconfig etc/yum.repos.d etc/cron.d
etc/logrotate.d etc/sysctl.d etc/security/limits.d etc/sudoers.d etc/pki/tls/certs etc/pki/ca-trust etc/ssl/certs
etc/alternatives etc/ld.so.conf.d etc/skel var/log/journal var/lib/cloud/instance/scripts var/lib/cloud/data
var/lib/lab/installed var/cache var/spool var/tmp var/www opt tmp home/ec2-user root run/lab srv media mnt lab dev
proc sys usr""".split()
SHARED_FROM_ETC = "ssl/certs alternatives pki/tls/certs pki/ca-trust ld.so.conf.d".split()
COPIED_FROM_ETC = "ld.so.cache ld.so.conf services protocols mime.types localtime shells bash.bashrc ssl/openssl.cnf".split()
DEVICES = "null zero full random urandom tty".split()
SHOWN_READ_ONLY = "bus fs irq acpi scsi driver".split()
HIDDEN = "kcore keys kmsg sysrq-trigger timer_list latency_stats key-users sched_debug".split()


def prepare(shims):
    """Once for all machines: /usr as they see it. True if commands of packages can be kept away until installed."""
    mount("none", "/", flags=REC | PRIVATE)
    mount("tmpfs", WORKSPACE, "tmpfs", NOSUID | NODEV, "mode=755")
    for folder in [USR, ROOT, ADDED, *(f"{ADDED}/{each}" for each in FRESH_IN_USR)]:
        os.makedirs(folder, exist_ok=True)
    for command in BROUGHT:
        _link(f"{INSTALLED}/{os.path.basename(command)}", f"{ADDED}/{command}")
    for shim in os.listdir(shims):
        folder = "sbin" if os.path.lexists(f"/usr/sbin/{shim}") else "bin"
        _link(f"/lab/shims/{shim}", f"{ADDED}/{folder}/{shim}")
    if os.path.exists("/usr/bin/bash"):
        # On Amazon Linux /bin/sh is bash.
        _link("bash", f"{ADDED}/bin/sh")
    try:
        mount("overlay", USR, "overlay", RDONLY | NOSUID | NODEV, f"lowerdir={ADDED}:/usr")
        return True
    except OSError:
        bind("/usr", USR, RDONLY, NOSUID, NODEV)
        return False


def _link(to, path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    os.symlink(to, path)


def build(spec):
    """In a mount namespace of its own, and in the PID namespace whose processes /proc shall show."""
    mount("tmpfs", ROOT, "tmpfs", NOSUID | NODEV, f"mode=755,size={spec['megabytes']}m")
    for folder in FRESH:
        os.makedirs(f"{ROOT}/{folder}", exist_ok=True)
    for folder, mode in (("tmp", 0o1777), ("var/tmp", 0o1777), ("root", 0o700)):
        os.chmod(f"{ROOT}/{folder}", mode)
    os.symlink("/run", f"{ROOT}/var/run")
    os.symlink("/run/lock", f"{ROOT}/var/lock")
    _usr()
    _image_units()
    _lab(spec)
    _etc(spec)
    _dev()
    _proc()
    # What was the root until now comes to lie on /mnt, and goes.
    os.chdir(ROOT)
    pivot_root(".", "mnt")
    os.chdir("/")
    unmount("/mnt")


def _usr():
    bind(USR, f"{ROOT}/usr", RDONLY, NOSUID, NODEV)
    for folder in FRESH_IN_USR:
        if not os.path.isdir(f"{ROOT}/usr/{folder}"):
            continue
        own = f"{ROOT}/var/lib/lab/usr/{folder}"
        os.makedirs(own)
        mount(own, f"{ROOT}/usr/{folder}", flags=BIND)
    for folder in "bin", "sbin", "lib", "games":
        os.makedirs(f"{ROOT}/usr/local/{folder}", exist_ok=True)
    for name in "bin sbin lib lib32 lib64 libx32".split():
        if os.path.islink(f"/{name}"):
            os.symlink(os.readlink(f"/{name}"), f"{ROOT}/{name}")
        elif os.path.isdir(f"/{name}"):
            os.mkdir(f"{ROOT}/{name}")
            bind(f"/{name}", f"{ROOT}/{name}", RDONLY, NOSUID, NODEV)


def _image_units():
    """Services that Amazon Linux 2023 has from the start. All but sshd do nothing here."""
    folder = f"{ROOT}/usr/lib/systemd/system"
    if not os.access(folder, os.W_OK):
        folder = f"{ROOT}/run/systemd/system"
        os.makedirs(folder)
    install = "[Install]\nWantedBy=multi-user.target\n"
    _write(f"{folder}/sshd.service", f"[Service]\nExecStart=/lab/standins/ssh.py\nRestart=on-failure\nRestartSec=42s\n{install}")
    for name in IDLE:
        _write(f"{folder}/{name}.service", f"[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/usr/bin/true\n{install}")
    enabled = f"{ROOT}/etc/systemd/system/multi-user.target.wants"
    os.mkdir(enabled)
    os.symlink("/usr/lib/systemd/system/sshd.service", f"{enabled}/sshd.service")


def _lab(spec):
    """The kit's part: shims, and the host's own programs for packages to bring."""
    shown = {"shims": spec["shims"], "standins": spec["standins"], "bin": "/usr/bin", "sbin": "/usr/sbin", "node": spec["node"]}
    if spec.get("npm"):
        shown["npm"] = spec["npm"]
    for name, source in shown.items():
        target = f"{ROOT}/lab/{name}"
        if os.path.isdir(source):
            os.mkdir(target)
        else:
            _write(target, "")
        bind(source, target, RDONLY, NOSUID, NODEV)


    _write(f"{ROOT}/lab/facts.json", json.dumps(spec["facts"]))


def _etc(spec):
    for path in SHARED_FROM_ETC:
        if os.path.isdir(f"/etc/{path}"):
            bind(f"/etc/{path}", f"{ROOT}/etc/{path}", RDONLY, NOSUID, NODEV)
    for path in COPIED_FROM_ETC:
        try:
            with open(f"/etc/{path}", "rb") as source, open(f"{ROOT}/etc/{path}", "wb") as target:
                target.write(source.read())
        except OSError:
            pass
    for path, text in files(spec).items():
        _write(f"{ROOT}/etc/{path}", text)
    os.symlink("/proc/self/mounts", f"{ROOT}/etc/mtab")


def files(spec):
    """What is written in /etc."""
    name = spec["hostname"]
    # One number is mapped: whoever is asked for is root by another name, so that programs can become who they want.
    users = ["root:x:0:0:root:/root:/bin/bash", "ec2-user:x:0:0:EC2 Default User:/home/ec2-user:/bin/bash"]
    users += [f"{user}:x:0:0::/:/sbin/nologin" for user in USERS]
    groups = [f"{group}:x:0:" for group in ("root", "ec2-user", *USERS, "tty", "wheel", "adm", "nogroup")]
    return {
        "passwd": "\n".join(users) + "\n",
        "group": "\n".join(groups) + "\n",
        "hostname": f"{name}\n",
        "hosts": f"127.0.0.1 localhost localhost.localdomain\n::1 localhost6\n{spec.get('address') or '127.0.1.1'} {name} {name.split('.')[0]}\n",
        "resolv.conf": f"nameserver {spec['resolver']}\noptions timeout:2 attempts:2\n",
        "nsswitch.conf": "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nservices: files\nprotocols: files\n",
        "os-release": _os_release(),
        "system-release": "Amazon Linux release 2023 (Amazon Linux)\n",
        "profile": "export PATH=/lab/shims:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin\nfor each in /etc/profile.d/*.sh; do [ -r \"$each\" ] && . \"$each\"; done; unset each\n",
        "ssh/sshd_config": "Include /etc/ssh/sshd_config.d/*.conf\n",
        "machine-id": os.urandom(16).hex() + "\n",
        "fstab": "",
    }


def _os_release():
    host = {}
    try:
        with open("/etc/os-release", encoding="utf-8") as lines:
            host = dict(line.strip().split("=", 1) for line in lines if "=" in line)
    except OSError:
        pass
    played = host.get("PRETTY_NAME", "Linux").strip('"')
    return f"""NAME="Amazon Linux"
VERSION="2023"
ID="amzn"
ID_LIKE="fedora"
VERSION_ID="2023"
PLATFORM_ID="platform:al2023"
PRETTY_NAME="Amazon Linux 2023, played by the lab kit on {played}"
"""


def _dev():
    for name in DEVICES:
        if os.path.exists(f"/dev/{name}"):
            _write(f"{ROOT}/dev/{name}", "")
            bind(f"/dev/{name}", f"{ROOT}/dev/{name}", NOSUID, NOEXEC)
    os.mkdir(f"{ROOT}/dev/shm", 0o1777)
    os.mkdir(f"{ROOT}/dev/pts")
    links = {"fd": "/proc/self/fd", "stdin": "fd/0", "stdout": "fd/1", "stderr": "fd/2"}
    try:
        mount("devpts", f"{ROOT}/dev/pts", "devpts", NOSUID | NOEXEC, "newinstance,ptmxmode=0666,mode=620")
        links["ptmx"] = "pts/ptmx"
    except OSError:
        # Without it `lab shell` has no terminal; everything else works.
        pass
    for name, to in links.items():
        os.symlink(to, f"{ROOT}/dev/{name}")


def _proc():
    """Root of a machine may be the host's root to the kernel (a kit that root runs): only what is of its network is writable."""
    proc = f"{ROOT}/proc"
    mount("proc", proc, "proc", NOSUID | NODEV | NOEXEC)
    mount(f"{proc}/sys", f"{proc}/sys", flags=BIND)
    mount(f"{proc}/sys/net", f"{proc}/sys/net", flags=BIND)
    restrict(f"{proc}/sys", RDONLY, recursive=False)
    for name in SHOWN_READ_ONLY:
        if os.path.isdir(f"{proc}/{name}"):
            bind(f"{proc}/{name}", f"{proc}/{name}", RDONLY)
    for name in HIDDEN:
        if os.path.exists(f"{proc}/{name}"):
            mount("/dev/null", f"{proc}/{name}", flags=BIND)
            restrict(f"{proc}/{name}", RDONLY)


def _write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
