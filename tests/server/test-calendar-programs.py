#!/usr/bin/python3
"""Invites as other people's calendar programs take them (P17): what a person gets by
mail, from the booking to the calling off, read by python3-icalendar, by ical.js (in
Thunderbird) and by Evolution's data server, which imports it into a calendar."""
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import urllib.request
import uuid

import icalendar

from scheduler import MailSink, Server
from tap import Skip, main, test

ALWAYS = [{"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "to": "24:00"}]
ORGANIZATION = {
    "format": 1,
    "organization": {"id": "north", "name": "North; South, & Söhne"},
    "members": [
        {"id": "ana", "name": "Ana, \"the\" Mentor", "email": "ana@people.example", "zone": "UTC",
         "working_hours": ALWAYS},
        {"id": "ben", "name": "Ben", "email": "ben@people.example", "zone": "Asia/Kathmandu",
         "working_hours": ALWAYS}],
    "programs": [{"id": "p", "name": "P", "kind": "1-on-1", "planned_sessions": [
        {"id": "s%d" % i, "title": "Step %d: who; what, when" % i, "duration": 30,
         "agenda": [{"title": "Ask 😀", "minutes": 10}]} for i in range(1, 4)]}],
    "matches": [{"id": "m", "program": "p", "mentor": "ana", "mentee": "ben"}],
}
MIDNIGHT = datetime.datetime.now(datetime.timezone.utc).replace(hour=0, minute=0, second=0,
                                                               microsecond=0)
ICAL_JS = "ical.js@2.2.1"
READ_WITH_ICAL_JS = """
const {default: ICAL} = await import(process.argv[2]);
let text = "";
for await (const piece of process.stdin) text += piece;
console.log(JSON.stringify(JSON.parse(text).map(one => {
  const calendar = new ICAL.Component(ICAL.parse(one));
  const events = calendar.getAllSubcomponents("vevent");
  const event = new ICAL.Event(events[0]);
  return {
    method: calendar.getFirstPropertyValue("method"), n_events: events.length,
    uid: event.uid, sequence: event.sequence, summary: event.summary,
    description: event.description, start: event.startDate.toJSDate().toISOString(),
    end: event.endDate.toJSDate().toISOString(),
    attendees: event.attendees.map(a => a.getFirstValue()),
    names: event.attendees.map(a => a.getParameter("cn")),
  };
})));
"""


def at(days, hour):
    return MIDNIGHT + datetime.timedelta(days=days, hours=hour)


def wire(when):
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


class Story:
    """What Ben got, a mail after another, and what each was for."""

    def __init__(self, server, sink):
        self.server, self.sink = server, sink
        self.token = server.token("ana@people.example")
        self.mails = []  # (what for, iCalendar text)
        first = self.book("s1", at(3, 10))
        self.take("booked", 1)
        first = self.ask("POST", "/v1/sessions/%s/move" % first["id"], {
            "start": wire(at(4, 15)), "duration": 45, "zone": "UTC"}, first["etag"])
        self.take("moved", 1)
        rest = self.ask("POST", "/v1/matches/m/series", {"bookings": [
            self.booking("s2", at(10, 9)), self.booking("s3", at(17, 9))]})["items"]
        self.take("series", 2)
        self.ask("POST", "/v1/sessions/%s/move" % rest[1]["id"], {
            "start": wire(at(18, 11)), "duration": 30, "zone": "UTC"}, rest[1]["etag"])
        self.take("one moved", 1)
        self.ask("POST", "/v1/sessions/%s/cancel" % first["id"], {"reason": "Ill; sorry, all"},
                 first["etag"])
        self.take("cancelled", 1)
        self.uids = [first["uid"], rest[0]["uid"], rest[1]["uid"]]

    def ask(self, method, path, body, etag=None):
        headers = {"Authorization": "Bearer " + self.token, "Content-Type": "application/json",
                   "Idempotency-Key": uuid.uuid4().hex}
        if etag:
            headers["If-Match"] = etag
        request = urllib.request.Request(self.server.address + path, method=method,
                                         headers=headers, data=json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def booking(self, planned, start):
        return {"planned_session_id": planned, "start": wire(start), "duration": 30, "zone": "UTC",
                "conference": {"kind": "none"}}

    def book(self, planned, start):
        return self.ask("POST", "/v1/matches/m/sessions", self.booking(planned, start))

    def take(self, what, count):
        """Wait for @count more mails to each of both, and keep Ben's."""
        n_before = 2 * len(self.mails)
        for recipients, mail in self.sink.wait(n_before + 2 * count)[n_before:]:
            if recipients == ["ben@people.example"]:
                part, = (p for p in mail.walk() if p.get_content_type() == "text/calendar")
                assert part.get_param("method") in part.get_content(), part.get_param("method")
                self.mails.append((what, part.get_content()))

    def texts(self):
        return [text for _, text in self.mails]


def run_story(use):
    with tempfile.TemporaryDirectory() as folder, MailSink() as sink:
        path = pathlib.Path(folder, "north.json")
        path.write_text(json.dumps(ORGANIZATION), encoding="utf-8")
        with Server(["--mail-from", "sessions@people.example", "--smtp", sink.address],
                    path) as server:
            use(Story(server, sink))


def read_with_python(text):
    calendar = icalendar.Calendar.from_ical(text)
    event, = calendar.walk("VEVENT")
    return {"method": str(calendar["METHOD"]), "n_events": 1, "uid": str(event["UID"]),
            "sequence": int(event["SEQUENCE"]), "summary": str(event["SUMMARY"]),
            "description": str(event["DESCRIPTION"]),
            "start": event["DTSTART"].dt.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "end": event["DTEND"].dt.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "attendees": [str(a) for a in event["ATTENDEE"]],
            # This reader doesn't know RFC 6868.
            "names": [str(a.params["CN"]).replace("^'", '"') for a in event["ATTENDEE"]]}


@test("/calendar-programs/P17/icalendar")
def python_reads():
    def check(story):
        read = {}
        for what, text in story.mails:
            read.setdefault(what, []).append(read_with_python(text))
        booked, moved, cancelled = read["booked"][0], read["moved"][0], read["cancelled"][0]
        assert {one["uid"] for one in (booked, moved, cancelled)} == {story.uids[0]}
        assert [one["sequence"] for one in (booked, moved, cancelled)] == [0, 1, 2]
        assert [one["method"] for one in (booked, moved, cancelled)] == ["REQUEST", "REQUEST",
                                                                        "CANCEL"]
        assert moved["start"] == at(4, 15).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        assert {one["uid"] for one in read["series"]} == set(story.uids[1:])
        assert read["one moved"][0]["uid"] == story.uids[2]
        assert read["one moved"][0]["sequence"] == 1
        assert booked["summary"].startswith("Step 1: who; what, when"), booked["summary"]
        assert "Ask 😀" in booked["description"], booked["description"]
    run_story(check)


def install_ical_js():
    """Answers the module's path. It is kept in the build directory."""
    folder = pathlib.Path(os.environ["TOG_BUILDDIR"], "ical.js")
    module = folder / "node_modules/ical.js/dist/ical.js"
    if not shutil.which("node") or not shutil.which("npm"):
        raise Skip("needs node and npm")
    if not module.exists():
        folder.mkdir(exist_ok=True)
        install = subprocess.run(["npm", "install", "--prefix", folder, "--no-save", "--no-audit",
                                  "--no-fund", "--ignore-scripts", ICAL_JS],
                                 capture_output=True, text=True, check=False, timeout=120)
        if install.returncode:
            raise Skip("npm can't install %s: %s" % (ICAL_JS, install.stderr.strip()[-200:]))
    return module


@test("/calendar-programs/P17/ical.js")
def javascript_reads():
    module = install_ical_js()

    def check(story):
        script = module.parent / "read.mjs"
        script.write_text(READ_WITH_ICAL_JS)
        run = subprocess.run(["node", script, module], input=json.dumps(story.texts()), text=True,
                             capture_output=True, check=True, timeout=60)
        read = json.loads(run.stdout)
        assert len(read) == len(story.mails) == 6, read
        for text, one in zip(story.texts(), read):
            assert one == read_with_python(text), (one, read_with_python(text))
    run_story(check)


def connect_to_local_calendar():
    """The calendar that every desktop with Evolution's data server has."""
    try:
        import gi
        gi.require_version("ECal", "2.0")
        gi.require_version("EDataServer", "1.2")
        from gi.repository import ECal, EDataServer
    except (ImportError, ValueError) as error:
        raise Skip("needs Evolution's data server: %s" % error) from None
    registry = EDataServer.SourceRegistry.new_sync(None)
    source = registry.ref_builtin_calendar()
    return ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, 1, None)


@test("/calendar-programs/P17/evolution")
def evolution_imports():
    calendar = connect_to_local_calendar()
    from gi.repository import ECal, ICalGLib

    def list_events():
        """(uid, sequence, start) of what the calendar holds, by start."""
        _, events = calendar.get_object_list_sync("#t", None)
        return sorted((e.get_uid(), e.get_sequence(), e.get_dtstart().as_timet())
                      for e in events)

    def expect(*events):
        expected = sorted((uid, sequence, int(start.timestamp())) for uid, sequence, start in events)
        assert list_events() == expected, (list_events(), expected)

    def check(story):
        first, second, third = story.uids
        steps = {what: [] for what, _ in story.mails}
        for what, text in story.mails:
            steps[what].append(text)

        def receive(what):
            for text in steps[what]:
                component = ICalGLib.Component.new_from_string(text)
                assert calendar.receive_objects_sync(component, ECal.OperationFlags.NONE, None)

        receive("booked")
        expect((first, 0, at(3, 10)))
        receive("moved")
        expect((first, 1, at(4, 15)))
        receive("booked")  # an older mail that comes late
        assert len(list_events()) == 1
        receive("moved")
        receive("series")
        expect((first, 1, at(4, 15)), (second, 0, at(10, 9)), (third, 0, at(17, 9)))
        receive("one moved")
        expect((first, 1, at(4, 15)), (second, 0, at(10, 9)), (third, 1, at(18, 11)))
        receive("cancelled")
        expect((second, 0, at(10, 9)), (third, 1, at(18, 11)))
    run_story(check)


main()
