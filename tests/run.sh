#!/bin/sh
# Builds everything and runs every test: first as it ships, then with the
# address and undefined-behaviour sanitizers, which of the app as a whole go
# through its main jobs alone.
#
#   sh tests/run.sh [--quick | --sanitize] [MESON-TEST-ARGUMENT...]
#
# --quick leaves the sanitizers out, --sanitize does only them. Other arguments
# go to "meson test", such as --suite core. Builds are kept in build-test/ and
# build-test-sanitized/, or in $BUILD and $BUILD-sanitized. The last line counts.
# What failed is run once more, with nothing beside it, and told apart at the end;
# not where so much failed that it wasn't by chance.
set -eu
cd "$(dirname "$0")/.."

passes='plain sanitized'
case "${1:-}" in
  --quick) passes=plain; shift ;;
  --sanitize) passes=sanitized; shift ;;
  -h | --help) sed -n '2,12s/^# \{0,1\}//p' "$0"; exit 0 ;;
esac

sh data/install-packages.sh

build=${BUILD:-build-test}
results=''
for pass in $passes; do
  # What tests need of debug information is the lines; the rest takes a fifth of the time.
  options='-Dc_args=-g1'
  dir=$build
  if [ "$pass" = sanitized ]; then
    # Shared libraries find the sanitizers' functions in the program only.
    options="$options -Db_sanitize=address,undefined -Db_lundef=false"
    dir=$build-sanitized
  fi
  # shellcheck disable=SC2086 # one word an option
  if [ ! -e "$dir/build.ninja" ]; then
    meson setup "$dir" $options
  fi
  ninja -C "$dir"
  # Tests drive displays and servers: more at once than processors and they wait in vain.
  rm -f "$dir"/meson-logs/again-*
  if ! meson test -C "$dir" --no-rebuild --print-errorlogs "$@"; then
    failed=$(python3 tests/support/count.py --failed "$dir/meson-logs/testlog.json")
    if [ -n "$failed" ] && [ "$(echo "$failed" | wc -l)" -le 4 ]; then
      echo "$failed" | while read -r suite name; do
        echo "== Once more: $suite / $name"
        meson test -C "$dir" --no-rebuild --print-errorlogs --num-processes 1 \
          --logbase "again-$suite-$name" --suite "$suite" "$name" </dev/null || :
      done
    fi
  fi
  results="$results $pass=$dir/meson-logs"
done

# shellcheck disable=SC2086 # one word a folder
python3 tests/support/count.py $results
