"""Runs a command behind a seccomp filter that refuses unshare(2), as Docker's does."""
import ctypes
import os
import struct
import sys

EPERM, UNSHARE = 1, 272
LOAD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06
program = b"".join(
    struct.pack("HBBI", *step)
    for step in [
        (LOAD, 0, 0, 0),
        (JUMP_IF_EQUAL, 0, 1, UNSHARE),
        (RETURN, 0, 0, 0x00050000 | EPERM),
        (RETURN, 0, 0, 0x7FFF0000),
    ]
)
filled = ctypes.create_string_buffer(program)
header = struct.pack("HxxxxxxP", 4, ctypes.addressof(filled))
libc = ctypes.CDLL(None, use_errno=True)
for words in [(38, 1, 0, 0, 0), (22, 2, ctypes.create_string_buffer(header), 0, 0)]:
    if libc.prctl(*words) != 0:
        sys.exit(os.strerror(ctypes.get_errno()))
os.execvp(sys.argv[1], sys.argv[1:])
