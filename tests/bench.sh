#!/bin/sh
# Measures what users wait for, one line a figure, separated by tabs:
#
#   name, value, floor, ratio, target
#
# The floor is measured in the same run with as little as does the same kind of
# thing; only ratios can be compared between machines. A target without a ratio
# is a bound on the value. The name ends with the unit, and the target says in
# which direction it is one: "<= 1.4", ">= 0.15". Built as the README has a server built for use.
# BUILD=DIR uses another folder than build-bench/.
set -eu
cd "$(dirname "$0")/.."

build=${BUILD:-build-bench}
sh data/install-packages.sh >&2
[ -e "$build/build.ninja" ] || meson setup "$build" --buildtype release >&2
ninja -C "$build" src/ui/together-scheduler src/calendars/calendars.so src/server/together-server data/gschemas.compiled \
  tests/bare-window tests/time-to-map tests/ui/bench-grid tests/ui/bench-scroll tests/calendars/bench-calendars tests/core/bench-heat tests/core/bench-series tests/core/bench-slots \
  tests/store/bench-history tests/account/bench-share \
  tests/server/bench-first-sync tests/server/bench-http tests/server/bench-reminders \
  tests/server/bench-sync >&2

TOG_BUILDDIR=$(cd "$build" && pwd)
TOG_TEST_SRCDIR=$PWD/tests
TOG_SERVER=$TOG_BUILDDIR/src/server/together-server
TOG_CALENDARS_MODULE=$TOG_BUILDDIR/src/calendars/calendars.so
TOG_DEMO_FILE=$PWD/data/demo-organization/demo.json
export TOG_BUILDDIR TOG_TEST_SRCDIR TOG_SERVER TOG_CALENDARS_MODULE TOG_DEMO_FILE

measure ()
{
  /usr/bin/python3 tests/support/bench-start.py
  # What the buses inside say does not belong here.
  sh tests/support/under-display.sh "$build/tests/ui/bench-grid" | grep "$(printf "\t")"
  sh tests/support/under-display.sh "$build/tests/ui/bench-scroll" | grep "$(printf "\t")"
  "$build/tests/core/bench-slots"
  "$build/tests/core/bench-series"
  "$build/tests/core/bench-heat"
  "$build/tests/store/bench-history"
  sh tests/support/with-calendars.sh "$build/tests/calendars/bench-calendars"
  sh tests/support/with-calendars.sh "$build/tests/account/bench-share"
  "$build/tests/server/bench-reminders"
  "$build/tests/server/bench-http"
  "$build/tests/server/bench-sync"
  "$build/tests/server/bench-first-sync"
  echo complete
}

# Figures of two revisions are compared line by line: one that is of another form
# would be missed, and so would the rest after a failure.
printf 'name\tvalue\tfloor\tratio\ttarget\n'
measure | awk -F '\t' '
  $0 == "complete" { complete = 1; next }
  { print; fflush () }
  NF != 5 || $1 !~ /^[^_]+, [^ ]+( [^ ]+)?$/ || $2 !~ /^[0-9.]+$/ || $5 !~ /^[<>]= [0-9.]+$/ {
    print "bench.sh: this line is of another form: " $0 >"/dev/stderr"
    bad = 1
  }
  END { exit bad || !complete }'
