#!/bin/sh
# Fails, and shows where, if a C file is not laid out as .clang-format decides.
# Releases of clang-format disagree, so that one of them has the say.
set -eu

wanted=14
formatter=$(command -v clang-format-$wanted || command -v clang-format || :)
case "$([ -z "$formatter" ] || "$formatter" --version)" in
  *" version $wanted."*) ;;
  *)
    echo "1..0 # SKIP needs clang-format $wanted"
    exit 77
    ;;
esac

cd "$1"
find src tests -name '*.c' -exec "$formatter" --dry-run --Werror {} +
