#!/bin/sh
# Runs a program with a session bus of its own, on which the desktop's data server is
# started when it is asked for. Everything they keep is in a folder that is deleted
# afterwards, and whatever is still running then is ended.
set -eu

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export HOME="$home" XDG_RUNTIME_DIR="$home/run" XDG_DATA_HOME="$home/data"
export XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache" TOG_TEST_CALENDARS="$home"
mkdir -m 700 "$XDG_RUNTIME_DIR" "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME"
unset DISPLAY WAYLAND_DISPLAY

# What the services say isn't the program's. Sanitizers and the fatality of warnings
# are for the program alone.
debug=${G_DEBUG:-}
unset G_DEBUG
dbus-run-session -- sh -eu -c '
  debug=$1
  shift
  G_DEBUG=$debug "$@"
' sh "$debug" "$@" 2>"$home/stderr" && status=0 || status=$?
grep -v -e "^dbus-daemon" -e "libedbus-private-WARNING" "$home/stderr" >&2 || :
exit "$status"
