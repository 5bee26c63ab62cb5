#!/bin/sh
# Runs a command with an X server and a session bus of its own, which end with it:
#
#   under-display.sh COMMAND [ARGUMENT...]
#
# Its home is empty and its settings are the same everywhere, so that what it
# shows does not depend on who runs it. SCREEN=WIDTHxHEIGHT sets the size.
set -eu

dir=$(mktemp -d "${TMPDIR:-/tmp}/under-display-XXXXXX")
server=''
finish ()
{
  [ -z "$server" ] || kill "$server" 2>/dev/null || :
  rm -rf "$dir"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Without -noreset the server starts over, and ends its clients, between two of them.
mkfifo "$dir/number"
Xvfb -displayfd 3 -screen 0 "${SCREEN:-1280x900}x24" -nolisten tcp -noreset \
  3>"$dir/number" >/dev/null 2>"$dir/xvfb.log" &
server=$!
if ! read -r number <"$dir/number"; then
  cat "$dir/xvfb.log" >&2
  echo 'under-display: Xvfb did not start' >&2
  exit 1
fi

mkdir -m 700 "$dir/run" "$dir/home" "$dir/config" "$dir/config/gtk-4.0"
# There is no settings daemon here; without this GTK takes another font.
printf '[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=false\n' \
  >"$dir/config/gtk-4.0/settings.ini"

unset WAYLAND_DISPLAY AT_SPI_BUS_ADDRESS SESSION_MANAGER
export DISPLAY=":$number" HOME="$dir/home" XDG_RUNTIME_DIR="$dir/run" XDG_CONFIG_HOME="$dir/config"
export XDG_CACHE_HOME="$dir/home/.cache" XDG_DATA_HOME="$dir/home/.local/share"
export GDK_BACKEND=x11 GSK_RENDERER=cairo ADW_DISABLE_PORTAL=1 GTK_USE_PORTAL=0

# What the bus starts may say something, which is no test's result.
status=0
dbus-run-session -- sh -c 'exec "$@" >&3 3>&-' sh "$@" 3>&1 >&2 || status=$?
exit "$status"
