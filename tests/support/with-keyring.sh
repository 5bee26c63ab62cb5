#!/bin/sh
# Runs a program with a session bus and an unlocked keyring of their own.
# Everything they keep is in a folder that is deleted afterwards.
set -eu

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export HOME="$home" XDG_RUNTIME_DIR="$home/run" XDG_DATA_HOME="$home/data"
export XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache" TOG_TEST_KEYRING="$home"
mkdir -m 700 "$XDG_RUNTIME_DIR" "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME"
unset GNOME_KEYRING_CONTROL DISPLAY WAYLAND_DISPLAY

dbus-run-session -- sh -eu -c '
  printf "a password" |
    gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1
  "$@"
' sh "$@"
