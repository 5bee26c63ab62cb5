"""The part of test-openapi.py about what goes with a session: agenda, notes, being
late, reminders and the feed."""
import datetime
import json
import os
import subprocess
import time
import uuid

JSON = {"Content-Type": "application/json"}

# Asked without a token and with a wrong one.
OPERATIONS = [
    ("sayLate", {"session_id": "x"}), ("updateAgenda", {"session_id": "x"}),
    ("getNote", {"session_id": "x"}), ("putNote", {"session_id": "x"}),
    ("getReminderSettings", {}), ("putReminderSettings", {}),
    ("getFeed", {}), ("makeFeed", {}), ("revokeFeed", {}),
]


def write_headers(**more):
    return dict({"Idempotency-Key": uuid.uuid4().hex}, **more)


def add_soon(server, database, folder):
    """An organization of its own with a session that starts within the hour."""
    start = datetime.datetime.fromtimestamp((time.time() // 900 + 1) * 900, datetime.timezone.utc)
    path = os.path.join(folder, "soon.json")
    with open(path, "w") as file:
        json.dump({
            "format": 1, "organization": {"id": "soon", "name": "Soon"},
            "members": [
                {"id": "a", "name": "A", "email": "a@soon.example", "zone": "UTC"},
                {"id": "b", "name": "B", "email": "b@soon.example", "zone": "UTC"}],
            "programs": [{"id": "p", "name": "P", "kind": "1-on-1", "planned_sessions": [
                {"id": "s", "title": "S", "duration": 30, "agenda": [{"title": "Talk"}]}]}],
            "matches": [{"id": "m", "program": "p", "mentor": "a", "mentee": "b", "sessions": [
                {"planned_session": "s", "state": "scheduled",
                 "start": start.strftime("%Y-%m-%dT%H:%M:%SZ")}]}],
        }, file)
    for command in (["import", path], ["token", "a@soon.example"]):
        done = subprocess.run([server, command[0], "--database", database, *command[1:]],
                              check=True, capture_output=True, text=True)
    return done.stdout.strip()


def refuse_writes(client, operation, token, good, version=None, **parts):
    """What every write has in common."""
    more = {"If-Match": version} if version else {}

    def call(expected, body, headers):
        client.call(operation, expected, token, body=body, headers=headers, **parts)

    call(428, good, {})
    call(400, "{", write_headers(**more, **JSON))
    call(413, " " * 600000, write_headers(**more, **JSON))
    call(415, "{}", write_headers(**more, **{"Content-Type": "text/plain"}))
    call(422, {"nonsense": 1}, write_headers(**more))
    if version:
        call(428, good, write_headers())
        call(412, good, write_headers(**{"If-Match": '"999"'}))


def walk_late(client, token):
    _, page = client.call("listSessions", 200, token)
    parts = {"session_id": page["items"][0]["id"]}
    refuse_writes(client, "sayLate", token, {"minutes": 5}, **parts)
    client.call("sayLate", 404, token, body={"minutes": 5}, headers=write_headers(),
                session_id="nothing")
    headers = write_headers()
    _, session = client.call("sayLate", 200, token, body={"minutes": 5}, headers=headers, **parts)
    assert sorted(p["late"] for p in session["participants"]) == [0, 5]
    client.call("sayLate", 409, token, body={"minutes": 6}, headers=headers, **parts)


def walk_agenda(client, token):
    _, page = client.call("listSessions", 200, token)
    session = page["items"][0]
    parts = {"session_id": session["id"]}
    items = [{"id": item["id"], "title": item["title"], "done": True}
             for item in session["agenda"]]
    good = {"items": items + [{"title": "Mine"}]}
    refuse_writes(client, "updateAgenda", token, good, session["etag"], **parts)
    match = {"If-Match": session["etag"]}
    client.call("updateAgenda", 404, token, body=good, headers=write_headers(**match),
                session_id="nothing")
    headers = write_headers(**match)
    _, changed = client.call("updateAgenda", 200, token, body=good, headers=headers, **parts)
    assert changed["agenda"][-1]["added_by"] == "a" and changed["agenda"][0]["done"]
    client.call("updateAgenda", 409, token, body={"items": items}, headers=headers, **parts)


def walk_notes(client, token):
    _, page = client.call("listSessions", 200, token)
    parts = {"session_id": page["items"][0]["id"]}
    good = {"text": "Mine", "shared": "Ours"}
    head, note = client.call("getNote", 200, token, **parts)
    client.call("getNote", 304, token, headers={"If-None-Match": head["etag"]}, **parts)
    client.call("getNote", 404, token, session_id="nothing")
    refuse_writes(client, "putNote", token, good, note["etag"], **parts)
    match = {"If-Match": note["etag"]}
    client.call("putNote", 404, token, body=good, headers=write_headers(**match),
                session_id="nothing")
    headers = write_headers(**match)
    client.call("putNote", 200, token, body=good, headers=headers, **parts)
    client.call("putNote", 409, token, body={}, headers=headers, **parts)


def walk_reminders(client, token):
    good = {"mail": [60, 5], "desktop": []}
    head, _ = client.call("getReminderSettings", 200, token)
    client.call("getReminderSettings", 304, token, headers={"If-None-Match": head["etag"]})
    refuse_writes(client, "putReminderSettings", token, good, head["etag"])
    headers = write_headers(**{"If-Match": head["etag"]})
    _, changed = client.call("putReminderSettings", 200, token, body=good, headers=headers)
    assert changed == good
    client.call("putReminderSettings", 409, token, body={"mail": [], "desktop": []},
                headers=headers)


def walk_feed(client, token):
    _, feed = client.call("getFeed", 200, token)
    assert feed == {"url": None, "created_at": None}
    for operation in ("makeFeed", "revokeFeed"):
        client.call(operation, 428, token)
        client.call(operation, 400, token, headers={"Idempotency-Key": "short"})
        client.call(operation, 413, token, body=" " * 70000, headers=write_headers())
    headers = write_headers()
    _, made = client.call("makeFeed", 201, token, headers=headers)
    client.call("revokeFeed", 409, token, headers=headers)
    secret = made["url"].rsplit("/", 1)[1]
    head, text = client.call("readFeed", 200, secret=secret)
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    client.call("readFeed", 304, secret=secret, headers={"If-None-Match": head["etag"]})
    headers = write_headers()
    _, revoked = client.call("revokeFeed", 200, token, headers=headers)
    assert revoked == feed
    client.call("makeFeed", 409, token, headers=headers)
    client.call("readFeed", 404, secret=secret)


def walk(client, token):
    walk_late(client, token)
    walk_agenda(client, token)
    walk_notes(client, token)
    walk_reminders(client, token)
    walk_feed(client, token)
