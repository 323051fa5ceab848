"""The few system calls that Python's library does not offer, with errors as OSError."""
import ctypes
import os
import platform

NEWNS, NEWCGROUP, NEWUTS, NEWIPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
RDONLY, NOSUID, NODEV, NOEXEC = 1, 2, 4, 8
BIND, REC, PRIVATE = 4096, 16384, 1 << 18
DETACH = 2

_libc = ctypes.CDLL(None, use_errno=True)
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41, "riscv64": 41}
_MOUNT_SETATTR = 442
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000


def _done(result, what):
    if result == -1:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error), what)


def mount(source, target, kind="", flags=0, data=""):
    texts = [each.encode() for each in (source, target, kind)]
    _done(_libc.mount(*texts, ctypes.c_ulong(flags), data.encode()), f"mount {target}")


def bind(source, target, *attributes):
    """With everything mounted below it; attributes such as RDONLY hold for all of that."""
    mount(source, target, flags=BIND | REC)
    if attributes:
        restrict(target, sum(attributes))


def restrict(target, attributes, recursive=True):
    """MOUNT_ATTR_RDONLY, NOSUID, NODEV and NOEXEC have the numbers of their MS_ flags; what is set already stays."""
    # struct mount_attr: attr_set, attr_clr, propagation, userns_fd
    wanted = (ctypes.c_uint64 * 4)(attributes, 0, 0, 0)
    result = _libc.syscall(
        _MOUNT_SETATTR,
        _AT_FDCWD,
        target.encode(),
        _AT_RECURSIVE if recursive else 0,
        ctypes.byref(wanted),
        ctypes.c_size_t(32),
    )
    _done(result, f"mount_setattr {target}")


def unmount(target):
    _done(_libc.umount2(target.encode(), DETACH), f"umount {target}")


def pivot_root(new, old):
    _done(_libc.syscall(_PIVOT_ROOT[platform.machine()], new.encode(), old.encode()), "pivot_root")


def close_inherited():
    """What whoever started this left open would lead a machine out of its root."""
    for each in os.listdir("/proc/self/fd"):
        if int(each) > 2:
            try:
                os.close(int(each))
            except OSError:
                pass  # The listing's own.


def unshare(flags):
    _done(_libc.unshare(flags), "unshare")


def setns(descriptor, kind):
    _done(_libc.setns(descriptor, kind), "setns")


def die_with_parent():
    _done(_libc.prctl(1, 9, 0, 0, 0), "prctl")
