"""A desktop session of its own: X server, session bus, accessibility bus, home.

Whatever a program under test does ends in a temporary folder, and whatever it
finds is the same on every machine. Ends with the process that made it.
"""
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

import dbus.bus
from gi.repository import Gio, GLib

# There is no settings daemon in here; without these GTK takes other fonts.
GTK_SETTINGS = """[Settings]
gtk-font-name=Cantarell 11
gtk-icon-theme-name=Adwaita
gtk-cursor-theme-name=Adwaita
gtk-xft-antialias=1
gtk-xft-hinting=1
gtk-xft-hintstyle=hintslight
gtk-enable-animations=0
"""

# Nothing is started on request but the accessibility bus: a keyring or a portal
# is there exactly when a test asked for it.
BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={dir}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{dir}/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
SERVICES = pathlib.Path("/usr/share/dbus-1/services")

# Of the environment of whoever runs this, what would tell the program about
# another desktop.
FOREIGN = ("ADW_", "AT_SPI_", "DBUS_", "DESKTOP_", "DISPLAY", "GDK_", "GSK_", "GTK_", "G_DEBUG",
           "LANG", "LC_", "NO_AT_BRIDGE", "SESSION_MANAGER", "TOG_", "WAYLAND_", "XAUTHORITY",
           "XDG_")


class Session:
    def __init__(self, size="1280x900", window_manager=None, keyring=False):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="session-"))
        self.home = self.dir / "home"
        self.log_path = self.dir / "log"
        self.log = open(self.log_path, "ab")
        self.processes = []
        try:
            self._make_environment()
            self._start_display(size)
            self._start_bus()
            if keyring:
                self._start_keyring()
            if window_manager:
                self.spawn(window_manager)
                time.sleep(1)  # GTK looks for a compositor only once, when it starts
        except BaseException:
            self.close()
            raise

    def _make_environment(self):
        config = self.home / ".config" / "gtk-4.0"
        config.mkdir(parents=True)
        (config / "settings.ini").write_text(GTK_SETTINGS)
        (self.dir / "run").mkdir(mode=0o700)
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(FOREIGN)}
        self.env.update(
            HOME=str(self.home), XDG_RUNTIME_DIR=str(self.dir / "run"), LANG="C.UTF-8",
            XDG_SESSION_TYPE="x11", GDK_BACKEND="x11", GSK_RENDERER="cairo", GTK_A11Y="atspi",
            ADW_DISABLE_PORTAL="1", GSETTINGS_BACKEND="keyfile", GIO_USE_VFS="local")

    def _start_display(self, size):
        read, write = os.pipe()
        # Without -noreset the server starts over between two programs.
        self.spawn(["Xvfb", "-displayfd", str(write), "-screen", "0", size + "x24",
                    "-nolisten", "tcp", "-noreset"], pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start:\n" + self.output())
        self.env["DISPLAY"] = ":" + number

    def _start_bus(self):
        (self.dir / "services").mkdir()
        for service in SERVICES.glob("org.a11y.*.service"):
            shutil.copy(service, self.dir / "services")
        config = self.dir / "bus.conf"
        config.write_text(BUS_CONFIG.format(dir=self.dir))
        bus = self.spawn(["dbus-daemon", "--config-file=%s" % config, "--nofork",
                          "--print-address=1"], stdout=subprocess.PIPE)
        address = bus.stdout.readline().decode().strip()
        if not address:
            raise RuntimeError("the session bus did not start:\n" + self.output())
        self.env["DBUS_SESSION_BUS_ADDRESS"] = address
        self.bus = connect(address)
        answer = self.bus.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress",
                                    None, None, 0, 20000, None)
        # Of thousands of widgets it reads what they are ten times faster than GIO's does.
        self.a11y = dbus.bus.BusConnection(answer.unpack()[0])
        self.a11y.set_exit_on_disconnect(False)

    def _start_keyring(self):
        keyring = self.spawn(["gnome-keyring-daemon", "--foreground", "--unlock",
                              "--components=secrets"], stdin=subprocess.PIPE)
        keyring.stdin.write(b"open")
        keyring.stdin.close()
        end = time.monotonic() + 20
        while not self.has_name("org.freedesktop.secrets"):
            if time.monotonic() > end:
                raise RuntimeError("the keyring did not start:\n" + self.output())
            time.sleep(0.05)

    def has_name(self, name):
        return self.bus.call_sync(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
            "NameHasOwner", GLib.Variant("(s)", (name,)), None, 0, 5000, None).unpack()[0]

    def spawn(self, argv, env=None, **options):
        """Start a program that ends with us, its output in the log."""
        options.setdefault("stdout", self.log)
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", "--"] + [str(a) for a in argv],
            env={**self.env, **(env or {})}, stderr=self.log, start_new_session=True, **options)
        self.processes.append(process)
        return process

    def stop(self, process, number=signal.SIGTERM):
        """End a program and what it started; answer its status."""
        if process.poll() is None:
            signal_group(process, number)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                signal_group(process, signal.SIGKILL)
                process.wait()
        if process in self.processes:
            self.processes.remove(process)
        return process.returncode

    def output(self):
        """What the programs in here wrote so far."""
        self.log.flush()
        return self.log_path.read_text(errors="replace")

    def close(self):
        for process in reversed(self.processes[:]):
            self.stop(process)
        self.log.close()
        for _ in range(20):  # what the bus started may still be writing
            shutil.rmtree(self.dir, ignore_errors=True)
            if not self.dir.exists():
                break
            time.sleep(0.1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def signal_group(process, number):
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        pass


def connect(address):
    flags = Gio.DBusConnectionFlags
    bus = Gio.DBusConnection.new_for_address_sync(
        address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)
    bus.set_exit_on_close(False)
    return bus
