#!/bin/sh
# Checks units and manual pages: check-server-files.sh PROGRAM FILE...
# PROGRAM stands in for the one that is not installed yet.
set -eu
program=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
bad=0

check ()
{
  said=$("$@" 2>&1) || { bad=1; }
  if [ -n "$said" ]; then
    printf '%s\n' "$said" >&2
    bad=1
  fi
}

for file in "$@"; do
  case $file in
    *.1)
      check groff -man -Tutf8 -K utf8 -ww -b -z "$file"
      ;;
    *.service)
      if ! command -v systemd-analyze > /dev/null; then
        echo "systemd-analyze is not there: $file is not checked" >&2
        continue
      fi
      # Manual pages are not installed yet either.
      sed -e "s#^ExecStart=[^ ]*#ExecStart=$program#" -e '/^Documentation=/d' "$file" \
        > "$folder/together-server.service"
      case $file in
        *-user.service) check env XDG_RUNTIME_DIR="$folder" systemd-analyze --user verify "$folder/together-server.service" ;;
        *) check systemd-analyze verify "$folder/together-server.service" ;;
      esac
      ;;
  esac
done
exit $bad
