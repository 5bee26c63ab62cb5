"""Reminders on the desktop, with clocks that are set, and with no window.

What is said to the desktop is heard by a stand-in for its notification server; the
clock is libfaketime's. The session that is reminded of is booked at the real server.
"""
import contextlib
import datetime
import re
import subprocess
import threading
import time

from gi.repository import Gio, GLib

from fake_clock import Clock
from scheduler import (APP, MATCH, MENTEE, MENTOR, PATIENCE, SANITIZERS, UNINSTALLED, Member,
                       Server, start_app)
from session import Session, connect
from steps import add_account
from tap import Skip, main, test

APP_ID = "org.together.Scheduler"
APP_PATH = "/org/together/Scheduler"
IN_BACKGROUND = "[org/together/Scheduler]\nrun-in-background=true\n"
DAY = 24 * 3600

NOTIFICATIONS = """<node><interface name="org.gtk.Notifications">
  <method name="AddNotification">
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
  </method>
  <method name="RemoveNotification">
    <arg type="s" direction="in"/><arg type="s" direction="in"/>
  </method>
</interface></node>"""
BACKGROUND = """<node><interface name="org.freedesktop.portal.Background">
  <method name="RequestBackground">
    <arg type="s" direction="in"/><arg type="a{sv}" direction="in"/><arg type="o" direction="out"/>
  </method>
</interface></node>"""


class Desktop:
    """Shows what programs notify of, and answers them as a portal does."""

    def __init__(self, session, portal=None):
        self.shown, self.removed, self.requests, self.portal = [], [], [], portal
        self.context = GLib.MainContext()
        self.ready = threading.Event()
        self.address = session.env["DBUS_SESSION_BUS_ADDRESS"]
        threading.Thread(target=self._run, daemon=True).start()
        self.ready.wait(20 * PATIENCE)

    def _run(self):
        self.context.push_thread_default()
        self.bus = connect(self.address)
        self._export("org.gtk.Notifications", "/org/gtk/Notifications", NOTIFICATIONS)
        if self.portal is not None:
            self._export("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
                         BACKGROUND)
        self.ready.set()
        GLib.MainLoop(self.context).run()

    def _export(self, name, path, xml):
        interface = Gio.DBusNodeInfo.new_for_xml(xml).interfaces[0]
        self.bus.register_object(path, interface, self._called, None, None)
        self.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                           "RequestName", GLib.Variant("(su)", (name, 0)), None, 0, 5000, None)

    def _called(self, _bus, sender, _path, _interface, method, parameters, invocation):
        arguments = parameters.unpack()
        if method == "AddNotification":
            self.shown.append(arguments[1:])
        elif method == "RemoveNotification":
            self.removed.append(arguments[1])
        else:
            self._answer(sender, arguments, invocation)
            return
        invocation.return_value(None)

    def _answer(self, sender, arguments, invocation):
        self.requests.append(arguments)
        path = "/org/freedesktop/portal/desktop/request/%s/%s" % (
            sender[1:].replace(".", "_"), arguments[1]["handle_token"])
        invocation.return_value(GLib.Variant("(o)", (path,)))
        self.bus.emit_signal(
            sender, path, "org.freedesktop.portal.Request", "Response",
            GLib.Variant("(ua{sv})", (0 if self.portal else 1, {
                "background": GLib.Variant("b", self.portal),
                "autostart": GLib.Variant("b", self.portal)})))

    def of(self, booked):
        """What was said of one session; the demo has others, too."""
        return [content for name, content in self.shown
                if name.endswith("/session-" + booked["id"])]

    def withdrew(self, booked):
        return any(name.endswith("/session-" + booked["id"]) for name in self.removed)

    def wait(self, booked, count, timeout=30 * PATIENCE):
        wait_until(lambda: len(self.of(booked)) >= count, "%d notifications" % count, timeout)
        assert len(self.of(booked)) == count, self.shown
        return self.of(booked)[-1]


def wait_until(condition, what, timeout=30 * PATIENCE):
    end = time.monotonic() + timeout * PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("no " + what)
        time.sleep(0.1)


def start_of(session):
    return datetime.datetime.strptime(
        session["start"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc).timestamp()


def keep_in_background(session):
    settings = session.home / ".config/glib-2.0/settings"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "keyfile").write_text(IN_BACKGROUND)


def sign_in(session, server):
    with start_app(session) as app:
        app.activate("push button", "Connect to an Organization")
        app.fill("text", "Organization Address*", server.address)
        app.fill("*", "Access Token*", server.token(MENTEE))
        app.activate("push button", "Connect")
        app.find("heading", "Matches and Groups", timeout=60 * PATIENCE)
        # Pages are read after home, for what is to be reminded of.
        wait_until(lambda: b"reminder/" in b"".join(
            path.read_bytes() for path in session.home.rglob("cache.sqlite*")), "reminders kept")


@contextlib.contextmanager
def service(session, clock):
    """The app without a window, as the session starts it."""
    process = session.spawn([APP, "--gapplication-service"],
                            {**UNINSTALLED, **SANITIZERS, **clock.env})
    try:
        wait_until(lambda: session.has_name(APP_ID), "service on the bus")
        yield process
    finally:
        session.stop(process)
        wait_until(lambda: not session.has_name(APP_ID), "end of the service")


def activate(session, action, *parameters):
    session.bus.call_sync(
        APP_ID, APP_PATH, "org.freedesktop.Application", "ActivateAction",
        GLib.Variant("(sava{sv})", (action, list(parameters), {})), None, 0, 20000, None)


def account_ids(session):
    """Of the accounts somebody signed in to, in that order."""
    facts = (session.home / ".config/together-scheduler/accounts.ini").read_text()
    return re.findall(r"^\[Account (.+)\]$", facts, re.MULTILINE)


def idle(seconds=3):
    """Long enough for what must not happen to happen."""
    time.sleep(seconds * PATIENCE)


@test("/reminders/P34/once-each-at-its-time")
def reminds_once():
    with Session(keyring=True) as session, Server() as server:
        clock, desktop = Clock(session), Desktop(session)
        booked = Member(server, MENTOR).book(3 * DAY)
        start = start_of(booked)
        keep_in_background(session)
        sign_in(session, server)
        assert not desktop.of(booked)

        clock.set(start - DAY - 3600)
        with service(session, clock):
            idle()
            assert not desktop.of(booked), desktop.shown
            # The clock is set, or the computer wakes up: noticed within the minute.
            clock.set(start - DAY + 60)
            first = desktop.wait(booked, 1, 90 * PATIENCE)
            assert first["title"] == booked["title"], first
            assert "Asha Gurung" in first["body"], first
            assert first["default-action"] == "app.open-session", first
            assert [b["label"] for b in first["buttons"]] == ["Reschedule"], first

        # A restart, and a clock that is set back, repeat nothing.
        with service(session, clock):
            idle()
        clock.set(start - DAY - 1800)
        with service(session, clock):
            idle()
        assert len(desktop.of(booked)) == 1, desktop.shown

        clock.set(start - 500)
        with service(session, clock):
            last = desktop.wait(booked, 2)
            assert [b["label"] for b in last["buttons"]] == ["Join", "Reschedule"], last
            assert last["buttons"][0]["target"] == "https://meet.example/feedback", last
            idle()
        clock.set(start + 60)
        with service(session, clock):
            idle()
        assert len(desktop.of(booked)) == 2, desktop.shown


@test("/reminders/P34/slept-over-both")
def reminds_of_the_last():
    with Session(keyring=True) as session, Server() as server:
        clock, desktop = Clock(session), Desktop(session)
        booked = Member(server, MENTOR).book(3 * DAY)
        start = start_of(booked)
        keep_in_background(session)
        sign_in(session, server)
        clock.set(start - 120)
        with service(session, clock):
            desktop.wait(booked, 1)
            idle()
            assert len(desktop.of(booked)) == 1, desktop.shown


@test("/reminders/P34/moved-and-cancelled")
def forgets_what_moved():
    with Session(keyring=True) as session, Server() as server:
        clock, desktop = Clock(session), Desktop(session)
        mentor = Member(server, MENTOR)
        booked = mentor.book(3 * DAY)
        start = start_of(booked)
        keep_in_background(session)
        sign_in(session, server)
        clock.set(start - DAY + 60)
        with service(session, clock):
            desktop.wait(booked, 1)
            mentor.ask("POST", "/v1/sessions/%s/cancel" % booked["id"], {}, booked["etag"])
            # Asked for every 15 seconds.
            wait_until(lambda: desktop.withdrew(booked), "withdrawn notification", 60 * PATIENCE)
        clock.set(start - 300)
        with service(session, clock):
            idle()
        assert len(desktop.of(booked)) == 1, desktop.shown


@test("/reminders/P34/with-the-window-closed")
def stays_in_background():
    with Session(keyring=True) as session, Server() as server:
        desktop = Desktop(session, portal=True)
        booked = Member(server, MENTOR).book(3 * DAY)
        sign_in(session, server)
        with start_app(session) as app:
            app.find("heading", "Matches and Groups", timeout=60 * PATIENCE)
            app.key("ctrl+comma")
            app.find("check box", "Run in Background")
            app.activate("check box", "Run in Background")
            app.expect("check box", "Run in Background", "checked")
            parent, options = desktop.requests[-1]
            assert parent.startswith("x11:"), parent
            assert options["autostart"] is True, options
            assert options["commandline"] == ["together-scheduler", "--gapplication-service"]
            app.key("Escape")
            app.gone("check box", "Run in Background")
            app.key("ctrl+w")
            wait_until(lambda: not app.windows(), "closed window")
            idle()
            assert app.process.poll() is None, "it ended"
            assert session.has_name(APP_ID)

            # What a notification offers brings the window back, to the session.
            activate(session, "open-session", GLib.Variant(
                "(ssss)", (account_ids(session)[0], MATCH, "", booked["id"])))
            app.find("heading", booked["title"], timeout=30 * PATIENCE)
            # Only the web is opened, whoever asks.
            activate(session, "join-session", GLib.Variant("s", "file:///etc/passwd"))
            app.key("ctrl+q")
            wait_until(lambda: app.process.poll() is not None, "end")


@test("/reminders/P34/of-every-account-whichever-is-shown")
def reminds_of_all():
    with Session(keyring=True) as session, Server() as server:
        clock, desktop = Clock(session), Desktop(session)
        booked = Member(server, MENTOR).book(3 * DAY)
        keep_in_background(session)
        sign_in(session, server)
        with start_app(session) as app:
            app.find("heading", "Matches and Groups", timeout=60 * PATIENCE)
            add_account(app, server, MENTOR)
            app.find("push button", "*sessions with Inês*", shown=False, timeout=60 * PATIENCE)
            mentee, mentor = account_ids(session)
            wait_until(lambda: booked["id"].encode() in b"".join(
                path.read_bytes() for path in session.home.rglob(mentor + "/cache.sqlite*")),
                "session of the mentor")
            app.settle()

        # Both members of it are told, each in their own name.
        clock.set(start_of(booked) - DAY + 60)
        with service(session, clock):
            desktop.wait(booked, 2)
            bodies = sorted(content["body"].split(".")[0] for content in desktop.of(booked))
            assert bodies == ["Asha Gurung", "Inês Carvalho"], bodies

        # What one of them offers opens the account it is of, which is not the one shown.
        for account, other in ((mentee, "Asha Gurung"), (mentor, "Inês Carvalho")):
            with start_app(session) as app:
                activate(session, "open-session",
                         GLib.Variant("(ssss)", (account, MATCH, "", booked["id"])))
                app.find("heading", booked["title"], timeout=60 * PATIENCE)
                app.find("*", other, timeout=30 * PATIENCE)


@test("/reminders/background-is-the-users-to-allow")
def asks_for_background():
    with Session(keyring=True) as session, Server() as server:
        desktop = Desktop(session, portal=False)
        sign_in(session, server)
        with start_app(session) as app:
            app.find("heading", "Matches and Groups", timeout=60 * PATIENCE)
            app.key("ctrl+comma")
            app.find("check box", "Run in Background")
            app.activate("check box", "Run in Background")
            app.find("label", "*don’t allow this app to run in the background*")
            app.expect("check box", "Run in Background", "!checked")
            assert len(desktop.requests) == 1
        # What was not allowed is not done either: closed is ended.
        with start_app(session) as app:
            app.find("heading", "Matches and Groups", timeout=60 * PATIENCE)
            app.key("ctrl+w")
            wait_until(lambda: app.process.poll() is not None, "end")


@test("/reminders/background-without-a-portal")
def starts_at_login():
    with Session(keyring=True) as session, Server() as server:
        sign_in(session, server)
        entry = session.home / ".config/autostart" / (APP_ID + ".desktop")
        with start_app(session) as app:
            app.find("heading", "Matches and Groups", timeout=60 * PATIENCE)
            app.key("ctrl+comma")
            app.find("check box", "Run in Background")
            app.activate("check box", "Run in Background")
            app.expect("check box", "Run in Background", "checked")
            wait_until(entry.exists, "autostart file")
            subprocess.run(["desktop-file-validate", entry], check=True)
            app.activate("check box", "Run in Background")
            app.expect("check box", "Run in Background", "!checked")
            wait_until(lambda: not entry.exists(), "end of the autostart file")


main()
