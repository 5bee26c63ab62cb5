"""Runs a module's tests one after the other, and tells of them in TAP.

    @test("P31/home-is-there-offline")
    def keeps_home(): ...

    main()

A test is skipped by raising Skip with the reason.
"""
import os
import sys
import traceback

TESTS = []


class Skip(Exception):
    """This machine lacks what the test needs."""


def test(name):
    def add(function):
        TESTS.append((name, function))
        return function
    return add


def main():
    """Run all, or those whose names hold an argument's text."""
    chosen = [(name, function) for name, function in TESTS
              if not sys.argv[1:] or any(part in name for part in sys.argv[1:])]
    print("TAP version 13\n1..%d" % len(chosen), flush=True)
    failed = 0
    for number, (name, function) in enumerate(chosen, 1):
        try:
            function()
            print("ok %d - %s" % (number, name), flush=True)
        except Skip as reason:
            print("ok %d - %s # SKIP %s" % (number, name, reason), flush=True)
        except Exception:  # whatever it is, the others are to run
            failed += 1
            # Not as comments of TAP, of which test runners show nothing.
            traceback.print_exc()
            print("not ok %d - %s" % (number, name), flush=True)
    # Threads of servers in here must not hold up the end.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(1 if failed else 0)
