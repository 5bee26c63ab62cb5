"""The part of test-openapi.py about what becomes of sessions: answers, moves, cancels,
statements, records and series."""
import json
import os
import subprocess
import time

from openapi_extras import refuse_writes, write_headers

DAY = 86400
HOURS = [{"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "to": "24:00"}]

# Asked without a token and with a wrong one.
OPERATIONS = [
    ("answerInvite", {"session_id": "x"}), ("rescheduleSession", {"session_id": "x"}),
    ("cancelSession", {"session_id": "x"}), ("completeSession", {"session_id": "x"}),
    ("bookSeries", {"match_id": "x"}), ("bookGroupSeries", {"group_id": "x"}),
    ("recordSession", {"match_id": "x"}), ("recordGroupSession", {"group_id": "x"}),
]


def instant(day, hour=10):
    today = time.time() // DAY
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime((today + day) * DAY + hour * 3600))


def add_life(server, database, folder):
    """An organization of its own whose members always can. Returns: two of their tokens"""
    path = os.path.join(folder, "life.json")

    def program(name, kind):
        return {"id": name, "name": name, "kind": kind, "planned_sessions": [
            {"id": "%s%d" % (name, i), "title": "Step", "duration": 30} for i in range(1, 9)]}

    with open(path, "w") as file:
        json.dump({
            "format": 1,
            "organization": {"id": "life", "name": "Life", "calendar_sharing": False, "providers": [
                {"id": "jitsi", "name": "Jitsi", "link": "https://meet.example/{id}"}]},
            "members": [{"id": name, "name": name.upper(), "email": name + "@life.example",
                         "zone": "UTC", "working_hours": HOURS} for name in "abc"],
            "programs": [program("p", "1-on-1"), program("g", "group")],
            "matches": [{"id": "m", "program": "p", "mentor": "a", "mentee": "b", "sessions": [
                {"planned_session": "p8", "state": "scheduled", "start": instant(-2)}]}],
            "groups": [{"id": "g", "program": "g", "name": "G", "facilitators": ["a"],
                        "members": ["b", "c"]}],
        }, file)
    subprocess.run([server, "import", "--database", database, path], check=True,
                   capture_output=True)
    return [subprocess.run([server, "token", "--database", database, name + "@life.example"],
                           check=True, capture_output=True, text=True).stdout.strip()
            for name in "ab"]


def booking(planned, day, **more):
    return dict({"planned_session_id": planned, "start": instant(day), "duration": 30,
                 "zone": "UTC", "conference": {"kind": "provider", "provider": "jitsi"}}, **more)


def walk_series(client, token, operation, planned, first_day, **parts):
    """Books a series. Returns: its sessions"""
    good = {"bookings": [booking(planned + str(i), first_day + i) for i in (1, 2, 3)]}
    nothing = {name: "nothing" for name in parts}
    refuse_writes(client, operation, token, good, **parts)
    client.call(operation, 404, token, body=good, headers=write_headers(), **nothing)
    bad = {"bookings": good["bookings"] + [booking(planned + "4", -1),
                                           booking("nothing", first_day + 9)]}
    _, problem = client.call(operation, 409, token, body=bad, headers=write_headers(), **parts)
    assert problem["type"] == "/problems/series-conflicts"
    assert [(v["index"], v["type"]) for v in problem["verdicts"]] == [
        (3, "/problems/slot-past"), (4, "/problems/bad-value")]
    twice = {"bookings": good["bookings"][:1] * 2}
    client.call(operation, 422, token, body=twice, headers=write_headers(), **parts)
    headers = write_headers()
    _, made = client.call(operation, 201, token, body=good, headers=headers, **parts)
    assert [s["start"] for s in made["items"]] == [b["start"] for b in good["bookings"]]
    _, again = client.call(operation, 201, token, body=good, headers=headers, **parts)
    assert again == made
    return made["items"]


def walk_record(client, token, operation, planned, **parts):
    good = {"planned_session_id": planned, "start": instant(-1), "duration": 25,
            "note": "By phone", "rating": 4}
    nothing = {name: "nothing" for name in parts}
    refuse_writes(client, operation, token, good, **parts)
    client.call(operation, 404, token, body=good, headers=write_headers(), **nothing)
    _, problem = client.call(operation, 409, token, body=dict(good, start=instant(1)),
                             headers=write_headers(), **parts)
    assert problem["type"] == "/problems/session-too-early"
    _, made = client.call(operation, 201, token, body=good, headers=write_headers(), **parts)
    assert made["state"] == "completed" and made["my_rating"] == 4
    _, note = client.call("getNote", 200, token, session_id=made["id"])
    assert note["text"] == "By phone"


def walk_changes(client, operation, token, good, session, other, expected):
    """What every change to a session has in common. Returns: the session afterwards"""
    parts = {"session_id": session["id"]}
    _, session = client.call("getSession", 200, token, **parts)
    refuse_writes(client, operation, token, good, session["etag"], **parts)
    match = {"If-Match": session["etag"]}
    client.call(operation, 404, token, body=good, headers=write_headers(**match),
                session_id="nothing")
    _, problem = client.call(operation, 409, token, body=good, session_id=other["id"],
                             headers=write_headers(**{"If-Match": other["etag"]}))
    assert problem["type"] == expected
    headers = write_headers(**match)
    _, changed = client.call(operation, 200, token, body=good, headers=headers, **parts)
    _, again = client.call(operation, 200, token, body=good, headers=headers, **parts)
    assert again == changed and changed["uid"] == session["uid"]
    client.call("getHome", 200, token)
    return changed


def walk(client, tokens):
    a, b = tokens
    _, page = client.call("listSessions", 200, a)
    past, = page["items"]
    first, second, third = walk_series(client, a, "bookSeries", "p", 3, match_id="m")
    walk_series(client, a, "bookGroupSeries", "g", 13, group_id="g")
    walk_record(client, a, "recordSession", "p5", match_id="m")
    walk_record(client, b, "recordGroupSession", "g5", group_id="g")
    client.call("getHome", 200, a)

    answered = walk_changes(client, "answerInvite", b, {"answer": "declined", "reason": "Ill"},
                            first, past, "/problems/session-over")
    assert answered["participants"][1]["reason"] == "Ill"
    _, home = client.call("getHome", 200, a)
    assert home["todos"][0]["kind"] == "declined" and home["todos"][0]["detail"] == "B: Ill"

    cancelled = walk_changes(client, "cancelSession", b, {"reason": "Ill"}, third, past,
                             "/problems/session-over")
    assert (cancelled["state"], cancelled["sequence"]) == ("cancelled", 1)
    move = {"start": instant(4, 11), "duration": 45, "zone": "Europe/Lisbon"}
    moved = walk_changes(client, "rescheduleSession", b, move, second, cancelled,
                         "/problems/session-cancelled")
    assert (moved["start"], moved["sequence"]) == (instant(4, 11), 1)
    assert moved["conference"] == second["conference"]
    _, times = client.call("getAvailability", 200, a, match_id="m", query={
        "from": instant(4, 11), "to": instant(4, 12), "moving": moved["id"]})
    assert not any(person["busy"] for person in times["people"])
    client.call("getAvailability", 400, a, match_id="m", query={
        "from": instant(4, 11), "to": instant(4, 12), "moving": "nothing"})

    stated = walk_changes(client, "completeSession", a, {"held": "yes", "rating": 3}, past, moved,
                          "/problems/session-too-early")
    assert stated["state"] == "completed" and stated["my_rating"] == 3
    _, seen = client.call("getSession", 200, b, session_id=past["id"])
    assert seen["my_rating"] == 0 and seen["participants"][0]["held"] == "yes"
