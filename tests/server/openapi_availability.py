"""The part of test-openapi.py about when somebody can meet: settings, and the calendars
behind them."""
import hashlib
import json
import os
import subprocess
import time

from openapi_extras import refuse_writes, write_headers

DAY = 86400
HOURS = [{"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "to": "24:00"}]

# Asked without a token and with a wrong one.
OPERATIONS = [
    ("getAvailabilitySettings", {}), ("putAvailabilitySettings", {}), ("listSources", {}),
    ("putBusy", {"source_id": "x"}), ("confirmBusy", {"source_id": "x"}),
    ("putAddress", {"source_id": "x"}), ("deleteSource", {"source_id": "x"}),
]


def instant(day, hour=0):
    today = time.time() // DAY
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime((today + day) * DAY + hour * 3600))


def digest(busy):
    return hashlib.sha256("".join("%s/%s\n" % (a, b) for a, b in busy).encode()).hexdigest()


def add_sharing(server, database, folder):
    """An organization of its own that lets calendars be shared. Returns: two tokens"""
    path = os.path.join(folder, "sharing.json")
    with open(os.path.join(folder, "work.ics"), "w") as file:
        file.write("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nEND:VCALENDAR\r\n")
    with open(path, "w") as file:
        json.dump({
            "format": 1, "organization": {"id": "sharing", "name": "Sharing"},
            "members": [
                {"id": name, "name": name.upper(), "email": name + "@sharing.example",
                 "zone": "Europe/Lisbon", "working_hours": HOURS,
                 "calendars": [{"id": "work", "name": "Work", "file": "work.ics"}]}
                for name in "ab"],
            "programs": [{"id": "p", "name": "P", "kind": "1-on-1", "planned_sessions": [
                {"id": "s", "title": "S", "duration": 30}]}],
            "matches": [{"id": "m", "program": "p", "mentor": "a", "mentee": "b"}],
        }, file)
    subprocess.run([server, "import", "--database", database, path], check=True,
                   capture_output=True)
    return [subprocess.run([server, "token", "--database", database, name + "@sharing.example"],
                           check=True, capture_output=True, text=True).stdout.strip()
            for name in "ab"]


def walk_settings(client, mine, theirs):
    head, settings = client.call("getAvailabilitySettings", 200, mine)
    client.call("getAvailabilitySettings", 304, mine, headers={"If-None-Match": head["etag"]})
    good = dict(settings, zone="Asia/Kathmandu", week_limit=3, minimum_notice=3600,
                exceptions=[{"date": instant(9)[:10], "ranges": [{"from": "22:30", "to": "02:00"}]},
                            {"date": instant(10)[:10], "ranges": []}])
    refuse_writes(client, "putAvailabilitySettings", mine, good, head["etag"])
    match = {"If-Match": head["etag"]}
    for bad in ({"zone": "Atlantis/Center"}, {"week_limit": 101}, {"buffer_before": -1},
                {"visibility": "all"}, {"exceptions": [{"date": "2026-02-30", "ranges": []}]}):
        client.call("putAvailabilitySettings", 422, mine, body=dict(good, **bad),
                    headers=write_headers(**match))
    headers = write_headers(**match)
    _, changed = client.call("putAvailabilitySettings", 200, mine, body=good, headers=headers)
    assert changed == good
    client.call("putAvailabilitySettings", 409, mine, body=settings, headers=headers)
    _, times = client.call("getAvailability", 200, theirs, match_id="m",
                           query={"from": instant(1), "to": instant(8)})
    other = times["people"][1]
    assert other["exceptions"] == good["exceptions"] and other["sharing"] == "shared"
    assert other["member"]["zone"] == "Asia/Kathmandu" and other["minimum_notice"] == 3600


def walk_busy(client, mine, theirs):
    busy = [[instant(2, 9), instant(2, 10)], [instant(3, 9), instant(3, 11)]]
    good = {"name": "Home", "complete": [instant(0), instant(56)], "refreshed_at": instant(0, 0),
            "refresh_within": 2 * DAY, "busy": busy}
    parts = {"source_id": "desktop-1"}
    refuse_writes(client, "putBusy", mine, good, **parts)
    confirm = {"complete": [instant(0), instant(56)], "refreshed_at": instant(1),
               "digest": digest(busy)}
    client.call("confirmBusy", 404, mine, body=confirm, headers=write_headers(), **parts)
    headers = write_headers()
    _, source = client.call("putBusy", 200, mine, body=good, headers=headers, **parts)
    assert (source["state"], source["n_busy"]) == ("ready", 2)
    assert source["digest"] == digest(busy) and source["complete"] == good["complete"]
    _, problem = client.call("putBusy", 409, mine, body=dict(good, name="X"), headers=headers,
                             **parts)
    _, problem = client.call("putBusy", 409, mine, body=good, headers=write_headers(),
                             source_id="work")
    assert problem["type"] == "/problems/source-kind"
    for bad in ({"busy": busy[::-1]}, {"busy": [busy[0], busy[0]]}, {"complete": busy[0]},
                {"refresh_within": 299}, {"busy": busy * 2501}):
        client.call("putBusy", 422, mine, body=dict(good, **bad), headers=write_headers(), **parts)
    _, times = client.call("getAvailability", 200, theirs, match_id="m",
                           query={"from": instant(1), "to": instant(8)})
    assert times["people"][1]["busy"] == busy

    refuse_writes(client, "confirmBusy", mine, confirm, **parts)
    _, source = client.call("confirmBusy", 200, mine, body=confirm, headers=write_headers(),
                            **parts)
    assert source["refreshed_at"] <= instant(1) and source["n_busy"] == 2
    _, problem = client.call("confirmBusy", 409, mine, headers=write_headers(),
                             body=dict(confirm, digest=digest([])), **parts)
    assert problem["type"] == "/problems/source-changed"


def walk_address(client, mine, off):
    good = {"name": "Published", "url": "https://calendar.invalid/a.ics"}
    parts = {"source_id": "address-1"}
    refuse_writes(client, "putAddress", mine, good, **parts)
    for url in ("http://calendar.invalid/a.ics", "https://127.0.0.1/a.ics", "https://[::1]/",
                "file:///etc/passwd", "https://localhost/", "https://me:secret@calendar.invalid/"):
        client.call("putAddress", 422, mine, body=dict(good, url=url), headers=write_headers(),
                    **parts)
    headers = write_headers()
    webcal = dict(good, url="webcal://calendar.invalid/a.ics")
    _, source = client.call("putAddress", 200, mine, body=webcal, headers=headers, **parts)
    assert source["url"] == good["url"] and source["state"] == "waiting"
    _, again = client.call("putAddress", 200, mine, body=webcal, headers=headers, **parts)
    assert again == source
    _, problem = client.call("putAddress", 409, mine, body=good, headers=write_headers(),
                             source_id="desktop-1")
    assert problem["type"] == "/problems/source-kind"
    _, problem = client.call("putAddress", 409, off, body=good, headers=write_headers(), **parts)
    assert problem["type"] == "/problems/sharing-off"


def walk_sources(client, mine, theirs):
    _, sources = client.call("listSources", 200, mine)
    head, sources = client.call("listSources", 200, mine)
    assert [s["kind"] for s in sources["items"]] == ["file", "desktop", "address"]
    client.call("listSources", 304, theirs, headers={
        "If-None-Match": client.call("listSources", 200, theirs)[0]["etag"]})
    parts = {"source_id": "desktop-1"}
    client.call("deleteSource", 428, mine, **parts)
    client.call("deleteSource", 400, mine, headers={"Idempotency-Key": "short"}, **parts)
    client.call("deleteSource", 413, mine, body=" " * 70000, headers=write_headers(), **parts)
    # P19: what is somebody else's is like what does not exist.
    client.call("deleteSource", 404, theirs, headers=write_headers(), **parts)
    _, problem = client.call("deleteSource", 409, mine, headers=write_headers(), source_id="work")
    assert problem["type"] == "/problems/source-kind"
    _, rest = client.call("deleteSource", 200, mine, headers=write_headers(), **parts)
    assert [s["id"] for s in rest["items"]] == ["work", "address-1"]
    client.call("deleteSource", 404, mine, headers=write_headers(), **parts)
    # What was removed does not come back by whoever only keeps it up to date.
    only = {"If-Match": "*"}
    body = {"name": "Home", "complete": [instant(0), instant(56)], "refreshed_at": instant(0, 0),
            "refresh_within": 2 * DAY, "busy": []}
    client.call("putBusy", 412, mine, body=body, headers=write_headers(**only), **parts)
    client.call("putBusy", 200, mine, body=body, headers=write_headers(), **parts)
    client.call("putBusy", 200, mine, body=body, headers=write_headers(**only), **parts)


def walk(client, tokens, off):
    """@off is a token of an organization that does not let calendars be shared."""
    mine, theirs = tokens
    walk_settings(client, mine, theirs)
    walk_busy(client, mine, theirs)
    walk_address(client, mine, off)
    walk_sources(client, mine, theirs)
