#!/usr/bin/python3
"""The demo organization's files as others see them: JSON Schema and icalendar.
Arguments: the schema, the organization file."""
import json
import pathlib
import sys
import unittest

import icalendar
import jsonschema

SCHEMA, FILE = map(pathlib.Path, sys.argv[1:3])


class DemoFiles(unittest.TestCase):
    def setUp(self):
        self.schema = json.loads(SCHEMA.read_text())
        self.file = json.loads(FILE.read_text())
        self.validator = jsonschema.Draft202012Validator(self.schema)

    def test_schema(self):
        jsonschema.Draft202012Validator.check_schema(self.schema)
        self.validator.validate(self.file)

    def test_schema_refuses(self):
        for change in (
                lambda file: file.update(format=2),
                lambda file: file.update(membres=[]),
                lambda file: file["organization"].pop("id"),
                lambda file: file["members"][0].update(email="Ann <ann@o.example>"),
                lambda file: file["members"][0].update(minimum_notice=-1),
                lambda file: file["members"][0]["working_hours"][0].update(weekday=1),
                lambda file: file["members"][0]["working_hours"][0].update({"from": "9:00"}),
                lambda file: file["programs"][0].update(kind="solo"),
                lambda file: file["matches"][0]["sessions"][0].update(start="2026-10-12 10:00"),
                lambda file: file["groups"][0].update(facilitators=[])):
            file = json.loads(FILE.read_text())
            change(file)
            self.assertFalse(self.validator.is_valid(file))

    def test_calendars(self):
        seen = set()
        for member in self.file["members"]:
            for named in member.get("calendars", []):
                path = FILE.parent / named["file"]
                calendar = icalendar.Calendar.from_ical(path.read_bytes())
                self.assertEqual(calendar.errors, [])
                for event in calendar.walk("VEVENT"):
                    self.assertEqual(event.errors, [])
                    seen |= set(event.keys())
                    seen.add("ALL-DAY" if not hasattr(event["DTSTART"].dt, "hour") else "TIMED")
                    seen.add(str(event.get("STATUS", "CONFIRMED")))
                    seen.add(str(event.get("TRANSP", "OPAQUE")))
        # Such as people really have.
        self.assertLessEqual({"RRULE", "EXDATE", "RECURRENCE-ID", "ALL-DAY", "TENTATIVE",
                              "CANCELLED", "TRANSPARENT", "CLASS", "ATTENDEE"}, seen)
        self.assertEqual({path.name for path in FILE.parent.glob("*.ics")},
                         {named["file"] for member in self.file["members"]
                          for named in member.get("calendars", [])})


unittest.main(argv=sys.argv[:1], verbosity=2)
