"""The part of test-openapi.py about what a client keeps: the history of sessions, and
hearing at once of what changes."""
import http.client
import json

# Asked without a token and with a wrong one.
OPERATIONS = [("listHistory", {}), ("streamEvents", {})]


def check_item(client, token, item):
    """Holds an item against what is answered to who asks for its parts."""
    session = item["session"]
    _, alone = client.call("getSession", 200, token, session_id=session["id"])
    # Its mails may have gone out between the two.
    assert {**alone, "delivery": None} == {**session, "delivery": None}, (alone, session)
    if item["note"] is None:
        client.call("getNote", 404, token, session_id=session["id"])
    else:
        _, note = client.call("getNote", 200, token, session_id=session["id"])
        assert note == item["note"]
    first = item["invites"][0]
    assert first["kind"] in ("booked", "recorded") and first["by"] == session["booked_by"]
    placed = [event for event in item["invites"] if event["start"] is not None]
    assert (placed[-1]["start"], placed[-1]["end"]) == (session["start"], session["end"])
    assert [e["at"] for e in item["invites"]] == sorted(e["at"] for e in item["invites"])


def walk_history(client, token):
    """Returns: what kinds of things happened"""
    _, whole = client.call("listHistory", 200, token)
    items = []
    query = {"limit": 2}
    while True:
        head, page = client.call("listHistory", 200, token, query=query)
        assert page["total"] == len(whole["items"])
        items += page["items"]
        assert head.get("link") == (page["next"] and
                                    '<?limit=2&cursor=%s>; rel="next"' % page["next"])
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    starts = [item["session"]["start"] for item in items]
    assert starts == sorted(starts, reverse=True)
    ids = [item["session"]["id"] for item in items]
    assert ids == [item["session"]["id"] for item in whole["items"]]
    for item in items:
        check_item(client, token, item)

    _, some = client.call("listHistory", 200, token,
                          query={"session": ",".join(["nothing", ids[-1], ids[0]])})
    assert [item["session"]["id"] for item in some["items"]] == [ids[-1], ids[0]]
    assert some["next"] is None
    for query in ({"limit": 201}, {"cursor": "!"}, {"session": ",".join("x" * 51)},
                  {"session": ""}):
        client.call("listHistory", 400, token, query=query)
    return {event["kind"] for item in items for event in item["invites"]}


def read_event(response):
    event = {}
    while True:
        line = response.readline().decode().rstrip("\n")
        if line == "" and event:
            return event
        name, _, value = line.partition(": ")
        if name:
            event[name] = value


def walk_events(client, token):
    template, _, operation = client.find("streamEvents")
    _, newest = client.call("getChanges", 200, token)
    connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=30)
    connection.request("GET", template, headers={"Authorization": "Bearer " + token,
                                                 "Last-Event-ID": newest["next"]})
    response = connection.getresponse()
    assert response.status == 200
    assert response.getheader("Content-Type") in operation["responses"]["200"]["content"]
    assert read_event(response) == {"retry": "2000"}
    event = read_event(response)
    assert event["event"] == "changes"
    data = json.loads(event["data"])
    client.validate({"$ref": "#/components/schemas/ChangeNudge"}, data)
    assert data["next"] == event["id"] == newest["next"]
    client.call("getChanges", 200, token, query={"since": event["id"]})
    connection.close()
    client.reached.add(("streamEvents", "200"))
    client.call("streamEvents", 400, token, query={"since": "nonsense"})
    client.call("streamEvents", 400, token, headers={"Last-Event-ID": "nonsense"})


def walk(client, tokens):
    kinds = set()
    for token in tokens:
        kinds |= walk_history(client, token)
        walk_events(client, token)
    assert kinds >= {"booked", "recorded", "answered", "moved", "cancelled", "completed"}, kinds
