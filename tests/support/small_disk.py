"""A disk of a size of its own, to be filled up or made read-only."""
import ctypes
import errno
import os
import pathlib
import subprocess

from tap import Skip

CLONE_NEWNS = 0x00020000


def mount(*arguments):
    run = subprocess.run(["mount", *map(str, arguments)], capture_output=True, text=True,
                         check=False)
    if run.returncode:
        raise Skip("this user can't mount a disk: " + run.stderr.strip())


class SmallDisk:
    """Takes the place of a folder. Only this process and what it starts afterwards see it, and
    it goes with them."""
    unshared = False

    def __init__(self, path, size="4m"):
        self.path = pathlib.Path(path)
        if not SmallDisk.unshared:
            libc = ctypes.CDLL(None, use_errno=True)
            if libc.unshare(CLONE_NEWNS):
                raise Skip("this user can't have mounts of their own: "
                           + os.strerror(ctypes.get_errno()))
            mount("--make-rprivate", "/")
            SmallDisk.unshared = True
        self.path.mkdir(parents=True, exist_ok=True)
        mount("-t", "tmpfs", "-o", "size=%s,mode=700" % size, "tmpfs", self.path)

    def fill(self):
        """Leave not a byte."""
        try:
            with open(self.path / "filler", "wb", buffering=0) as filler:
                while True:
                    filler.write(bytes(4096))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise

    def free(self):
        (self.path / "filler").unlink()

    def allow_writing(self, allowed):
        mount("-o", "remount,%s" % ("rw" if allowed else "ro"), self.path)

    def close(self):
        subprocess.run(["umount", "--lazy", self.path], check=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
