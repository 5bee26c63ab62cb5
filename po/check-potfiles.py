#!/usr/bin/python3
"""Fails unless po/POTFILES.in lists exactly the files that hold text to translate.

    check-potfiles.py SOURCE_ROOT [--update]

With --update it writes the list instead.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1])
# What the app shows; the server's messages are for its operator and in English.
FOLDERS = ("src/account", "src/calendars", "src/ui", "data")
MARKS = {
    ".c": re.compile(r'\b(?:_|N_|C_|NC_|Q_|n?gettext|g_dp?n?gettext2?)\s*\("'),
    ".ui": re.compile(r'translatable="(?:yes|true)"'),
    ".gschema.xml": re.compile("<summary"),
    ".metainfo.xml.in": re.compile("<summary"),
    ".desktop.in": re.compile("^Name=", re.M),
}


def main():
    potfiles = ROOT / "po/POTFILES.in"
    lines = potfiles.read_text().splitlines()
    listed = {line for line in lines if line and not line.startswith("#")}
    needed = {
        str(path.relative_to(ROOT))
        for folder in FOLDERS
        for suffix, mark in MARKS.items()
        for path in (ROOT / folder).rglob("*" + suffix)
        if mark.search(path.read_text())
    }
    if "--update" in sys.argv[2:]:
        potfiles.write_text("".join(path + "\n" for path in sorted(needed)))
        return 0
    for path in sorted(needed - listed):
        print("not in po/POTFILES.in, but has text to translate:", path)
    for path in sorted(listed - needed):
        print("in po/POTFILES.in, but has no text to translate:", path)
    return 1 if needed != listed else 0


if __name__ == "__main__":
    sys.exit(main())
