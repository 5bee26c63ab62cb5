#!/usr/bin/env python3
"""Asks the real server for every operation of the API document, and validates
every answer, errors too, against the document it serves itself."""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.parse
import uuid

import jsonschema

import openapi_availability
import openapi_extras
import openapi_history
import openapi_life

SERVER, ORGANIZATION = sys.argv[1:3]

# What can't be brought about from outside within a test's time.
NOT_REACHED = {"410", "500", "503"}


class Client:
    """Speaks HTTP, and holds each answer against the document."""

    def __init__(self, port):
        self.port = port
        self.document = None
        self.reached = set()
        self.n_validated = 0

    def send(self, method, path, token=None, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = dict(headers or {})
        if token is not None:
            headers["Authorization"] = "Bearer " + token
        connection.request(method, path, body=body, headers=headers)
        response = connection.getresponse()
        data = response.read()
        connection.close()
        return response.status, {k.lower(): v for k, v in response.getheaders()}, data

    def find(self, operation_id):
        for template, item in self.document["paths"].items():
            for method, operation in item.items():
                if operation["operationId"] == operation_id:
                    return template, method, operation
        raise KeyError(operation_id)

    def validate(self, schema, value):
        # References are to the document's own components.
        whole = dict(schema, components=self.document["components"])
        jsonschema.Draft202012Validator(whole).validate(value)
        self.n_validated += 1

    def resolve(self, thing):
        while "$ref" in thing:
            target = self.document
            for part in thing["$ref"].lstrip("#/").split("/"):
                target = target[part]
            thing = target
        return thing

    def call(self, operation_id, expected, token=None, query=None, body=None, headers=None,
             **parts):
        template, method, operation = self.find(operation_id)
        path = template.format(**parts)
        if query:
            path += "?" + urllib.parse.urlencode(query)
        if body is not None and not isinstance(body, (bytes, str)):
            headers = dict({"Content-Type": "application/json"}, **(headers or {}))
            if expected in (200, 201):
                content = operation["requestBody"]["content"]["application/json"]
                self.validate(content["schema"], body)
            body = json.dumps(body)
        status, head, data = self.send(method.upper(), path, token, body, headers)
        where = "%s %s: %s %s" % (operation_id, parts or query or "", status, data[:300])
        assert status == expected, where
        assert str(status) in operation["responses"], "undeclared: " + where
        response = self.resolve(operation["responses"][str(status)])
        self.reached.add((operation_id, str(status)))

        for name, header in response.get("headers", {}).items():
            assert not header.get("required", True) or name.lower() in head, "no %s: %s" % (name, where)
        if "content" not in response:
            assert data == b"", where
            return head, None
        media_type = head["content-type"].split(";")[0]
        assert media_type in response["content"], where
        if not media_type.endswith("json"):
            return head, data.decode()
        value = json.loads(data)
        try:
            self.validate(response["content"][media_type]["schema"], value)
        except jsonschema.ValidationError as error:
            raise AssertionError("%s\n%s" % (where, error)) from error
        if status >= 400:
            assert value["status"] == status, where
            # What a client may tell apart is written down.
            assert value["type"] in self.document["components"]["schemas"]["Problem"][
                "properties"]["type"]["examples"], where
        return head, value


def instant(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def write_headers(**more):
    return dict({"Idempotency-Key": uuid.uuid4().hex}, **more)


def run(command, *arguments):
    return subprocess.run([SERVER, command, *arguments], check=True, capture_output=True,
                          text=True).stdout.strip()


def check_document(document):
    """What the document says of itself."""
    assert document["openapi"].startswith("3.1")
    names = [operation["operationId"]
             for item in document["paths"].values() for operation in item.values()]
    assert len(names) == len(set(names))
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def walk_reads(client, token):
    client.call("getApiDocument", 200)
    head, _ = client.call("getApiDocument", 200)
    client.call("getApiDocument", 304, headers={"If-None-Match": head["etag"]})
    client.call("getAbout", 200)
    for name in ("getMe", "getHome"):
        head, _ = client.call(name, 200, token)
        client.call(name, 304, token, headers={"If-None-Match": head["etag"]})

    for name in ("listMatches", "listGroups", "listSessions"):
        _, page = client.call(name, 200, token)
        seen = []
        cursor = None
        while True:
            query = {"limit": 1}
            if cursor is not None:
                query["cursor"] = cursor
            _, part = client.call(name, 200, token, query=query)
            seen += part["items"]
            cursor = part["next"]
            if cursor is None:
                break
        # By id: mails that leave meanwhile change what is said of their delivery.
        assert [item["id"] for item in seen] == [item["id"] for item in page["items"]], name
        client.call(name, 400, token, query={"limit": 0})

    _, page = client.call("listMatches", 200, token)
    for match in page["items"]:
        head, _ = client.call("getMatch", 200, token, match_id=match["id"])
        client.call("getMatch", 304, token, match_id=match["id"],
                    headers={"If-None-Match": head["etag"]})
        _, times = client.call("getAvailability", 200, token, match_id=match["id"],
                               query={"from": instant(time.time()),
                                      "to": instant(time.time() + 62 * 86400)})
        assert len(times["people"]) == 2
    client.call("getMatch", 404, token, match_id="nobody")
    client.call("getAvailability", 404, token, match_id="nobody",
                query={"from": instant(0), "to": instant(86400)})
    client.call("getAvailability", 400, token, match_id=page["items"][0]["id"])

    walk_groups(client, token)

    _, page = client.call("listSessions", 200, token)
    for session in page["items"]:
        head, whole = client.call("getSession", 200, token, session_id=session["id"])
        assert whole == session
        client.call("getSession", 304, token, session_id=session["id"],
                    headers={"If-None-Match": head["etag"]})
        _, text = client.call("getSessionInvite", 200, token, session_id=session["id"])
        assert text.startswith("BEGIN:VCALENDAR\r\n")
    client.call("getSession", 404, token, session_id="nothing")
    client.call("getSessionInvite", 404, token, session_id="nothing")


def walk_groups(client, token):
    _, page = client.call("listGroups", 200, token)
    assert len(page["items"]) == 2
    span = {"from": instant(time.time()), "to": instant(time.time() + 62 * 86400)}
    for group in page["items"]:
        head, whole = client.call("getGroup", 200, token, group_id=group["id"])
        assert len(whole["members"]) == whole["n_members"] == group["n_members"]
        client.call("getGroup", 304, token, group_id=group["id"],
                    headers={"If-None-Match": head["etag"]})
        _, times = client.call("getGroupAvailability", 200, token, group_id=group["id"],
                               query=span)
        counted = times["counted"]["n_people"] if times["counted"] else 0
        assert len(times["people"]) + counted == group["n_members"]
        assert (counted > 0) == (group["id"] == "release-rotation")
        for more in ({}, {"required": "ines", "limit": 50}, {"required": ""}):
            _, best = client.call("getGroupBestTimes", 200, token, group_id=group["id"],
                                  query=dict(span, duration=60, **more))
            assert len(best["items"]) == more.get("limit", 10)
    for name, more in (("getGroupAvailability", {}), ("getGroupBestTimes", {"duration": 30})):
        client.call(name, 404, token, group_id="nobody", query=dict(span, **more))
        client.call(name, 400, token, group_id=page["items"][0]["id"])
    client.call("getGroup", 404, token, group_id="nobody")


def walk_group_booking(client, token):
    """Books a time that is best for everybody, and one that is not, knowing whom it hits."""
    circle = "maintainers-circle"
    _, start = client.call("getChanges", 200, token)
    _, group = client.call("getGroup", 200, token, group_id=circle)
    steps = [p["id"] for p in group["planned"] if p["state"] == "not_scheduled"]

    def book(expected, body, headers=None, group_id=circle, who=token):
        return client.call("bookGroupSession", expected, who, body=body, group_id=group_id,
                           headers=write_headers() if headers is None else headers)

    def best(first_day, last_day):
        query = {"from": instant(86400 * (time.time() // 86400 + first_day)),
                 "to": instant(86400 * (time.time() // 86400 + last_day)), "duration": 60}
        return client.call("getGroupBestTimes", 200, token, group_id=circle,
                           query=query)[1]["items"]

    good = {"planned_session_id": steps[0], "start": best(1, 14)[0]["start"], "duration": 60,
            "zone": "Europe/Lisbon", "conference": {"kind": "provider", "provider": "bbb"},
            "message": "See you all"}
    json_type = {"Content-Type": "application/json"}
    book(404, good, group_id="nobody")
    book(428, good, headers={})
    book(400, good, headers={"Idempotency-Key": "short"})
    book(400, "{", headers=write_headers(**json_type))
    book(415, "{}", headers=write_headers(**{"Content-Type": "text/plain"}))
    book(413, " " * 70000, headers=write_headers(**json_type))
    book(409, dict(good, start="2020-01-01T10:00:00Z"))
    book(422, dict(good, overridden=["nobody"]))
    book(422, dict(good, overridden=["asha"]))
    book(401, good, who="tog_wrong")

    # At night almost nobody can.
    night = dict(good, start=instant(86400 * (time.time() // 86400 + 3) + 3600))
    _, problem = book(409, night)
    assert problem["type"] == "/problems/slot-conflicts"
    cannot = [conflict["member"] for conflict in problem["conflicts"]]
    assert len(cannot) == 6 and None not in cannot
    _, problem = book(409, dict(night, overridden=cannot[1:]))
    assert [conflict["member"] for conflict in problem["conflicts"]] == cannot[:1]

    headers = write_headers()
    _, session = book(201, good, headers=headers)
    assert len(session["participants"]) == 6 and session["group_id"] == circle
    _, again = book(201, good, headers=headers)
    assert again == session
    _, problem = book(409, dict(good, message="Another"), headers=headers)
    assert problem["type"] == "/problems/key-reused"
    _, problem = book(409, good)
    assert problem["type"] == "/problems/already-scheduled"
    _, problem = book(409, dict(good, planned_session_id=steps[1]))
    assert [c["verdict"] for c in problem["conflicts"]] == ["slot-busy"] * 6
    book(201, dict(night, planned_session_id=steps[1], overridden=cannot))

    # The second group has somebody who is only counted.
    other = dict(night, planned_session_id="release-1", duration=30)
    _, problem = book(409, other, group_id="release-rotation")
    assert [c["member"] for c in problem["conflicts"]].count(None) == 1
    assert {"member": None, "verdict": "counted"} in problem["conflicts"]

    _, changes = client.call("getChanges", 200, token, query={"since": start["next"]})
    assert {c["kind"] for c in changes["items"]} == {"session", "group"}


def walk_booking(client, token):
    """Books the first slot that is to be had, and hears each refusal."""
    _, start = client.call("getChanges", 200, token)
    _, page = client.call("listMatches", 200, token)
    match = next(m for m in page["items"] if m["next"]["state"] == "not_scheduled")
    planned = match["next"]["id"]
    booking = {"planned_session_id": planned, "duration": 30, "zone": "UTC",
               "conference": {"kind": "none"}, "message": "See you"}

    def book(expected, body, headers=None, match_id=match["id"], who=token):
        return client.call("bookSession", expected, who, body=body, match_id=match_id,
                           headers=write_headers() if headers is None else headers)

    good = dict(booking, start=instant(86400 * (time.time() // 86400 + 3)))
    book(404, good, match_id="nobody")
    book(428, good, headers={})
    book(400, good, headers={"Idempotency-Key": "short"})
    book(400, "{", headers=write_headers(**{"Content-Type": "application/json"}))
    book(415, "{}", headers=write_headers(**{"Content-Type": "text/plain"}))
    book(413, " " * 70000, headers=write_headers(**{"Content-Type": "application/json"}))
    book(409, dict(booking, start="2020-01-01T10:00:00Z"))
    book(409, dict(booking, start="2190-01-01T10:00:00Z"))
    book(422, dict(good, duration=31))
    book(422, dict(good, conference={"kind": "link", "url": "javascript:x"}))
    book(422, dict(good, conference={"kind": "place", "place": "a\nb"}))
    book(401, good, who="tog_wrong")

    headers = write_headers()
    first = 86400 * (time.time() // 86400 + 3)
    for quarter in range(7 * 96):
        body = dict(booking, start=instant(first + quarter * 900))
        path = "/v1/matches/%s/sessions" % match["id"]
        status, _, data = client.send(
            "POST", path, token, json.dumps(body),
            dict(write_headers(), **{"Content-Type": "application/json"}))
        if status == 201:
            session = json.loads(data)
            break
    else:
        raise AssertionError("nothing could be booked in a week")

    _, problem = book(409, body)
    assert problem["type"] == "/problems/already-scheduled"
    client.call("getSession", 200, token, session_id=session["id"])
    _, changes = client.call("getChanges", 200, token, query={"since": start["next"]})
    assert {c["kind"] for c in changes["items"]} == {"session", "match"}
    client.call("getChanges", 400, token, query={"since": "nonsense"})

    # The 201 by way of the document too: the next step of the same match.
    _, whole = client.call("getMatch", 200, token, match_id=match["id"])
    planned = next(p["id"] for p in whole["planned"] if p["state"] == "not_scheduled")
    for quarter in range(7 * 96):
        body = dict(booking, planned_session_id=planned,
                    start=instant(first + quarter * 900),
                    conference={"kind": "provider", "provider": "jitsi"})
        _, times = client.call("getAvailability", 200, token, match_id=match["id"],
                               query={"from": body["start"],
                                      "to": instant(first + quarter * 900 + 1800)})
        if any(person["busy"] for person in times["people"]):
            continue
        status, _, data = client.send(
            "POST", path, token, json.dumps(body),
            dict(headers, **{"Content-Type": "application/json"}))
        if status == 201:
            _, again = book(201, body, headers=headers)
            assert again == json.loads(data)
            book(409, dict(body, message="Another"), headers=headers)
            return
        headers = write_headers()
    raise AssertionError("no second session could be booked in a week")


def walk_me(client, token):
    head, me = client.call("getMe", 200, token)
    patch = {"zone": "Europe/Paris"}
    match = {"If-Match": me["etag"]}

    def update(expected, body, headers):
        return client.call("updateMe", expected, token, body=body, headers=headers)

    json_type = {"Content-Type": "application/json"}
    update(428, patch, write_headers())
    update(428, patch, match)
    update(400, "{", write_headers(**match, **json_type))
    update(413, " " * 70000, write_headers(**match, **json_type))
    update(415, "{}", write_headers(**match, **{"Content-Type": "text/plain"}))
    update(422, {"name": "Somebody"}, write_headers(**match))
    headers = write_headers(**match)
    _, changed = update(200, patch, headers)
    assert changed["member"]["zone"] == "Europe/Paris"
    assert changed["heat_map_name"]
    update(409, {"zone": "Europe/Rome"}, headers)
    update(412, {"zone": "Europe/Rome"}, write_headers(**match))
    _, changed = update(200, {"zone": me["member"]["zone"], "heat_map_name": False},
                        write_headers(**{"If-Match": changed["etag"]}))
    assert not changed["heat_map_name"]
    update(200, {"heat_map_name": True}, write_headers(**{"If-Match": changed["etag"]}))


def walk_refusals(client, token):
    """Without a token, and then with too many wrong ones."""
    operations = [
        ("getMe", {}), ("updateMe", {}), ("getHome", {}), ("listMatches", {}),
        ("getMatch", {"match_id": "x"}), ("getAvailability", {"match_id": "x"}),
        ("bookSession", {"match_id": "x"}), ("listGroups", {}), ("getGroup", {"group_id": "x"}),
        ("getGroupAvailability", {"group_id": "x"}), ("getGroupBestTimes", {"group_id": "x"}),
        ("bookGroupSession", {"group_id": "x"}), ("listSessions", {}),
        ("getSession", {"session_id": "x"}), ("getSessionInvite", {"session_id": "x"}),
        ("getChanges", {}),
    ] + openapi_extras.OPERATIONS + openapi_life.OPERATIONS + openapi_history.OPERATIONS \
        + openapi_availability.OPERATIONS
    for name, parts in operations:
        client.call(name, 401, **parts)
    while client.send("GET", "/v1/me", "tog_wrong")[0] == 401:
        pass
    for name, parts in operations:
        client.call(name, 429, "tog_wrong", **parts)
    client.call("readFeed", 429, secret="A" * 43 + ".ics")
    client.call("getMe", 200, token)


def main():
    with tempfile.TemporaryDirectory() as folder:
        database = os.path.join(folder, "test.db")
        run("import", "--database", database, ORGANIZATION)
        token = run("token", "--database", database, "ines@meridian.example")
        soon = openapi_extras.add_soon(SERVER, database, folder)
        life = openapi_life.add_life(SERVER, database, folder)
        sharing = openapi_availability.add_sharing(SERVER, database, folder)
        server = subprocess.Popen(
            [SERVER, "serve", "--database", database, "--listen", "127.0.0.1:0", "--quiet"],
            stdout=subprocess.PIPE, text=True)
        try:
            port = int(server.stdout.readline().rsplit(":", 1)[1])
            client = Client(port)
            status, _, data = client.send("GET", "/v1/openapi.json")
            assert status == 200
            client.document = json.loads(data)
            check_document(client.document)
            walk_reads(client, token)
            walk_booking(client, token)
            walk_group_booking(client, token)
            walk_me(client, token)
            openapi_extras.walk(client, soon)
            openapi_life.walk(client, life)
            openapi_history.walk(client, life)
            openapi_availability.walk(client, sharing, life[0])
            walk_reads(client, token)
            walk_refusals(client, token)
        finally:
            server.terminate()
            assert server.wait(30) == 0

    declared = {(operation["operationId"], status)
                for item in client.document["paths"].values()
                for operation in item.values()
                for status in operation["responses"] if status not in NOT_REACHED}
    missing = declared - client.reached
    assert not missing, "declared, but never seen: %s" % sorted(missing)
    print("%d values valid, %d kinds of answer seen" % (client.n_validated, len(client.reached)))


main()
