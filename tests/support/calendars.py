"""A desktop's calendars: Evolution Data Server in a session, and a CalDAV account in it."""
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import time

from gi.repository import GLib

import session as sessions

SOURCE = """[Data Source]
DisplayName={name}
Enabled=true
Parent=caldav-stub

[Calendar]
BackendName=caldav
Color=#3584e4
Selected=true

[Authentication]
Host=127.0.0.1
Port={port}
User=ines
Method=none
ProxyUid=system-proxy

[Security]
Method=none

[WebDAV Backend]
ResourcePath={path}
"""

CONFIG = """[server]
hosts = 127.0.0.1:{port}
[auth]
type = none
[rights]
type = from_file
file = {dir}/rights
[storage]
filesystem_folder = {dir}/dav
[logging]
level = critical
"""

RIGHTS = "[everybody]\nuser: .*\ncollection: .*\npermissions: RrWw\n"


def missing():
    """Why calendars can't be had here, or None."""
    if not list(sessions.SERVICES.glob("org.gnome.evolution.dataserver.Calendar*.service")):
        return "Evolution Data Server is not installed"
    for module in ("radicale", "caldav"):
        if subprocess.run([sys.executable, "-c", "import " + module], check=False,
                          capture_output=True).returncode:
            return "python3-%s is not installed" % module
    return None


def offer_data_server(session):
    """Has the session's bus start the data server when somebody asks for it."""
    for service in sessions.SERVICES.glob("org.gnome.evolution.dataserver.*.service"):
        shutil.copy(service, session.dir / "services")
    session.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                          "ReloadConfig", None, None, 0, 5000, None)


class DesktopCalendar:
    """A calendar of the desktop as its calendar program has it."""

    INTERFACE = "org.gnome.evolution.dataserver.Calendar"

    def __init__(self, session, source):
        self.bus = session.bus
        names = self.bus.call_sync(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
            "ListActivatableNames", None, None, 0, 5000, None).unpack()[0]
        factory = next(name for name in names if name.startswith(self.INTERFACE))
        self.path, self.name = self._call(
            factory, "/org/gnome/evolution/dataserver/CalendarFactory", self.INTERFACE + "Factory",
            "OpenCalendar", GLib.Variant("(s)", (source,)))
        self._ask("Open")

    def _call(self, name, path, interface, method, arguments):
        return self.bus.call_sync(name, path, interface, method, arguments, None, 0, 60000,
                                  None).unpack()

    def _ask(self, method, arguments=None):
        return self._call(self.name, self.path, self.INTERFACE, method, arguments)

    def move(self, uid, start, end):
        event = self._ask("GetObject", GLib.Variant("(ss)", (uid, "")))[0]
        event = re.search("BEGIN:VEVENT.*END:VEVENT", event, re.DOTALL)[0]
        form = "%Y%m%dT%H%M%SZ"
        event = re.sub(r"DTSTART[^\r\n]*", "DTSTART:" + start.strftime(form), event)
        event = re.sub(r"DTEND[^\r\n]*", "DTEND:" + end.strftime(form), event)
        self._ask("ModifyObjects", GLib.Variant("(assu)", ([event], "all", 0)))

    def remove(self, uid):
        self._ask("RemoveObjects", GLib.Variant("(a(ss)su)", ([(uid, "")], "all", 0)))


class CalDav:
    """radicale, with a calendar that python3-caldav writes into as another program would."""

    def __init__(self, session):
        import caldav  # where it is missing, the test is skipped

        self.session = session
        directory = pathlib.Path(session.dir) / "radicale"
        directory.mkdir()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        (directory / "rights").write_text(RIGHTS)
        config = directory / "config"
        config.write_text(CONFIG.format(port=self.port, dir=directory))
        session.spawn([sys.executable, "-m", "radicale", "--config", str(config)])
        end = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 5).close()
                break
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)
        client = caldav.DAVClient("http://127.0.0.1:%d/" % self.port, username="ines",
                                  password="any")
        self.calendar = client.principal().make_calendar(name="Work")

    def add_event(self, uid, start, end):
        form = "%Y%m%dT%H%M%SZ"
        self.calendar.save_event(
            "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Another//EN\nBEGIN:VEVENT\nUID:%s\n"
            "DTSTAMP:20260101T000000Z\nDTSTART:%s\nDTEND:%s\nSUMMARY:Salary review\n"
            "LOCATION:Room 5\nEND:VEVENT\nEND:VCALENDAR\n"
            % (uid, start.strftime(form), end.strftime(form)))

    def find_event(self, uid):
        """What it has of an event, as whoever asks it, or None."""
        import caldav.lib.error

        try:
            return self.calendar.event_by_uid(uid).data
        except caldav.lib.error.NotFoundError:
            return None

    def add_to_desktop(self, name):
        """As the desktop's settings do when an account is added."""
        folder = self.session.home / ".config" / "evolution" / "sources"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "work.source").write_text(
            SOURCE.format(name=name, port=self.port, path=self.calendar.url.path))
