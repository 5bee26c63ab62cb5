#!/bin/sh
# Installs what is missing, builds Together Scheduler and opens it, ready to try
# the demo organization:
#
#   sh data/demo.sh [--tour DIR]
#
# Everything it makes is in build/, nothing is installed outside of it but
# Debian's packages. With --tour, or where there is no display, it works the app
# on a virtual display instead, books a session there as a user would, and leaves
# numbered screenshots in DIR (build/tour unless told).
set -eu

tour=''
case "${1:-}" in
  '') ;;
  --tour) tour=${2:?"--tour needs a folder"} ;;
  *) sed -n '2,11s/^# \{0,1\}//p' "$0"; [ "$1" = --help ]; exit ;;
esac
case "$tour" in
  '' | /*) ;;
  *) tour=$PWD/$tour ;;
esac

cd "$(dirname "$0")/.."
build=$PWD/build/demo
installed=$build/installed

if [ -z "$tour" ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  echo 'There is no display here: the app will be shown on a virtual one.'
  tour=$PWD/build/tour
fi

if [ -n "$tour" ]; then
  sh data/install-packages.sh build run test
else
  sh data/install-packages.sh build run
fi

echo 'Building, which takes a minute the first time'
log=$PWD/build/demo.log
mkdir -p build
if ! {
  [ -e "$build/build.ninja" ] || meson setup "$build" --prefix "$installed" -Dtests=false
  meson install -C "$build"
} >"$log" 2>&1; then
  tail -n 40 "$log" >&2
  echo "It could not be built; all of it is in $log" >&2
  exit 1
fi

export XDG_DATA_DIRS="$installed/share:${XDG_DATA_DIRS:-/usr/local/share:/usr/share}"
if [ -z "$tour" ]; then
  echo 'Opening Together Scheduler'
  exec "$installed/bin/together-scheduler"
fi
TOG_INSTALLED=$installed exec /usr/bin/python3 tests/support/tour.py "$tour"
