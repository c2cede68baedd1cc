"""Becomes a PostgreSQL program: leaves root, ties itself to its parent's life, replaces itself; the process id stays.

A script of its own, because a user namespace needs a process with one thread: `PARENT_PID IDENTITY PROGRAM [WORD...]`.
IDENTITY is `same`, `namespace:UID` (root appears as UID in a namespace; files are still root's) or `setuid:UID:GID`.
"""

import ctypes
import os
import signal
import sys

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1


def enter_namespace(uid: int) -> None:
    """Maps our own user and group to `uid` and nothing else. Raises OSError where the machine forbids it."""
    maps = {"uid_map": f"{uid} {os.geteuid()} 1", "gid_map": f"{uid} {os.getegid()} 1"}
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare is forbidden here")
    # The kernel wants setgroups denied before a group is mapped.
    for name, text in {"setgroups": "deny", **maps}.items():
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def main(parent_pid: str, identity: str, program: str, *arguments: str) -> None:
    """See the module's docstring."""
    kind, *numbers = identity.split(":")
    if kind == "namespace":
        enter_namespace(int(numbers[0]))
    elif kind == "setuid":
        os.setgroups([])
        os.setgid(int(numbers[1]))
        os.setuid(int(numbers[0]))
    if sys.platform == "linux":
        # SIGINT (a fast, clean stop) when the parent is gone; set after the change of user, which clears it.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() != int(parent_pid):
            raise SystemExit("the parent is gone")
    try:
        os.execv(program, [program, *arguments])
    except OSError as error:
        raise SystemExit(f"{program}: {error.strerror} (as user {os.geteuid()})") from None


if __name__ == "__main__":
    main(*sys.argv[1:])
