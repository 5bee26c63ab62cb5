#!/usr/bin/python3
"""P34: reminders of the real program while the clock on the wall is set (libfaketime),
the machine sleeps, and the program is killed. Argument: together-server."""
import calendar
import contextlib
import glob
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request
import uuid

SERVER = sys.argv.pop(1)
LIBRARY = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")[0]

ALL_DAY = [{"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "to": "24:00"}]
ORGANIZATION = {
    "format": 1, "organization": {"id": "o", "name": "O"},
    "members": [
        {"id": "ana", "name": "Ana", "email": "ana@o.example", "zone": "Europe/Lisbon",
         "working_hours": ALL_DAY},
        {"id": "ben", "name": "Ben", "email": "ben@o.example", "zone": "Asia/Kathmandu",
         "working_hours": ALL_DAY}],
    "programs": [{"id": "p", "name": "P", "kind": "1-on-1", "planned_sessions": [
        {"id": "s%d" % n, "title": "Session %d" % n, "duration": 30} for n in range(4)]}],
    "matches": [{"id": "m", "program": "p", "mentor": "ben", "mentee": "ana"}],
}


def at(text):
    """Seconds of a time of that week in UTC, such as "25 10:00"."""
    return calendar.timegm(time.strptime("2026-11-" + text, "%Y-%m-%d %H:%M"))


class Clock(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.temporary.name)
        self.database = str(self.folder / "o.db")
        self.process = None
        self.environment = dict(
            os.environ, LD_PRELOAD=LIBRARY, FAKETIME_TIMESTAMP_FILE=str(self.folder / "clock"),
            FAKETIME_NO_CACHE="1", FAKETIME_DONT_FAKE_MONOTONIC="1", DONT_FAKE_MONOTONIC="1",
            NO_FAKE_STAT="1", TZ="UTC")
        self.set_clock("23 09:00")
        (self.folder / "o.json").write_text(json.dumps(ORGANIZATION))
        self.run_command("import", str(self.folder / "o.json"))
        self.token = self.run_command("token", "ana@o.example")
        self.start()

    def tearDown(self):
        self.stop()
        self.temporary.cleanup()

    def set_clock(self, text):
        new = self.folder / "clock.new"
        new.write_text("%+d" % (at(text) - int(time.time())))
        new.rename(self.folder / "clock")

    def run_command(self, command, *arguments):
        return subprocess.run([SERVER, command, "--database", self.database, *arguments],
                              env=self.environment, check=True, capture_output=True,
                              text=True).stdout.strip()

    def start(self):
        self.process = subprocess.Popen(
            [SERVER, "serve", "--database", self.database, "--listen", "127.0.0.1:0", "--quiet",
             "--mail-folder", str(self.folder / "mail")],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = self.process.stdout.readline().split()[-1]

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(30)
        self.process.stdout.close()

    def ask(self, method, path, body, etag=None):
        headers = {"Authorization": "Bearer " + self.token, "Idempotency-Key": uuid.uuid4().hex,
                   "Content-Type": "application/json"}
        if etag:
            headers["If-Match"] = etag
        request = urllib.request.Request(self.address + path, method=method, headers=headers,
                                         data=json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def book(self, planned, start):
        return self.ask("POST", "/v1/matches/m/sessions", {
            "planned_session_id": planned, "zone": "UTC", "duration": 30,
            "start": "2026-11-%sZ" % (start.replace(" ", "T") + ":00"),
            "conference": {"kind": "link", "url": "https://meet.example/x"}})

    def count_unfinished(self):
        """How much is due by the clock that is neither done nor dropped."""
        now = int(time.time()) + int((self.folder / "clock").read_text())
        with contextlib.closing(sqlite3.connect("file:%s?mode=ro" % self.database,
                                                uri=True)) as database:
            return database.execute(
                "SELECT (SELECT count (*) FROM reminder WHERE due_at <= ?1) "
                "+ (SELECT count (*) FROM mail WHERE state = 'pending' AND due_at <= ?1)",
                (now,)).fetchone()[0]

    def look(self, expected):
        """Any command has the server look at the clock at once: so many mails have
        reminded somebody then, and no more do."""
        self.run_command("tokens")
        for _ in range(1000):
            if self.count_unfinished() == 0:
                break
            time.sleep(0.02)
        mails = [path.read_text() for path in (self.folder / "mail").glob("*.eml")]
        self.assertEqual(sum("\nSubject: Reminder: " in mail for mail in mails), expected)

    def test_clock(self):
        self.book("s0", "26 10:00")
        self.set_clock("25 09:59")
        self.look(0)
        self.set_clock("25 10:00")
        self.look(2)
        # Set back an hour, and again.
        self.set_clock("25 09:00")
        self.look(2)
        self.set_clock("25 10:01")
        self.look(2)
        # Killed before the next, and started only after it was due.
        self.set_clock("26 09:40")
        self.look(2)
        self.stop(signal.SIGKILL)
        self.set_clock("26 09:55")
        self.start()
        self.look(4)
        self.stop(signal.SIGKILL)
        self.start()
        self.look(4)

    def test_moved_and_cancelled(self):
        moved = self.book("s0", "26 10:00")
        cancelled = self.book("s1", "26 14:00")
        self.ask("POST", "/v1/sessions/%s/move" % moved["id"],
                 {"start": "2026-11-27T16:00:00Z", "duration": 30, "zone": "UTC"}, moved["etag"])
        self.ask("POST", "/v1/sessions/%s/cancel" % cancelled["id"], {}, cancelled["etag"])
        # Whatever was due at the old times, asleep or awake.
        for moment in ("25 10:00", "25 14:00", "26 09:50", "26 13:50"):
            self.set_clock(moment)
            self.look(0)
        self.set_clock("26 16:00")
        self.look(2)
        self.set_clock("27 15:50")
        self.look(4)

    def test_asleep(self):
        """Suspended over both: on wake what is too late is dropped."""
        self.book("s0", "26 10:00")
        self.book("s1", "26 12:15")
        self.set_clock("26 10:01")
        self.look(0)
        self.set_clock("26 12:14")
        self.look(2)


unittest.main(verbosity=2)
