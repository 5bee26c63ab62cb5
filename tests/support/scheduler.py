"""The app, the server and a mailbox, as the tests that drive all of them need them."""
import asyncio
import contextlib
import datetime
import email
import email.policy
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid

from aiosmtpd.smtp import SMTP

from drive import App

BUILD = pathlib.Path(os.environ.get("TOG_BUILDDIR", "build"))
SOURCE = pathlib.Path(__file__).resolve().parents[2]
APP = BUILD / "src/ui/together-scheduler"
SERVER = BUILD / "src/server/together-server"
DEMO = SOURCE / "data/demo-organization/demo.json"
MENTEE = "ines@meridian.example"
MENTOR = "asha@meridian.example"
MATCH = "asha-ines"  # of these two

# Sanitizers take their time, and so does a machine that has something else to do.
PATIENCE = 6 if "sanitized" in BUILD.name or os.environ.get("TOG_PATIENT") else 2

# What the app needs where it isn't installed.
UNINSTALLED = {
    "GSETTINGS_SCHEMA_DIR": str(BUILD / "data"),
    "XDG_DATA_DIRS": "%s:/usr/local/share:/usr/share" % (SOURCE / "data"),
    "TOG_SERVER": str(SERVER),
    "TOG_DEMO_FILE": str(DEMO),
    "TOG_CALENDARS_MODULE": str(BUILD / "src/calendars/calendars.so"),
}
SANITIZERS = {name: os.environ[name] for name in
              ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS") if name in os.environ}


def start_app(session, env=None, argv=()):
    """The app out of the build directory."""
    return App(session, [APP, *argv], {**UNINSTALLED, **SANITIZERS, **(env or {})},
               timeout=10 * PATIENCE, start_timeout=60 * PATIENCE)


class Server:
    """A together-server with a database of its own and the demo's people in it."""

    def __init__(self, options=(), organization=DEMO):
        self.dir = tempfile.TemporaryDirectory(prefix="server-")
        self.database = pathlib.Path(self.dir.name) / "together.db"
        self.options = list(options)
        self.process = None
        self.port = 0
        self.log = open(pathlib.Path(self.dir.name) / "log", "ab+")
        self.run("import", "--database", self.database, organization)

    def run(self, *arguments):
        """Run one of the server's other commands and answer what it printed."""
        run = subprocess.run([SERVER, *map(str, arguments)], text=True, capture_output=True,
                             check=False, timeout=60 * PATIENCE)
        if run.returncode:
            raise RuntimeError("together-server %s: %s%s" % (
                arguments[0], run.stdout, run.stderr))
        return run.stdout

    def token(self, address):
        return self.run("token", "--database", self.database, address).split()[-1]

    def start(self):
        """Start it, on the port it had before if it had one; answer the address."""
        self.process = subprocess.Popen(
            [SERVER, "serve", "--database", self.database, "--listen",
             "127.0.0.1:%d" % self.port, *self.options],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        for line in self.process.stdout:
            found = re.search(r"http://[^\s]*:(\d+)", line)
            if found:
                self.port = int(found[1])
                # What it says later must not fill the pipe.
                threading.Thread(target=self.process.stdout.read, daemon=True).start()
                return "http://127.0.0.1:%d" % self.port
        raise RuntimeError("the server did not start:\n" + self.output())

    def stop(self, number=signal.SIGTERM):
        if not self.process:
            return None
        self.process.send_signal(number)
        status = self.process.wait(20 * PATIENCE)
        self.process = None
        return status

    def output(self):
        self.log.flush()
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    def __enter__(self):
        self.address = self.start()
        return self

    def __exit__(self, *_):
        self.stop()
        self.log.close()
        self.dir.cleanup()


class Member:
    """Uses the API, as another client would."""

    def __init__(self, server, address):
        self.server, self.token = server, server.token(address)

    def ask(self, method, path, body=None, etag=None):
        request = urllib.request.Request(self.server.address + path, method=method)
        request.add_header("Authorization", "Bearer " + self.token)
        if method != "GET":
            request.add_header("Idempotency-Key", str(uuid.uuid4()))
        if etag:
            request.add_header("If-Match", etag)
        if body is not None:
            request.add_header("Content-Type", "application/json")
            request.data = json.dumps(body).encode()
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def book(self, after):
        """The first time more than so many seconds ahead that suits both."""
        match = self.ask("GET", "/v1/matches/" + MATCH)
        planned = next(p for p in match["planned"] if p["state"] == "not_scheduled")
        start = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=after)
        start = start.replace(minute=0, second=0, microsecond=0)
        for _ in range(24 * 14):
            start += datetime.timedelta(hours=1)
            with contextlib.suppress(urllib.error.HTTPError):
                return self.ask("POST", "/v1/matches/%s/sessions" % MATCH, {
                    "planned_session_id": planned["id"], "duration": 45,
                    "start": start.strftime("%Y-%m-%dT%H:%M:%SZ"), "zone": "Europe/Lisbon",
                    "conference": {"kind": "link", "url": "https://meet.example/feedback"}})
        raise AssertionError("no time suits both")


class MailSink:
    """A mailbox for everybody: an SMTP server on loopback that keeps the invites.

    Reminders come too, at some times of the day.
    """

    def __init__(self):
        self.mails = []  # (recipients, message)
        self.loop = asyncio.new_event_loop()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = "smtp://127.0.0.1:%d" % self.socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self.loop.create_server(
            lambda: SMTP(self, enable_SMTPUTF8=True, loop=self.loop), sock=self.socket))
        self.loop.run_forever()

    async def handle_DATA(self, server, session, envelope):  # aiosmtpd calls it so
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        if any(part.get_content_type() == "text/calendar" for part in message.walk()):
            self.mails.append((envelope.rcpt_tos, message))
        return "250 Kept"

    def wait(self, count, timeout=30):
        end = time.monotonic() + timeout * PATIENCE
        while len(self.mails) < count:
            if time.monotonic() > end:
                raise AssertionError("%d mails instead of %d" % (len(self.mails), count))
            time.sleep(0.05)
        return self.mails

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
