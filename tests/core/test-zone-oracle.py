#!/usr/bin/python3
"""Compares zone-answers with Python's zoneinfo, over every zone of the tz database.

Both read the same files, by code that has nothing in common. For each change of
a clock since 1985 it asks for the wall time of instants around it, and for the
instants of wall times before it, inside the gap or the repeated stretch, and
after it. RFC 5545 section 3.3.5 and PEP 495's fold=0 agree on which is meant.
The years after 2037 come from the rules in the files' footers.
"""

import os
import subprocess
import sys
import zoneinfo
from datetime import datetime, timedelta, timezone

EPOCH = datetime(1970, 1, 1)
FROM = int(datetime(1985, 1, 1, tzinfo=timezone.utc).timestamp())
TO = int(datetime(2041, 1, 1, tzinfo=timezone.utc).timestamp())
DAY = 86400

# What looks like a zone to Python, and is none: the machine's own, a placeholder, copies.
REFUSED = {"localtime", "posixrules", "Factory"}


def get_offset(zone, instant):
    utc = EPOCH.replace(tzinfo=timezone.utc) + timedelta(seconds=instant)
    return int(utc.astimezone(zone).utcoffset().total_seconds())


def find_changes(zone):
    """Walks from day to day, and where the offset has changed halves the day."""
    changes = []
    before = FROM
    offset = get_offset(zone, before)
    for after in range(FROM + DAY, TO, DAY):
        new_offset = get_offset(zone, after)
        if new_offset != offset:
            low, high = before, after
            while high - low > 1:
                middle = (low + high) // 2
                if get_offset(zone, middle) == offset:
                    low = middle
                else:
                    high = middle
            changes.append((high, offset, new_offset))
        before, offset = after, new_offset
    return changes


def find_instants(zone, wall):
    """The instant that is meant, and all at which the clock shows it."""
    local = EPOCH + timedelta(seconds=wall)
    instants = []
    meant = None
    for fold in (0, 1):
        offset = local.replace(tzinfo=zone, fold=fold).utcoffset()
        instant = wall - int(offset.total_seconds())
        if fold == 0:
            meant = instant
        if instant + get_offset(zone, instant) == wall and instant not in instants:
            instants.append(instant)
    return [meant] + instants


def list_walls(at, before, after):
    low = at + min(before, after)
    high = at + max(before, after)
    walls = {low + (high - low) * part // 8 for part in range(1, 8)}
    for edge in (low, high):
        walls |= {edge + step for step in (-DAY, -3600, -901, -60, -1, 0, 1, 60, 901, 3600, DAY)}
    return sorted(walls)


def list_questions(zone, changes):
    """Pairs of a question and the answer that is right."""
    listed = "".join(f"{at}:{after} " for at, _, after in changes)
    yield f"changes {FROM} {changes[-1][0] + 1 if changes else TO}", listed.strip()

    for at, before, after in changes or [(FROM, get_offset(zone, FROM), get_offset(zone, FROM))]:
        for instant in (at + step for step in (-DAY, -900, -1, 0, 1, 900, DAY)):
            day, second = divmod(instant + get_offset(zone, instant), DAY)
            yield f"instant {instant}", f"{day} {second}"
        for wall in list_walls(at, before, after):
            day, second = divmod(wall, DAY)
            answer = " ".join(str(instant) for instant in find_instants(zone, wall))
            yield f"wall {day} {second}", answer


def ask(program, questions):
    text = "".join(question + "\n" for question, _ in questions)
    run = subprocess.run([program], input=text, capture_output=True, text=True, check=True)
    return run.stdout.split("\n")[:-1]


def read_zone_file(name):
    for directory in zoneinfo.TZPATH:
        path = os.path.join(directory, name)
        if os.path.isfile(path):
            with open(path, "rb") as file:
                return file.read()
    return name.encode()


def main():
    program = sys.argv[1]
    names = sorted(zoneinfo.available_timezones() - REFUSED)
    if len(names) < 300:
        print(f"only {len(names)} zones found: the tz database is not complete", file=sys.stderr)
        return 1

    # Other names of one zone have the same content: asking them all proves nothing more.
    distinct = {}
    for name in names:
        distinct.setdefault(read_zone_file(name), name)

    questions = [(f"zone {name}", "known") for name in names]
    n_changes = 0
    for name in distinct.values():
        zone = zoneinfo.ZoneInfo(name)
        changes = find_changes(zone)
        n_changes += len(changes)
        questions.append((f"zone {name}", "known"))
        questions.extend(list_questions(zone, changes))

    answers = ask(program, questions)
    if len(answers) != len(questions):
        print(f"{len(questions)} questions got {len(answers)} answers", file=sys.stderr)
        return 1

    name = None
    gaps = repeated = wrong = 0
    for (question, right), answer in zip(questions, answers):
        if question.startswith("zone "):
            name = question[5:]
        elif question.startswith("wall "):
            n_instants = len(right.split()) - 1
            gaps += n_instants == 0
            repeated += n_instants == 2
        if answer.strip() != right:
            wrong += 1
            if wrong <= 20:
                print(f"{name}: {question}: {answer}, not {right}", file=sys.stderr)

    print(f"{len(names)} zones, {len(distinct)} of them distinct, {n_changes} changes, "
          f"{len(questions)} questions, of them {gaps} about nonexistent and {repeated} about "
          f"repeated local times; {wrong} wrong answers")
    return 1 if wrong > 0 or gaps == 0 or repeated == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
