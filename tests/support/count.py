#!/usr/bin/python3
"""Counts what "meson test" did, test by test.

  count.py BUILD=FOLDER...   the folder holds testlog.json, and again-*.json of what
                             was run once more
  count.py --failed LOG      says which to run once more, as "SUITE NAME" lines

Prints every failure and the reason of every skip, and at last one line
"N passed, N failed, N skipped". Ends with 1 if anything failed. What failed beside
other tests and passed by itself counts as passed, but is told: it wants mending.
"""
import json
import pathlib
import re
import sys

TAP_LINE = re.compile(r"^(not )?ok\b[ \t]*\d*[ \t]*-?[ \t]*(.*?)(?:[ \t]+#[ \t]*(SKIP|TODO)\b"
                      r"[ \t]*(.*))?$", re.I | re.M)
SKIPPED_WHOLE = re.compile(r"^1\.\.0\s*#\s*skip\S*\s*(.*)$", re.I | re.M)
PLAN = re.compile(r"^1\.\.\d+", re.M)
GOOD = ("OK", "EXPECTEDFAIL")


def read_parts(run):
    """(name, outcome, reason) of each test inside one program's run."""
    name, output = run["name"], run.get("stdout") or ""
    parts = []
    whole = SKIPPED_WHOLE.search(output)
    if run["result"] == "SKIP":
        return [(name, "skipped", whole.group(1) if whole else output.strip() or "no reason given")]
    if PLAN.search(output):
        for bad, what, directive, reason in TAP_LINE.findall(output):
            if directive.upper() == "SKIP":
                outcome = "skipped"
            else:
                outcome = "failed" if bad and directive.upper() != "TODO" else "passed"
            parts.append(("%s %s" % (name, what), outcome, reason))
    good = run["result"] in GOOD
    if not parts:
        parts.append((name, "passed" if good else "failed", run["result"]))
    elif not good and not any(outcome == "failed" for _, outcome, _ in parts):
        # It crashed, or ran into its time limit, after what it had told.
        parts.append((name, "failed", run["result"]))
    return parts


def read_log(path):
    with open(path, encoding="utf-8") as log:
        return {run["name"]: run for run in map(json.loads, filter(str.strip, log))}


def list_failed(path):
    for name, run in read_log(path).items():
        if any(outcome == "failed" for _, outcome, _ in read_parts(run)):
            suite, test = name.split(" / ", 1)
            print(suite.rsplit(":", 1)[-1], test)


def count(build, folder, counts):
    again = {}
    for path in pathlib.Path(folder).glob("again-*.json"):
        again.update(read_log(path))
    for name, run in read_log(pathlib.Path(folder, "testlog.json")).items():
        parts = read_parts(run)
        if name in again:
            for part, outcome, reason in parts:
                if outcome == "failed":
                    print("failed at first (%s): %s: %s" % (build, part, reason or run["result"]))
            parts = read_parts(again[name])
        for part, outcome, reason in parts:
            counts[outcome] += 1
            if outcome != "passed":
                print("%s (%s): %s%s" % (outcome, build, part, ": " + reason if reason else ""))


def main():
    if sys.argv[1] == "--failed":
        list_failed(sys.argv[2])
        return 0
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for argument in sys.argv[1:]:
        count(*argument.split("=", 1), counts)
    line = "%(passed)d passed, %(failed)d failed" % counts
    if counts["skipped"]:
        line += ", %(skipped)d skipped" % counts
    print(line)
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
