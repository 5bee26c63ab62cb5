"""Booking what remains of a program at one go, by keyboard, to the invites in the mail."""
import datetime
import json
import urllib.request

import icalendar

from drive import DriveError
from scheduler import MENTEE, PATIENCE, MailSink, Server, start_app
from session import Session
from steps import pass_quarter, sign_in
from tap import main, test

MATCH = "asha-ines"


def read_match(server, token):
    request = urllib.request.Request("%s/v1/matches/%s" % (server.address, MATCH))
    request.add_header("Authorization", "Bearer " + token)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def open_prompt(app):
    app.activate("push button", "Book *Asha*")
    app.find("table cell", "*, available*", shown=False, timeout=30 * PATIENCE)
    pass_quarter()
    app.grab("table cell")
    app.wait(lambda: "available" in str(app.focused()) or app.key("n"), "N leads to no free time")
    app.key("Return")
    app.find("push button", "*Send Invite*")


def repeat_weekly(app):
    for _ in range(20):
        focused = app.focused()
        if focused and focused.name == "Repeat":
            break
        app.key("shift+Tab")
    else:
        raise DriveError("Tab does not lead to Repeat")
    app.key("Return", "Down", "Return")
    app.find("heading", "Each Time Is Checked")


def settle_conflicts(app):
    """Move whatever does not fit to the first time that is proposed for it."""
    app.wait(lambda: not app.has("label", "Not every time is checked yet.*"), "not checked",
             30 * PATIENCE)
    for _ in range(6):
        conflicts = [n for n in app.find_all("list item", "*: *;*", shown=False)
                     if not n.name.endswith(";Fits") and "for Asha" not in n.name]
        if not conflicts:
            return
        when = conflicts[0].name.split(": ")[0]
        app.activate("push button", "Choose another time than " + when)
        app.find("list item", "*, *, * for Asha*")
        app.key("Return")
        app.settle()
    raise DriveError("conflicts remain: %s" % ", ".join(map(str, conflicts)))


@test("/series/P05/P35/books-what-remains")
def books_all():
    with Session(keyring=True) as session, MailSink() as sink, Server((
            "--mail-from", "sessions@meridian.example", "--smtp", sink.address)) as server, \
            sign_in(session, server) as app:
        token = server.token(MENTEE)
        before = {p["id"] for p in read_match(server, token)["planned"] if p["session"]}
        remaining = [p for p in read_match(server, token)["planned"] if p["id"] not in before]
        open_prompt(app)
        repeat_weekly(app)
        settle_conflicts(app)
        app.expect_names()
        app.activate("push button", "Send %d Invites" % len(remaining))
        app.gone("push button", "Send %d Invites" % len(remaining), timeout=60 * PATIENCE)

        booked = [p["session"] for p in read_match(server, token)["planned"]
                  if p["id"] not in before]
        assert all(s and s["state"] == "scheduled" for s in booked), booked
        starts = [datetime.datetime.fromisoformat(s["start"].replace("Z", "+00:00"))
                  for s in booked]
        assert starts == sorted(starts), starts
        # Both get one invite for each, and no two sessions share one.
        mails = sink.wait(2 * len(remaining))
        uids = [event["UID"] for _, message in mails for part in message.walk()
                if part.get_content_type() == "text/calendar"
                for event in icalendar.Calendar.from_ical(part.get_content()).walk("VEVENT")]
        assert len(uids) == 2 * len(set(uids)) == 2 * len(remaining), uids


main()
