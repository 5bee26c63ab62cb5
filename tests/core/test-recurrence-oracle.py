#!/usr/bin/python3
"""Random recurrence rules, expanded here and by python3-dateutil.

Where the two are meant to differ, no such rule is made: dateutil leaves out a start
that its rule would not make (RFC 5545 makes it the first occurrence), takes a week's
number alone for all its days, and reads a weekday's number where the RFC allows none.
"""

import datetime
import random
import subprocess
import sys

from dateutil import rrule

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
FREQUENCIES = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"]
STEPS = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}
N_RULES = 3000


def numbers(chance, low, high, most=4):
    count = chance.randint(1, most)
    return ",".join(str(chance.choice([n for n in range(low, high + 1) if n or low >= 0]))
                    for _ in range(count))


def make_rule(chance, frequency):
    parts = [f"FREQ={frequency}"]
    likely = chance.random() < 0.7
    if chance.random() < 0.4:
        parts.append(f"INTERVAL={chance.randint(1, 60 if frequency in STEPS else 7)}")
    if chance.random() < 0.3:
        parts.append(f"COUNT={chance.randint(1, 60)}")
    elif chance.random() < 0.3:
        until = datetime.datetime(2018, 1, 1) + datetime.timedelta(minutes=chance.randint(0, 5000000))
        parts.append(until.strftime("UNTIL=%Y%m%dT%H%M%S"))
    if chance.random() < 0.3:
        parts.append(f"WKST={chance.choice(WEEKDAYS)}")
    by = []
    if chance.random() < 0.3:
        by.append(f"BYMONTH={numbers(chance, 1, 12)}")
    if chance.random() < 0.3 and frequency != "WEEKLY":
        by.append(f"BYMONTHDAY={numbers(chance, -31, 31)}")
    if chance.random() < 0.1 and frequency == "YEARLY":
        by.append(f"BYYEARDAY={numbers(chance, -366, 366)}")
    with_week = chance.random() < 0.2 and frequency == "YEARLY"
    if with_week:
        by.append(f"BYWEEKNO={numbers(chance, -53, 53)}")
    if chance.random() < 0.5 or with_week:
        days = [chance.choice(WEEKDAYS) for _ in range(chance.randint(1, 4))]
        if frequency in ("YEARLY", "MONTHLY") and not with_week and chance.random() < 0.6:
            reach = 5 if frequency == "MONTHLY" or any("BYMONTH=" in p for p in by) else 53
            days = [f"{chance.choice([-1, 1]) * chance.randint(1, reach)}{day}" for day in days]
        by.append(f"BYDAY={','.join(days)}")
    if chance.random() < 0.2:
        by.append(f"BYHOUR={numbers(chance, 0, 23)}")
    if chance.random() < 0.2:
        by.append(f"BYMINUTE={numbers(chance, 0, 59)}")
    if chance.random() < 0.1:
        by.append(f"BYSECOND={numbers(chance, 0, 59)}")
    if by and chance.random() < 0.2:
        by.append(f"BYSETPOS={numbers(chance, -5, 5)}")
    chance.shuffle(by)
    return ";".join(parts + (by if likely else by[:1] if "SETPOS" not in "".join(by[:1]) else []))


def expect(start, rule, begin, end):
    # Without an end it would look for what never comes until the year 9999.
    datetime.MAXYEAR = end.year
    try:
        reference = rrule.rrulestr(rule, dtstart=start)
    except ValueError:
        return None
    reference._until = min(reference._until or end, end)
    occurrences = []
    for occurrence in reference:
        if not occurrences and occurrence != start and "COUNT" in rule:
            return None
        occurrences.append(occurrence)
    if begin <= start < end and start not in occurrences:
        occurrences.insert(0, start)
    return [o for o in occurrences if begin <= o < end]


def main():
    chance = random.Random(20261123)
    process = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               text=True, bufsize=1)
    n_tried = n_occurrences = 0
    while n_tried < N_RULES:
        frequency = chance.choice(FREQUENCIES[:4] * 4 + FREQUENCIES[4:])
        rule = make_rule(chance, frequency)
        if "BYWEEKNO" in rule and "BYDAY" not in rule:
            continue
        start = datetime.datetime(2015, 1, 1) + datetime.timedelta(minutes=chance.randint(0, 3000000))
        begin = start + datetime.timedelta(days=chance.randint(-30, 1500))
        end = begin + datetime.timedelta(days=chance.randint(1, 800))
        if frequency in STEPS:
            # The other one walks through every hour, minute or second.
            begin = start + datetime.timedelta(seconds=STEPS[frequency] * chance.randint(-50, 900))
            end = begin + datetime.timedelta(seconds=STEPS[frequency] * chance.randint(1, 900))
        expected = expect(start, rule, begin, end)
        if expected is None:
            continue
        n_tried += 1
        n_occurrences += len(expected)
        form = "%Y%m%dT%H%M%S"
        process.stdin.write("\t".join([start.strftime(form), rule, begin.strftime(form),
                                       end.strftime(form)]) + "\n")
        got = process.stdout.readline().split()
        want = [o.strftime(form) for o in expected]
        assert got == want, (start, rule, begin, end, "missing", sorted(set(want) - set(got))[:5],
                             "extra", sorted(set(got) - set(want))[:5])
    process.stdin.close()
    assert process.wait() == 0
    assert n_occurrences > 20000, n_occurrences
    print(f"{n_tried} rules, {n_occurrences} occurrences")


main()
