#!/usr/bin/python3
"""The app's start with the demo's home from the cache, beside a bare window's; and with
ten thousand sessions in the cache, beside one with none.

Prints the lines of tests/bench.sh: name, value, floor, ratio, target.
"""
import statistics
import subprocess
import sys

from scheduler import APP, BUILD, UNINSTALLED, start_app
from session import Session

RUNS = 9


def measure(session, *argv, **env):
    """(milliseconds, MiB) from the start of a program to its window, and at rest."""
    run = subprocess.run([BUILD / "tests/time-to-map", *argv], text=True, check=True,
                         env={**session.env, **UNINSTALLED, **env}, stdout=subprocess.PIPE,
                         stderr=session.log)
    time, memory = map(float, run.stdout.split())
    return time, memory / 1024


def open_demo(session):
    with start_app(session) as app:
        app.activate("push button", "Try the Demo Organization")
        app.find("heading", "Matches and Groups", timeout=60)
        app.settle()


def print_figure(name, value, floor, target):
    print("%s\t%.1f\t%.1f\t%.2f\t<= %g" % (name, value, floor, value / floor, target))


def bench_history():
    """Without its server, which would bring the demo's own history instead."""
    empty, full = [], []
    with Session() as session, Session() as other:
        for one in (session, other):
            open_demo(one)
        subprocess.run([BUILD / "tests/store/bench-history",
                        other.home / ".cache/together-scheduler/demo"], check=True)
        for _ in range(RUNS):
            empty.append(measure(session, APP, TOG_SERVER="/bin/false")[0])
            full.append(measure(other, APP, TOG_SERVER="/bin/false")[0])
    print_figure("start with 10,000 sessions with notes, ms",
                 statistics.median(full), statistics.median(empty), 1.2)


def main():
    with Session() as session:
        open_demo(session)
        bare, ours = [], []
        for _ in range(RUNS):  # by turns, so that a busy moment meets both
            bare.append(measure(session, BUILD / "tests/bare-window"))
            ours.append(measure(session, APP))
    for index, name, target in ((0, "start, exec to mapped window, ms", 1.4),
                                (1, "start, resident memory, MiB", 1.3)):
        floor = statistics.median(run[index] for run in bare)
        value = statistics.median(run[index] for run in ours)
        print_figure(name, value, floor, target)
    bench_history()
    return 0


if __name__ == "__main__":
    sys.exit(main())
