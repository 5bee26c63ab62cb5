#!/usr/bin/python3
"""Answers to invites by mail: the invites the real server writes, answered as
calendar programs do, piped into "together-server receive". Argument: together-server."""
import datetime
import email
import email.message
import email.policy
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request
import uuid

import icalendar

SERVER = sys.argv.pop(1)
NOW = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)


def organization(name, start):
    """Both have the same people, with the same addresses."""
    return {
        "format": 1,
        "organization": {"id": name, "name": name.title()},
        "members": [
            {"id": "ana", "name": "Ana", "email": "ana@people.example", "zone": "UTC",
             "working_hours": [{"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "to": "24:00"}]},
            {"id": "ben", "name": "Ben", "email": "ben@people.example", "zone": "UTC",
             "working_hours": [{"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "to": "24:00"}]},
            {"id": "cyn", "name": "Cyn", "email": "cyn@people.example", "zone": "UTC"}],
        "programs": [{"id": "p", "name": "P", "kind": "1-on-1", "planned_sessions": [
            {"id": "s1", "title": "First", "duration": 30},
            {"id": "s2", "title": "Second", "duration": 30}]}],
        "matches": [{"id": "m", "program": "p", "mentor": "ben", "mentee": "ana"}],
    }


def instant(when):
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


class Server:
    """A database with two organizations, and the program that serves it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.database = str(self.folder / "together.db")
        self.process = None
        for name in ("north", "south"):
            path = self.folder / (name + ".json")
            path.write_text(json.dumps(organization(name, NOW)))
            self.run("import", str(path))

    def run(self, command, *arguments, **options):
        return subprocess.run([SERVER, command, "--database", self.database, *arguments],
                              capture_output=True, check=True, **options).stdout.decode().strip()

    def start(self):
        self.process = subprocess.Popen(
            [SERVER, "serve", "--database", self.database, "--listen", "127.0.0.1:0", "--quiet",
             "--mail-from", "sessions@people.example", "--mail-folder", str(self.folder / "mail")],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = self.process.stdout.readline().split()[-1]

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            assert self.process.wait(30) == 0
            self.process.stdout.close()
            self.process = None

    def ask(self, token, method, path, body=None):
        headers = {"Authorization": "Bearer " + token, "Idempotency-Key": uuid.uuid4().hex,
                   "Content-Type": "application/json"}
        request = urllib.request.Request(self.address + path, method=method, headers=headers,
                                         data=json.dumps(body).encode() if body else None)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def token(self, who, organization_id):
        return self.run("token", "--organization", organization_id, who + "@people.example")

    def book(self, token, planned, start):
        return self.ask(token, "POST", "/v1/matches/m/sessions",
                        {"planned_session_id": planned, "start": instant(start), "duration": 30,
                         "zone": "UTC", "conference": {"kind": "none"}})

    def invite(self, uid, to):
        """The invite that @to got, read from the mail."""
        for _ in range(500):
            for path in (self.folder / "mail").glob("*.eml"):
                mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                if to not in mail["To"]:
                    continue
                for part in mail.walk():
                    if part.get_content_type() != "text/calendar":
                        continue
                    calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
                    if calendar.walk("VEVENT")[0]["UID"] == uid:
                        return calendar
            time.sleep(0.02)
        raise AssertionError("no invite for " + to)


def make_reply(invite, who, answer, stamp=None, comment=None, **changes):
    """What a calendar program answers (RFC 5546 section 3.2.3)."""
    event = invite.walk("VEVENT")[0]
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Test//EN")
    calendar.add("version", "2.0")
    calendar.add("method", changes.get("method", "REPLY"))
    reply = icalendar.Event()
    reply.add("uid", changes.get("uid", event["UID"]))
    reply.add("sequence", changes.get("sequence", event["SEQUENCE"]))
    reply.add("dtstamp", stamp or datetime.datetime.now(datetime.timezone.utc))
    reply.add("dtstart", event["DTSTART"].dt)
    attendee = icalendar.vCalAddress("mailto:" + who)
    attendee.params["PARTSTAT"] = icalendar.vText(answer)
    reply.add("attendee", attendee)
    reply["organizer"] = event["ORGANIZER"]
    if comment is not None:
        reply.add("comment", comment)
    calendar.add_component(reply)
    return calendar.to_ical()


def make_mail(sender, calendar, **headers):
    mail = email.message.EmailMessage()
    mail["From"] = sender
    mail["To"] = "sessions@people.example"
    mail["Subject"] = "Accepted"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("Ben has answered.\n")
    mail.add_alternative(calendar.decode(), subtype="calendar",
                         params={"method": "REPLY"}, cte="base64")
    return mail.as_bytes()


class Receive(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.server = server = Server(cls.folder.name)
        server.start()
        cls.north = server.token("ana", "north")
        cls.south = server.token("ana", "south")
        first = (NOW + datetime.timedelta(days=3)).replace(hour=10, minute=0, second=0)
        cls.session = server.book(cls.north, "s1", first)
        cls.other = server.book(cls.south, "s1", first)
        cls.invite = server.invite(cls.session["uid"], "ben@people.example")
        cls.clock = NOW - datetime.timedelta(hours=1)

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        cls.folder.cleanup()

    def receive(self, mail, status=0, database=None):
        done = subprocess.run([SERVER, "receive", "--database", database or self.server.database],
                              input=mail, capture_output=True, timeout=60)
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertEqual(done.stdout, b"")
        return done.stderr.decode()

    def tick(self):
        """A later moment than all answers before."""
        type(self).clock += datetime.timedelta(seconds=1)
        return self.clock

    def answer(self, token=None, session=None, who="ben"):
        got = self.server.ask(token or self.north, "GET",
                              "/v1/sessions/" + (session or self.session)["id"])
        for participant in got["participants"]:
            if participant["member"]["id"] == who:
                return participant["answer"], participant["reason"]

    def accept(self, **changes):
        return make_reply(self.invite, "ben@people.example", "ACCEPTED", self.tick(), **changes)

    def assert_ignored(self, mail, reason):
        before = self.answer(), self.answer(self.south, self.other)
        said = self.receive(mail)
        self.assertRegex(said, r"\Atogether-server: the mail changes nothing: .*\n\Z")
        self.assertIn(reason, said)
        self.assertEqual((self.answer(), self.answer(self.south, self.other)), before)

    def test_answers(self):
        for answer, name in (("TENTATIVE", "tentative"), ("DECLINED", "declined"),
                             ("ACCEPTED", "accepted")):
            reply = make_reply(self.invite, "Ben@People.Example", answer, self.tick(),
                               comment="I am away,\nreally; sorry")
            self.assertEqual(self.receive(make_mail("Ben <ben@people.example>", reply)), "")
            self.assertEqual(self.answer()[0], name)
            if name == "declined":
                self.assertEqual(self.answer()[1], "I am away, really; sorry")
            # P19: the same address elsewhere is somebody else.
            self.assertEqual(self.answer(self.south, self.other)[0], "pending")

    def test_other_shapes(self):
        """Alone, as an attachment, and in another character set."""
        for kind in ("alone", "attached", "latin-1"):
            calendar = make_reply(self.invite, "ben@people.example", "DECLINED", self.tick(),
                                  comment="Später")
            mail = email.message.EmailMessage()
            mail["From"] = "ben@people.example"
            if kind == "attached":
                mail.set_content("See the attachment")
                mail.add_attachment(calendar, maintype="application", subtype="ics",
                                    filename="invite.ics")
            else:
                mail.set_content(calendar.decode(), subtype="calendar",
                                 charset="utf-8" if kind == "alone" else "iso-8859-1",
                                 cte="quoted-printable")
            self.assertEqual(self.receive(mail.as_bytes()), "", kind)
            self.assertEqual(self.answer(), ("declined", "Später"), kind)
            self.receive(make_mail("ben@people.example", self.accept()))

    def test_replay(self):
        older = self.accept()
        declined = make_mail("ben@people.example", make_reply(
            self.invite, "ben@people.example", "DECLINED", self.tick()))
        accepted = make_mail("ben@people.example", self.accept())
        self.receive(declined)
        self.assert_ignored(declined, "known already")
        self.receive(accepted)
        self.assertEqual(self.answer()[0], "accepted")
        self.assert_ignored(declined, "known already")
        self.assert_ignored(make_mail("ben@people.example", older), "known already")

    def test_forged(self):
        declined = make_reply(self.invite, "ben@people.example", "DECLINED", self.tick())
        for sender, headers in (
                ("ana@people.example", {}),
                ("eve@evil.example", {"Sender": "ben@people.example",
                                      "Reply_To": "ben@people.example",
                                      "Return_Path": "<ben@people.example>"}),
                ('"ben@people.example" <eve@evil.example>', {})):
            self.assert_ignored(make_mail(sender, declined, **headers), "another address")
        mail = make_mail("eve@evil.example", declined)
        self.assert_ignored(b"From: ben@people.example\r\n" + mail, "not from one person")
        self.assert_ignored(mail.replace(b"From: eve@evil.example",
                                         b"From: ben@people.example, eve@evil.example"),
                            "not from one person")
        self.assert_ignored(mail.replace(b"From: eve@evil.example", b"From: people:ben@people.example;"),
                            "none that mail can go to")
        self.assert_ignored(mail.replace(b"From: eve@evil.example", b"Sender: ben@people.example"),
                            "not from one person")
        # Ana can't answer for Ben, nor somebody who wasn't asked for themselves.
        self.assert_ignored(make_mail("cyn@people.example", make_reply(
            self.invite, "cyn@people.example", "DECLINED", self.tick())), "nobody with that address")

    def test_foreign(self):
        def by_ben(**changes):
            return make_mail("ben@people.example", self.accept(**changes))

        self.assert_ignored(by_ben(uid="elsewhere@people.example"), "nobody with that address")
        self.assert_ignored(by_ben(uid=self.session["id"] + "@evil.example"), "nobody with that")
        self.assert_ignored(by_ben(sequence=1), "never sent")
        self.assert_ignored(by_ben(method="REQUEST"), "no reply")
        self.assert_ignored(make_mail("ben@people.example", make_reply(
            self.invite, "ben@people.example", "NEEDS-ACTION", self.tick())), "neither")
        self.assert_ignored(make_mail("ben@people.example", make_reply(
            self.invite, "ben@people.example", "ACCEPTED", NOW + datetime.timedelta(days=400))),
            "in the future")

    def test_no_answers(self):
        """Whatever else comes to that address is taken, and not sent back."""
        plain = email.message.EmailMessage()
        plain["From"] = "ben@people.example"
        plain.set_content("Looking forward to it!")
        forwarded = email.message.EmailMessage()
        forwarded["From"] = "ben@people.example"
        forwarded.set_content("See below")
        forwarded.add_attachment(email.message_from_bytes(
            make_mail("ben@people.example", self.accept()), policy=email.policy.default))
        deep = b"From: ben@people.example\r\n"
        for i in range(20000):
            deep += b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (i, i)
        for mail in (b"", b"\0" * 1000, b"\xff\xfe" * 5000, plain.as_bytes(),
                     forwarded.as_bytes(), deep,
                     b"From: ben@people.example\r\nContent-Type: text/calendar\r\n\r\n" + b"A" * 900000):
            self.assert_ignored(mail, "")
        self.assert_ignored(make_mail("ben@people.example", self.accept()) + b" " * 5000000, "too long")

    def test_put_off(self):
        """Where the database can't be reached, the mail system keeps the mail."""
        mail = make_mail("ben@people.example", self.accept())
        nowhere = os.path.join(self.folder.name, "none.db")
        self.receive(mail, 75, nowhere)
        self.assertFalse(os.path.exists(nowhere))
        foreign = os.path.join(self.folder.name, "foreign.db")
        pathlib.Path(foreign).write_text("this is no database" * 100)
        self.receive(mail, 75, foreign)
        for arguments in (["--nonsense"], ["--database", self.server.database, "file"]):
            done = subprocess.run([SERVER, "receive", *arguments], input=mail, capture_output=True)
            self.assertEqual(done.returncode, 75)

    def test_without_server(self):
        """The server need not run, and what was answered is there when it does again."""
        reply = make_reply(self.invite, "ben@people.example", "TENTATIVE", self.tick())
        self.server.stop()
        try:
            self.assertEqual(self.receive(make_mail("ben@people.example", reply)), "")
        finally:
            self.server.start()
        self.assertEqual(self.answer()[0], "tentative")

    def test_z_state(self):
        """Last: answers to what was moved, cancelled or is over change nothing."""
        mail = make_mail("ben@people.example", self.accept())

        def change(sql):
            self.server.stop()
            subprocess.run(["sqlite3", self.server.database, sql], check=True)
            self.server.start()

        change("UPDATE session SET sequence = 1")
        self.assert_ignored(mail, "older invite")
        change("UPDATE session SET sequence = 0, state = 'cancelled'")
        self.assert_ignored(mail, "cancelled")
        change("UPDATE session SET state = 'scheduled', starts_at = 1000, ends_at = 2000")
        self.assert_ignored(mail, "over")


unittest.main(verbosity=2)
