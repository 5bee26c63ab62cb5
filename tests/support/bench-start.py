#!/usr/bin/python3
"""The app's start with the demo's home from the cache, beside a bare window's.

Prints the lines of tests/bench.sh: name, value, floor, ratio, target.
"""
import statistics
import subprocess
import sys

from scheduler import APP, BUILD, UNINSTALLED, start_app
from session import Session

RUNS = 9


def measure(session, *argv):
    """(milliseconds, MiB) from the start of a program to its window, and at rest."""
    run = subprocess.run([BUILD / "tests/time-to-map", *argv], text=True, check=True,
                         env={**session.env, **UNINSTALLED}, stdout=subprocess.PIPE,
                         stderr=session.log)
    time, memory = map(float, run.stdout.split())
    return time, memory / 1024


def main():
    with Session() as session:
        with start_app(session) as app:
            app.activate("push button", "Try the Demo Organization")
            app.find("heading", "Matches and Groups", timeout=60)
            app.settle()
        bare, ours = [], []
        for _ in range(RUNS):  # by turns, so that a busy moment meets both
            bare.append(measure(session, BUILD / "tests/bare-window"))
            ours.append(measure(session, APP))
    for index, name, target in ((0, "start, exec to mapped window, ms", 1.4),
                                (1, "start, resident memory, MiB", 1.3)):
        floor = statistics.median(run[index] for run in bare)
        value = statistics.median(run[index] for run in ours)
        print("%s\t%.1f\t%.1f\t%.2f\t<= %g" % (name, value, floor, value / floor, target))
    return 0


if __name__ == "__main__":
    sys.exit(main())
