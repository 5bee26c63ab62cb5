#!/bin/sh
# Installs what data/packages-debian.txt lists and this system lacks.
#
#   sh data/install-packages.sh [build] [run] [test]      (default: all three)
#
# Does nothing, and asks for nothing, where everything is there already.
set -eu

list=$(dirname "$0")/packages-debian.txt
sections=${*:-build run test}

wanted ()
{
  awk -v sections=" $sections " '
    /^\[/ { on = index (sections, " " substr ($0, 2, length ($0) - 2) " "); next }
    on && NF && !/^#/ { print $1 }' "$list"
}

is_installed ()
{
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing=''
optional=''
for package in $(wanted); do
  name=${package%\?}
  if is_installed "$name"; then
    continue
  elif [ "$name" = "$package" ]; then
    missing="$missing $name"
  else
    optional="$optional $name"
  fi
done
[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "There is no apt-get here. Please install what these Debian packages hold:$missing" >&2
  exit 1
fi

as_root=''
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "These packages are missing, and there is no sudo to install them with:$missing" >&2
    exit 1
  fi
  as_root=sudo
fi

echo "Installing:$missing"
$as_root apt-get update -qq
# Which optional ones this release has is known only now.
for name in $optional; do
  if [ -n "$(apt-cache search --names-only "^$name\$" 2>/dev/null)" ]; then
    missing="$missing $name"
  fi
done
# shellcheck disable=SC2086 # one word a package
$as_root env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 $missing >/dev/null
