#!/usr/bin/python3
"""Counts what "meson test" did, test by test: count.py NAME=TESTLOG.json...

Prints every failure and the reason of every skip, and at last one line
"N passed, N failed, N skipped". Ends with 1 if anything failed.
"""
import json
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


def main():
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for argument in sys.argv[1:]:
        build, path = argument.split("=", 1)
        with open(path, encoding="utf-8") as log:
            runs = [json.loads(line) for line in log if line.strip()]
        for run in runs:
            for name, outcome, reason in read_parts(run):
                counts[outcome] += 1
                if outcome != "passed":
                    print("%s (%s): %s%s" % (outcome, build, name, ": " + reason if reason else ""))
    line = "%(passed)d passed, %(failed)d failed" % counts
    if counts["skipped"]:
        line += ", %(skipped)d skipped" % counts
    print(line)
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
