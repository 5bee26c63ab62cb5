#!/usr/bin/python3
"""Invites read back by python3-icalendar: what people wrote is in the property it
belongs to, whole, and nowhere else (P18).

Random text has no backslashes: two of them, or one before an n, are more than this
reader can tell apart. test-invite.c has them.
"""

import json
import random
import subprocess
import sys

import icalendar

PIECES = ["\r\n", "\n", ";", ",", ":", "^", "=", " ", ".", "BEGIN:VEVENT", "END:VEVENT",
          "\nATTENDEE:x", "é", "😀", "\u200f", "\u0301", "a", "word ", "שלום", "N", "n"]
TEXTS = ["Goals", "a;b,c\\d:e", "\\", ".", "line\nATTENDEE:mailto:evil@example.org",
         "END:VEVENT\nEND:VCALENDAR", "👩‍💻 " * 40]


def check(text, ical):
    calendar = icalendar.Calendar.from_ical(ical)
    assert calendar["METHOD"] == "REQUEST"
    assert [c.name for c in calendar.subcomponents] == ["VEVENT"]
    event = calendar.subcomponents[0]
    plain = text.replace("\r\n", "\n")
    assert not event.errors, event.errors
    assert set(event) == {"UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION",
                          "LOCATION", "ORGANIZER", "ATTENDEE", "STATUS", "TRANSP"}, set(event)
    assert str(event["SUMMARY"]) == plain, (text, str(event["SUMMARY"]))
    assert str(event["LOCATION"]) == plain
    assert str(event["DESCRIPTION"]).startswith(plain)
    assert event["UID"] == "s1@together.example.org" and event["SEQUENCE"] == 3
    assert event["DTSTART"].dt.isoformat() == "2026-11-24T12:00:00+00:00"
    assert event["ORGANIZER"] == "mailto:calendar@example.org"
    assert event["ORGANIZER"].params["CN"] == "Example, Inc."
    attendees = event["ATTENDEE"]
    assert [str(a) for a in attendees] == ["mailto:grace+calls@example.org",
                                          "mailto:ada@members.invalid"]
    assert [a.params["PARTSTAT"] for a in attendees] == ["NEEDS-ACTION", "ACCEPTED"]
    assert attendees[1].params["CN"] == "Ada"


def main():
    chance = random.Random(20261123)
    process = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               text=True, bufsize=1)
    texts = TEXTS + ["x" + "".join(chance.choice(PIECES) for _ in range(chance.randint(0, 60)))
                     for _ in range(400)]
    for text in texts:
        process.stdin.write(json.dumps(text) + "\n")
        check(text, json.loads(process.stdout.readline()))
    process.stdin.close()
    assert process.wait() == 0
    print(f"{len(texts)} invites")


main()
