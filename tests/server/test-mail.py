#!/usr/bin/python3
"""Mails, read back by parsers that are not ours: Python's email, icalendar and
html.parser. Arguments: mail-echo, together-server."""
import datetime
import email
import email.policy
import email.utils
import html.parser
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.request
import uuid

import icalendar

ECHO, SERVER = sys.argv[1:3]
SOURCE = pathlib.Path(__file__).resolve().parents[2]

INES = {"id": "ines", "name": "Inês Carvalho", "email": "ines@meridian.example", "zone": "Europe/Lisbon"}
ASHA = {"id": "asha", "name": "Asha Gurung", "email": "asha@meridian.example", "zone": "Asia/Kathmandu"}


def participant(member, role, answer, reason=None):
    return {"member": member, "role": role, "answer": answer, "reason": reason, "held": "unsaid",
            "late": 0}


def session(**changes):
    answer = {
        "id": "k1", "etag": '"1"', "uid": "k1@meridian.example", "sequence": 0,
        "state": "scheduled", "title": "Giving and receiving feedback", "ordinal": 3,
        "n_planned": 6, "program_name": "Women in Engineering Leadership", "match_id": "m",
        "group_id": None, "start": "2026-11-26T11:15:00Z", "end": "2026-11-26T12:00:00Z",
        "conference": {"kind": "provider", "provider": "jitsi", "name": "Jitsi Meet",
                       "url": "https://meet.meridian.example/x1", "place": None},
        "message": "I would like to bring the review.\nIs 45 minutes enough?",
        "cancel_reason": None, "my_rating": 0, "delivery": "pending", "booked_by": "ines",
        "participants": [
            participant(dict(ASHA), "mentor", "pending"),
            participant(dict(INES), "mentee", "accepted")],
        "agenda": [{"title": "What went well", "minutes": 5}, {"title": "Practise", "minutes": 0}],
        "resources": [{"title": "Worksheet", "url": "https://meridian.example/w?a=1&b=2"}],
    }
    answer.update(changes)
    return answer


def compose(given, recipient="ines", method="REQUEST", name="Méridien",
            address="sessions@meridian.example", about="ines", moved_from=()):
    done = subprocess.run([ECHO, recipient, method, name, address, about, *moved_from],
                          input=json.dumps(given).encode(), capture_output=True)
    if done.returncode:
        raise AssertionError(done.stderr.decode())
    return done.stdout


class Text(html.parser.HTMLParser):
    """The text of HTML, its links, and the names of its elements."""

    def __init__(self, text):
        super().__init__()
        self.text, self.links, self.elements = "", [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.add(tag)
        self.links += [value for name, value in attributes if name in ("href", "src")]
        assert not any(name.startswith("on") for name, value in attributes)

    def handle_data(self, data):
        self.text += data


class Mail:
    def __init__(self, raw):
        self.raw = raw
        self.message = email.message_from_bytes(raw, policy=email.policy.default)
        alternative, attachment = self.message.iter_parts()
        text, page, calendar = alternative.iter_parts()
        self.structure = [part.get_content_type() for part in self.message.walk()]
        self.text = text.get_content().replace("\r\n", "\n")
        self.html = Text(page.get_content())
        self.calendar_part, self.attachment = calendar, attachment
        # Without the universal newlines of get_content().
        self.ical = calendar.get_payload(decode=True)
        self.calendar = icalendar.Calendar.from_ical(self.ical)
        self.event, = self.calendar.walk("VEVENT")


HOSTILE = [
    "Line\u2028break and \u2029 more",
    "a;b,c\\d:e\"f'g",
    "<script>alert(1)</script><img src=x onerror=y>",
    "BEGIN:VEVENT END:VEVENT ATTENDEE:mailto:x@y.example",
    "🎉 Zażółć \u202egnirts desrever\u202c עברית",
    "=?utf-8?q?encoded?= =0D=0ABcc: x@y.example",
    ".",
    "x" * 300,
    "é" * 300,
    "%s %n &amp; &#10;",
]


class Compose(unittest.TestCase):
    def test_group(self):
        zones = ["Europe/Lisbon", "Asia/Kathmandu", "America/New_York", "Asia/Kolkata"]
        for n in (4, 13, 14, 50, 1000):
            people = [participant({"id": "m%d" % i, "name": "Member %d, Esq." % i,
                                   "email": "m%d@o.example" % i if i % 3 else None,
                                   "zone": zones[i % len(zones)]},
                                  "facilitator" if i < 2 else "member",
                                  "accepted" if i == 1 else "pending") for i in range(n)]
            people[1]["member"]["name"] = "נועה " + "x" * 190
            given = session(participants=people, booked_by="m1", match_id=None, group_id="circle")
            mail = Mail(compose(given, recipient="m1"))
            attendees = mail.event["ATTENDEE"]
            self.assertEqual([str(a) for a in attendees],
                             ["mailto:m%d@%s" % (i, "o.example" if i % 3 else "members.invalid")
                              for i in range(n)])
            self.assertEqual({a.params["ROLE"] for a in attendees}, {"REQ-PARTICIPANT"})
            self.assertEqual(str(mail.message["To"].addresses[0].addr_spec), "m1@o.example")
            # The text says who it is by a dozen names, and when by each clock once.
            told = 12 if n > 13 else n
            for text in (mail.text, mail.html.text):
                self.assertIn("Member 0, Esq., facilitator", text)
                self.assertEqual(text.count(", member"), told - 2)
                self.assertEqual("and %d others" % (n - told) in text, n > told)
                self.assertEqual(text.count("Kolkata"), 1)
                self.assertNotIn("invalid", text)
            self.assertIn("17:00 to 17:45, Asia/Kathmandu", mail.text)
            if n == 1000:
                self.assertIn("Member 8, Esq. and 247 others: Thursday", mail.text)
                self.assertLess(len(mail.text), 5000)

    def test_P17_structure(self):
        mail = Mail(compose(session()))
        self.assertEqual(mail.structure, [
            "multipart/mixed", "multipart/alternative", "text/plain", "text/html",
            "text/calendar", "application/ics"])
        self.assertEqual(mail.calendar_part.get_param("method"), "REQUEST")
        self.assertEqual(mail.calendar_part.get_content_charset(), "utf-8")
        self.assertEqual(mail.attachment.get_filename(), "invite.ics")
        self.assertEqual(mail.attachment.get_payload(decode=True), mail.ical)
        self.assertEqual(str(mail.calendar["METHOD"]), "REQUEST")
        self.assertEqual(str(mail.event["UID"]), "k1@meridian.example")
        self.assertEqual(mail.event["SEQUENCE"], 0)
        self.assertEqual(mail.event["DTSTART"].dt,
                         datetime.datetime(2026, 11, 26, 11, 15, tzinfo=datetime.timezone.utc))
        self.assertEqual(mail.message["From"].addresses[0].display_name, "Méridien")
        self.assertEqual(mail.message["From"].addresses[0].addr_spec, "sessions@meridian.example")
        self.assertEqual(mail.message["To"].addresses[0].addr_spec, "ines@meridian.example")
        self.assertEqual(mail.message["Message-ID"], "<key.0.request.ines@meridian.example>")
        self.assertEqual(mail.message["Auto-Submitted"], "auto-generated")
        self.assertEqual(email.utils.parsedate_to_datetime(mail.message["Date"]).timestamp(),
                         1795428780)
        self.assertEqual(mail.message.defects, [])

    def test_line_lengths(self):
        for text in HOSTILE:
            raw = compose(session(title=text.replace("\u2028", " ").replace("\u2029", " "), message=text))
            self.assertNotRegex(raw, rb"[^\r]\n")
            self.assertNotRegex(raw, rb"\r[^\n]")
            self.assertLessEqual(max(map(len, raw.split(b"\r\n"))), 998)
            raw.decode("ascii")

    def test_content(self):
        mail = Mail(compose(session()))
        for text in (mail.text, mail.html.text):
            for said in ("Giving and receiving feedback", "Session 3 of 6",
                         "Women in Engineering Leadership", "Jitsi Meet",
                         "https://meet.meridian.example/x1", "Asha Gurung, mentor",
                         "Inês Carvalho, mentee", "I would like to bring the review.",
                         "Is 45 minutes enough?", "What went well (5 min)", "Practise",
                         "Worksheet", "You booked this session"):
                self.assertIn(said, text)
        self.assertIn("https://meridian.example/w?a=1&b=2", mail.text)
        self.assertEqual(mail.html.links, ["https://meet.meridian.example/x1",
                                           "https://meridian.example/w?a=1&b=2"])
        description = str(mail.event["DESCRIPTION"])
        self.assertIn("What went well (5 min)", description)
        self.assertIn("https://meridian.example/w?a=1&b=2", description)
        self.assertIn("Inês Carvalho invites you", Mail(compose(session(), "asha")).text)

    def test_place_and_none(self):
        place = {"kind": "place", "provider": None, "name": None, "url": None, "place": "Café, 2nd floor; left"}
        mail = Mail(compose(session(conference=place)))
        self.assertIn("Café, 2nd floor; left", mail.text)
        self.assertEqual(str(mail.event["LOCATION"]), "Café, 2nd floor; left")
        none = {"kind": "none", "provider": None, "name": None, "url": None, "place": None}
        self.assertIn("Inês Carvalho sends the link", Mail(compose(session(conference=none))).text)

    def check_times(self, mail):
        for text in (mail.text, mail.html.text, mail.message["Subject"]):
            for line in text.splitlines():
                if re.search(r"\b\d\d:\d\d\b", re.sub(r"\(UTC[^)]*\)", "", line)):
                    self.assertRegex(line, r"\(UTC[+-]\d+(:\d\d)?\)")

    def test_P17_cancel(self):
        given = session(sequence=2, state="cancelled", cancel_reason="Ill; sorry, “all”")
        for recipient, said in (("ines", "You cancelled this session."),
                                ("asha", "Inês Carvalho cancelled this session.")):
            mail = Mail(compose(given, recipient, method="CANCEL"))
            self.assertTrue(mail.message["Subject"].startswith("Cancelled: "))
            self.assertEqual(mail.calendar_part.get_param("method"), "CANCEL")
            self.assertEqual(str(mail.calendar["METHOD"]), "CANCEL")
            self.assertEqual(str(mail.event["STATUS"]), "CANCELLED")
            self.assertEqual(str(mail.event["UID"]), "k1@meridian.example")
            self.assertEqual(mail.event["SEQUENCE"], 2)
            self.assertEqual(str(mail.event["COMMENT"]), "Ill; sorry, “all”")
            self.assertIn(said, mail.text)
            self.assertIn("Reason\nIll; sorry, “all”\n", mail.text)
            self.check_times(mail)
        self.assertNotIn("Reason", Mail(compose(session(state="cancelled"), method="CANCEL")).text)

    def test_P11_moved(self):
        # From summer time to winter time: each of the two has its own offset.
        old = ("2026-10-22T10:15:00Z", "2026-10-22T11:00:00Z")
        for recipient, said, start, end in (
                ("ines", "Asha Gurung moved this session.",
                 "Thursday 22 October 2026, 11:15 to 12:00, Europe/Lisbon (UTC+1)",
                 "Thursday 26 November 2026, 11:15 to 12:00, Europe/Lisbon (UTC+0)"),
                ("asha", "You moved this session.",
                 "Thursday 22 October 2026, 16:00 to 16:45, Asia/Kathmandu (UTC+5:45)",
                 "Thursday 26 November 2026, 17:00 to 17:45, Asia/Kathmandu (UTC+5:45)")):
            mail = Mail(compose(session(sequence=1), recipient, about="asha", moved_from=old))
            self.assertEqual(mail.message["Subject"],
                             "Moved: Giving and receiving feedback, " + end)
            self.assertIn(said, mail.text)
            self.assertIn("Moved\nFrom: %s\nTo: %s\n" % (start, end), mail.text)
            self.assertIn("From: " + start, mail.html.text)
            self.assertEqual(str(mail.calendar["METHOD"]), "REQUEST")
            self.assertEqual(mail.event["SEQUENCE"], 1)
            self.assertEqual(str(mail.event["UID"]), "k1@meridian.example")
            self.check_times(mail)
        same = session()
        changed = Mail(compose(same, moved_from=(same["start"], same["end"])))
        self.assertTrue(changed.message["Subject"].startswith("Changed: "))
        self.assertIn("You changed this session.", changed.text)
        self.assertNotIn("From:", changed.text)

    def test_declined(self):
        given = session()
        given["participants"][0] = participant(dict(ASHA), "mentor", "declined", "Ill <today>")
        raw = compose(given, method="DECLINED", about="asha")
        message = email.message_from_bytes(raw, policy=email.policy.default)
        self.assertEqual([part.get_content_type() for part in message.walk()],
                         ["multipart/alternative", "text/plain", "text/html"])
        self.assertTrue(message["Subject"].startswith("Declined: Giving and receiving feedback, "))
        text = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
        self.assertIn("Asha Gurung declined this session.", text)
        self.assertIn("Reason\nIll <today>\n", text)
        self.assertIn("11:15 to 12:00, Europe/Lisbon (UTC+0)", text)
        page = Text(message.get_body(("html",)).get_content())
        self.assertIn("Ill <today>", page.text)
        self.assertNotIn("BEGIN:", raw.decode("ascii"))

    def test_P18_reasons(self):
        clean = Mail(compose(session(state="cancelled", cancel_reason="x"), method="CANCEL"))
        for text in HOSTILE:
            line = text.replace("\u2028", " ").replace("\u2029", " ").strip()[:300]
            given = session(state="cancelled", cancel_reason=line)
            # Marks that turn text around are dropped as it is read.
            line = re.sub("[\u202a-\u202e]", "", line)
            mail = Mail(compose(given, method="CANCEL"))
            self.assertEqual(mail.message.keys(), clean.message.keys())
            self.assertEqual(mail.structure, clean.structure)
            self.assertEqual(str(mail.event["COMMENT"]), line)
            self.assertEqual(mail.event.keys(), clean.event.keys())
            self.assertIn(line, mail.html.text)
            self.assertLessEqual(mail.html.elements, clean.html.elements)
            given = session()
            given["participants"][0] = participant(dict(ASHA), "mentor", "declined", line)
            message = email.message_from_bytes(
                compose(given, method="DECLINED", about="asha"), policy=email.policy.default)
            self.assertEqual(message.defects, [])
            page = Text(message.get_body(("html",)).get_content())
            self.assertIn(line, page.text)
            self.assertLessEqual(page.elements, clean.html.elements)

    def test_P11_every_time_names_its_zone(self):
        cases = [
            ("ines", "Thursday 26 November 2026, 11:15 to 12:00, Europe/Lisbon (UTC+0)",
             "For Asha Gurung: Thursday 26 November 2026, 17:00 to 17:45, Asia/Kathmandu (UTC+5:45)"),
            ("asha", "Thursday 26 November 2026, 17:00 to 17:45, Asia/Kathmandu (UTC+5:45)",
             "For Inês Carvalho: Thursday 26 November 2026, 11:15 to 12:00, Europe/Lisbon (UTC+0)"),
        ]
        for recipient, mine, other in cases:
            mail = Mail(compose(session(message=None), recipient))
            self.assertIn("When\n" + mine + "\n" + other + "\n", mail.text)
            self.assertTrue(mail.message["Subject"].endswith(mine), mail.message["Subject"])
            self.check_times(mail)

    def test_P11_over_a_clock_change(self):
        mail = Mail(compose(session(start="2026-10-25T00:30:00Z", end="2026-10-25T01:30:00Z")))
        self.assertIn("Sunday 25 October 2026, 01:30 (UTC+1) to 01:30, Europe/Lisbon (UTC+0)", mail.text)
        night = Mail(compose(session(start="2026-11-26T23:30:00Z", end="2026-11-27T00:15:00Z")))
        self.assertIn("Thursday 26 November 2026, 23:30 to Friday 27 November 2026, 00:15, "
                      "Europe/Lisbon (UTC+0)", night.text)

    def test_P18_injection(self):
        clean = Mail(compose(session()))
        headers = clean.message.keys()
        for text in HOSTILE:
            line = text.replace("\u2028", " ").replace("\u2029", " ").strip()
            given = session(title=line, program_name=line[:200], message=text + "\n.\nBcc: x@y.example\n\nEND:VCALENDAR\n" + text,
                            agenda=[{"title": line, "minutes": 1}],
                            resources=[{"title": line, "url": "https://x.example/"}])
            given["participants"][0]["member"]["name"] = line[:200]
            # Marks that turn text around are dropped as it is read.
            line = re.sub("[\u202a-\u202e]", "", line)
            for recipient in ("ines", "asha"):
                mail = Mail(compose(given, recipient, name=line[:100]))
                self.assertEqual(mail.message.keys(), headers)
                self.assertEqual(mail.structure, clean.structure)
                self.assertEqual(len(mail.message["To"].addresses), 1)
                self.assertEqual(mail.message["To"].addresses[0].addr_spec, recipient + "@meridian.example")
                self.assertEqual(mail.message["From"].addresses[0].addr_spec, "sessions@meridian.example")
                self.assertIn(line.replace("=?", "= ?")[:100], mail.message["Subject"])
                self.assertIn(line, mail.html.text)
                self.assertLessEqual(mail.html.elements,
                                     {"html", "head", "meta", "body", "h1", "h2", "div", "ol", "li", "a", "p"})
                # A parser may see lines of its own only where ours are.
                self.assertEqual([key for key, value in mail.event.property_items() if key in ("BEGIN", "END")],
                                 ["BEGIN", "END"])
                self.assertEqual(str(mail.event["SUMMARY"]), line)
                self.assertEqual(len(mail.event["ATTENDEE"]), 2)
                self.assertEqual(mail.event.keys() - clean.event.keys(), set())

    def test_P20_hidden_address(self):
        given = session()
        given["participants"][0]["member"]["email"] = None
        mail = Mail(compose(given))
        self.assertNotIn(b"asha@meridian", mail.raw + mail.ical)
        self.assertNotIn("asha@", mail.text)
        self.assertIn("Asha Gurung, mentor\n", mail.text)
        self.assertIn("mailto:ines@meridian.example", [str(a).lower() for a in mail.event["ATTENDEE"]])

    def test_no_address(self):
        given = session()
        given["participants"][1]["member"]["email"] = None
        with self.assertRaises(AssertionError):
            compose(given)
        with self.assertRaises(AssertionError):
            compose(session(), recipient="nobody")
        with self.assertRaises(AssertionError):
            compose(session(), address="a@b.example\r\nBcc: x@y.example")


class Served(unittest.TestCase):
    """The real server, from the organization file to the mail."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.base = pathlib.Path(self.folder.name)
        self.database = str(self.base / "t.db")
        self.run_server("import", str(SOURCE / "data/demo-organization/demo.json"))

    def run_server(self, command, *arguments):
        return subprocess.run([SERVER, command, "--database", self.database, *arguments],
                              check=True, capture_output=True, text=True).stdout

    def serve(self):
        server = subprocess.Popen(
            [SERVER, "serve", "--database", self.database, "--listen", "127.0.0.1:0",
             "--mail-folder", str(self.base / "mail")],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        self.addCleanup(server.stdout.close)
        said = ""
        while "http://" not in said:
            line = server.stdout.readline()
            self.assertTrue(line, said)
            said += line
        self.assertIn("not sent but written to " + str(self.base / "mail"), said)
        return re.search(r"http://[0-9.:]+", said)[0]

    def ask(self, url, token, body=None, headers={}):
        request = urllib.request.Request(
            url, headers={"Authorization": "Bearer " + token, **headers},
            data=None if body is None else json.dumps(body).encode())
        if body is not None:
            request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def test_booked(self):
        address = self.serve()
        token = self.run_server("token", "ines@meridian.example").strip()
        home = self.ask(address + "/v1/home", token)
        self.assertEqual([match["first_contact"] for match in home["matches"]].count(True), 1)
        tomas = self.ask(address + "/v1/matches/ines-tomas", token)
        self.assertIsNone(tomas["person"]["email"])
        self.assertEqual(tomas["next"]["title"], "Reading someone else’s code")

        _, booked = self.try_times(1, lambda when: self.ask(
            address + "/v1/matches/ines-tomas/sessions", token,
            {"planned_session_id": "contribution-3", "start": when,
             "duration": 45, "zone": "Europe/Lisbon", "message": "Olá!\nSee you.",
             "conference": {"kind": "provider", "provider": "jitsi"}},
            {"Idempotency-Key": uuid.uuid4().hex}))
        mails = self.wait_for_mails(2)
        by_recipient = {mail.message["To"].addresses[0].addr_spec: mail for mail in mails}
        self.assertEqual(set(by_recipient), {"ines@meridian.example", "tomas@meridian.example"})
        for mail in mails:
            self.assertEqual(str(mail.event["UID"]), booked["uid"])
            self.assertIn(booked["conference"]["url"], mail.text)
            self.assertIn("America/Sao_Paulo (UTC-3)", mail.text)
        # P20: Tomás doesn't share his address, not even with whom he meets.
        self.assertNotIn("tomas@", by_recipient["ines@meridian.example"].text)
        self.assertNotIn(b"tomas@meridian", by_recipient["ines@meridian.example"].ical)
        self.assertIn(b"mailto:tomas@meridian.example", by_recipient["tomas@meridian.example"].ical.lower())
        # P20: nothing of anybody's calendar.
        for mail in mails:
            self.assertNotIn(b"Weekly planning", mail.raw)
        # Nobody was sent anything: it says so, and where it is.
        outbox = self.run_server("outbox", "--all")
        self.assertRegex(outbox, r"(?m)^2 +written +1 ")
        self.assertNotRegex(outbox, r"(?m)^\d+ +sent ")
        self.assertIn("written to files in %s: 2" % (self.base / "mail"), outbox)
        self.assertIn("No mail waits", self.run_server("outbox"))

    def change(self, address, token, session_id, what, body):
        """Does something with a session as it is."""
        etag = self.ask(address + "/v1/sessions/" + session_id, token)["etag"]
        return self.ask("%s/v1/sessions/%s/%s" % (address, session_id, what), token, body,
                        {"Idempotency-Key": uuid.uuid4().hex, "If-Match": etag})

    def test_P17_whole_life(self):
        """Booked, moved and called off, as a calendar that takes each mail has it."""
        address = self.serve()
        token = self.run_server("token", "ines@meridian.example").strip()
        first, booked = self.try_times(1, lambda when: self.ask(
            address + "/v1/matches/ines-tomas/sessions", token,
            {"planned_session_id": "contribution-3", "start": when, "duration": 30,
             "zone": "Europe/Lisbon", "conference": {"kind": "none"}},
            {"Idempotency-Key": uuid.uuid4().hex}))
        self.wait_for_mails(2)
        # Later than the first, whatever day this runs on: moving to the same time sends nothing.
        second, moved = self.try_times(1, lambda when: self.change(
            address, token, booked["id"], "move",
            {"start": when, "duration": 30, "zone": "Europe/Lisbon"}), later_than=first)
        self.assertEqual(moved["start"], second)
        self.wait_for_mails(4)
        self.change(address, token, booked["id"], "cancel", {"reason": "Ill\u00a0today, sorry"})
        mails = self.wait_for_mails(6)

        for recipient in ("ines@meridian.example", "tomas@meridian.example"):
            mine = [mail for mail in mails
                    if mail.message["To"].addresses[0].addr_spec == recipient]
            self.assertEqual([str(mail.calendar["METHOD"]) for mail in mine],
                             ["REQUEST", "REQUEST", "CANCEL"])
            self.assertEqual({str(mail.event["UID"]) for mail in mine}, {booked["uid"]})
            self.assertEqual([mail.event["SEQUENCE"] for mail in mine], [0, 1, 2])
            self.assertEqual([mail.event["DTSTART"].dt.strftime("%Y-%m-%dT%H:%M:%SZ")
                              for mail in mine], [first, second, second])
            stamps = [mail.event["DTSTAMP"].dt for mail in mine]
            self.assertEqual(stamps, sorted(stamps))
            self.assertEqual(len({mail.message["Message-ID"] for mail in mine}), 3)
            for mail in mine:
                self.assertEqual(mail.calendar_part.get_param("method"),
                                 str(mail.calendar["METHOD"]))
            self.assertIn("Ill\u00a0today, sorry", mine[2].text)

    def try_times(self, first_day, ask, later_than=""):
        """Asks for one time after another until one suits both. Returns: that, and the answer"""
        start = datetime.datetime.now(datetime.timezone.utc).replace(minute=0, second=0, microsecond=0)
        for hours in range(24 * first_day, 24 * (first_day + 20)):
            when = (start + datetime.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")
            if when <= later_than:
                continue
            try:
                return when, ask(when)
            except urllib.error.HTTPError as refused:
                self.assertIn(refused.code, (409, 422), refused.read())
                refused.close()
        self.fail("nothing suits both")

    def wait_for_mails(self, count):
        import time
        for _ in range(2000):
            files = sorted((self.base / "mail").glob("*.eml")) if (self.base / "mail").exists() else []
            if len(files) >= count:
                self.assertEqual(len(files), count)
                return [Mail(path.read_bytes()) for path in files]
            time.sleep(0.01)
        self.fail("no mails came")


unittest.main(argv=sys.argv[:1], verbosity=2)
