"""Works a GTK 4 program as a user or a screen reader does.

Widgets are found by accessible role and name, over the accessibility bus; keys
and clicks are real, over X.

    from drive import App
    from session import Session

    with Session() as session, App(session, ["gtk4-widget-factory"]) as app:
        app.click("page tab", "Page 2")
        app.shot("page-2.png")

Roles are those of AT-SPI; "*" is any. Names are shell patterns. A widget counts
as shown when the point in its middle belongs to it: GTK 4 gives widgets on
hidden pages the state "visible" and the place they had last.
"""
import fnmatch
import re
import signal
import subprocess
import time

from dbus.exceptions import DBusException
from dbus.lowlevel import MethodCallMessage

# The numbers of AtspiRole and AtspiStateType that a GTK 4 program may send.
ROLES = {
    0: "invalid", 2: "alert", 7: "check box", 8: "check menu item", 11: "combo box", 16: "dialog",
    20: "filler", 23: "frame", 26: "icon", 27: "image", 29: "label", 31: "list", 32: "list item",
    33: "menu", 35: "menu item", 37: "page tab", 38: "page tab list", 39: "panel",
    40: "password text", 41: "popup menu", 42: "progress bar", 43: "push button",
    44: "radio button", 45: "radio menu item", 48: "scroll bar", 49: "scroll pane",
    50: "separator", 51: "slider", 52: "spin button", 54: "status bar", 55: "table",
    56: "table cell", 57: "table column header", 58: "table row header", 61: "text",
    62: "toggle button", 63: "tool bar", 64: "tool tip", 67: "unknown", 68: "viewport",
    69: "window", 73: "paragraph", 75: "application", 79: "entry", 83: "heading", 85: "section",
    88: "link", 90: "table row", 98: "list box", 99: "grouping", 101: "notification",
    102: "info bar", 103: "level bar", 104: "title bar", 109: "article", 110: "landmark",
    115: "timer", 116: "static", 129: "push button menu", 130: "switch",
}
STATES = {
    4: "checked", 6: "defunct", 8: "enabled", 10: "expanded", 11: "focusable", 12: "focused",
    16: "modal", 20: "pressed", 23: "selected", 24: "sensitive", 25: "showing", 30: "visible",
}
CONTROLS = {"push button", "toggle button", "check box", "radio button", "switch", "text",
            "entry", "password text", "spin button", "slider", "combo box", "page tab",
            "list item", "menu item", "link", "table cell"}
# GTK releases disagree about what these are.
ALIKE = {"push button": {"push button", "toggle button"},
         "check box": {"check box", "radio button", "switch"},
         "text": {"text", "entry"},
         "dialog": {"dialog", "frame", "window", "alert"}}
A11Y = "org.a11y.atspi."
ROOT = "/org/a11y/atspi/accessible/root"
RELATIVE_TO_WINDOW = 1
MANY = 30  # children that are too many to be asked for theirs one by one


class DriveError(Exception):
    """A step failed: there is no such widget, or it isn't in that state."""


class Node:
    """An accessible object, as it was when the tree was read."""

    def __init__(self, item):
        (self.bus, self.path), _, (_, self.parent_path), self.index, self.count, interfaces, \
            self.name, role, self.description, bits = item
        self.interfaces = {name.rsplit(".", 1)[1] for name in interfaces}
        self.role = ROLES.get(role, "role %d" % role)
        bits = bits[0] | bits[1] << 32
        self.states = {name for bit, name in STATES.items() if bits >> bit & 1}
        self.parent = None
        self.children = []
        self.box = self.surface = ()  # not asked for yet

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self):
        node = self
        while node:
            yield node
            node = node.parent

    def matches(self, role, name):
        return (role == "*" or self.role in ALIKE.get(role, {role})) \
            and fnmatch.fnmatchcase(self.name, name)

    def __str__(self):
        return "%s %r" % (self.role, str(self.name))


class App:
    """A running program in a session, and its accessible tree."""

    def __init__(self, session, argv, env=None, timeout=10.0, start_timeout=60.0):
        self.session, self.timeout = session, timeout
        self.input_window, self.odd = None, set()
        self.process = session.spawn(argv, env)
        try:
            self.wait(lambda: self.windows() and len(list(self.tree().walk())) > 2,
                      "no window came up", start_timeout)
        except BaseException:
            self.close()
            raise

    def close(self, number=signal.SIGTERM):
        return self.session.stop(self.process, number)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # Reading the tree

    def _call(self, bus, path, interface, method, signature="", *arguments):
        call = MethodCallMessage(bus, path, interface, method)
        call.append(*arguments, signature=signature)
        return self.session.a11y.send_message_with_reply_and_block(call, 10).get_args_list()

    def _ask_node(self, node, interface, method, signature, *arguments):
        return self._call(node.bus, node.path, A11Y + interface, method, signature, *arguments)[0]

    def _property(self, node, interface, name):
        return self._call(node.bus, node.path, "org.freedesktop.DBus.Properties", "Get", "ss",
                          A11Y + interface, name)[0]

    def tree(self):
        """Everything accessible, under one node. One call answers for a whole program, and is
        a hundred times faster than asking each widget."""
        top = Node((("", ""), None, ("", ""), 0, 0, [], "", 75, "", [0, 0]))
        applications = self._call(A11Y + "Registry", ROOT, A11Y + "Accessible", "GetChildren")[0]
        for bus, _ in applications:
            try:
                top.children.append(self._read(bus))
            except (DBusException, KeyError):
                continue  # it has just quit, or has nothing to tell yet
        return top

    def _read(self, bus):
        asked = set()
        while True:
            items = self._call(bus, "/org/a11y/atspi/cache", A11Y + "Cache", "GetItems")[0]
            nodes = {node.path: node for node in map(Node, items)}
            for node in nodes.values():
                node.parent = nodes.get(node.parent_path)
                if node.parent:
                    node.parent.children.append(node)
            # A widget is told of only once its parent was asked for its children.
            short = [n.path for n in nodes.values() if n.count != len(n.children)
                     and (n.path, n.count, len(n.children)) not in self.odd]
            if set(short) <= asked:
                self.odd |= {(p, nodes[p].count, len(nodes[p].children)) for p in short}
                break
            for path in short:
                self._ask_for_children(bus, path)
            asked.update(short)
        for node in nodes.values():
            node.children.sort(key=lambda child: child.index)
        return nodes[ROOT]

    def _ask_for_children(self, bus, path):
        try:
            children = self._call(bus, path, A11Y + "Accessible", "GetChildren")[0]
        except DBusException:
            return  # it has just gone
        # Of a grid's many cells, those that have children are seen when all is read again.
        if len(children) < MANY:
            for child_bus, child in children:
                self._ask_for_children(child_bus, child)

    def extents(self, node):
        """(x, y, width, height) relative to the window, or None."""
        if node.box == ():
            node.box = None
            if "Component" in node.interfaces:
                try:
                    node.box = self._ask_node(node, "Component", "GetExtents", "u",
                                              RELATIVE_TO_WINDOW)
                except DBusException:
                    pass
        return node.box

    def _surface(self, node, windows):
        """The window or popover that a node is in, as a node, and its X window."""
        if node.surface == ():
            node.surface, box = None, self.extents(node)
            if node.parent and node.parent.role != "application":
                popovers = [w for w in windows if not w["top"] and box
                            and (w["width"], w["height"]) == tuple(box[2:])]
                node.surface = (node, popovers[-1]) if popovers \
                    else self._surface(node.parent, windows)
            elif box:
                tops = [w for w in windows if w["top"]]
                fits = [w for w in tops if w["name"] == node.name] or tops
                if fits:
                    node.surface = node, min(fits, key=lambda w: abs(w["width"] - box[2])
                                             + abs(w["height"] - box[3]))
        return node.surface

    def locate(self, node, windows=None):
        """Where on the screen the middle of a node is, or None if it isn't shown."""
        box = self.extents(node)
        if not box or box[2] <= 0 or box[3] <= 0:
            return None
        if any("visible" not in n.states for n in node.ancestors() if n.role != "application"):
            return None
        surface = self._surface(node, self.windows() if windows is None else windows)
        if not surface:
            return None
        top, window = surface
        left, above, width, height = self.extents(top)
        x, y = box[0] + box[2] // 2, box[1] + box[3] // 2
        if not (0 <= x - left < width and 0 <= y - above < height):
            return None
        if node is not top:
            try:
                _, path = self._ask_node(top, "Component", "GetAccessibleAtPoint", "iiu",
                                         x, y, RELATIVE_TO_WINDOW)
            except DBusException:
                path = ""
            hit = next((n for n in top.walk() if n.path == path), None)
            if hit and node not in hit.ancestors() and hit not in node.ancestors():
                return None  # something else is there
        border = self._border(window, width, height)
        return window["x"] + border[0] + x - left, window["y"] + border[1] + y - above

    def find_all(self, role, name="*", shown=True, under=None):
        nodes = (under or self.tree()).walk()
        found = [n for n in nodes if n.path and n.matches(role, name)]
        if shown:
            windows = self.windows()
            found = [n for n in found if self.locate(n, windows)]
        return found

    def find(self, role, name="*", shown=True, timeout=None):
        """Wait for a widget. Fails saying what there is instead."""
        found, began, asked = [], time.monotonic(), False

        def is_there():
            nonlocal asked
            if not asked and time.monotonic() - began > 3:
                # One child that came as another went leaves their number as it was.
                for top in self.tree().children:
                    self._ask_for_children(top.bus, top.path)
                asked = True
            found[:] = self.find_all(role, name, shown)
            return found
        try:
            self.wait(is_there, "", timeout)
        except DriveError as error:
            self._alive()
            same = sorted({n.name for n in self.find_all(role, shown=False)} - {""})
            raise DriveError("no %s %r%s; %s names: %s" % (
                role, name, error, role, "; ".join(same[:30]) or "none")) from None
        return found[0]

    def has(self, role, name="*", shown=True):
        return bool(self.find_all(role, name, shown))

    def gone(self, role, name="*", timeout=None):
        self.wait(lambda: not self.find_all(role, name), "%s %r is still shown" % (role, name),
                  timeout)
        self.input_window = None  # a window that went may have had the keyboard

    def expect(self, role, name, *states):
        """Wait until a widget has the states, or hasn't those with a '!' before them."""
        def holds():
            have = self.find(role, name).states
            return all(s[1:] not in have if s[0] == "!" else s in have for s in states)
        self.wait(holds, "%s %r is not %s" % (role, name, " ".join(states)))

    def text(self, node):
        if "Text" in node.interfaces and node.role != "label":
            end = self._property(node, "Text", "CharacterCount")
            return self._ask_node(node, "Text", "GetText", "ii", 0, end)
        return node.name

    def words(self):
        """All that is shown as text, in the order of the tree."""
        windows = self.windows()
        return [n.name for n in self.tree().walk()
                if n.role in ("label", "heading") and n.name and self.locate(n, windows)]

    def focused(self):
        have = [n for n in self.tree().walk() if "focused" in n.states]
        return next((n for n in have if self.locate(n)), None)

    def unnamed(self):
        """Shown controls that a screen reader would call by their class, or by nothing."""
        class_name = re.compile(r"(Gtk|Adw|Tog)[A-Z]\w*")

        def is_hidden(control):
            # GTK 4.18 goes on calling what is hidden, as a popover that was closed, visible
            # and only takes away its texts.
            labels = [n for n in control.walk() if n.role == "label"]
            return labels and not any(n.name for n in labels)

        def look():
            windows = self.windows()
            return {n.path: n for n in self.tree().walk()
                    if n.role in CONTROLS and "focusable" in n.states
                    and (not n.name.strip() or class_name.fullmatch(n.name))
                    and not is_hidden(n) and self.locate(n, windows)}

        first = look()
        if not first:
            return []
        time.sleep(0.5)  # GTK 4.18 takes away a page's names a little before its controls
        return ["%s %r in %r" % (n.role, n.name, next(
            (a.name for a in n.ancestors() if a is not n and a.name), ""))
            for n in look().values() if n.path in first]

    def expect_names(self):
        """Wait until every shown control has a name: some get it just after they are shown."""
        left = []

        def all_named():
            left[:] = self.unnamed()
            return not left
        try:
            self.wait(all_named, "")
        except DriveError:
            raise DriveError("these have no name: " + "; ".join(left)) from None

    def dump(self):
        """The shown part of the tree as text, to see what went wrong."""
        windows, lines = self.windows(), []

        def show(node, depth):
            shown = node.path == ROOT or self.locate(node, windows)
            if shown:
                lines.append("%s%s %s" % ("  " * depth, node, " ".join(sorted(node.states))))
            for child in node.children:
                show(child, depth + bool(shown))
        show(self.tree(), 0)
        return "\n".join(lines)

    # Acting

    def activate(self, role, name="*", timeout=None, shown=True, ready=True):
        """Do what the widget does, as a screen reader asks for it, once it can be done; at
        once where it need not be @ready."""
        node = self.find(role, name, shown, timeout)
        if ready and node.role == "push button" and "sensitive" not in node.states:
            self.wait(lambda: "sensitive" in self.find(role, name, shown, timeout).states,
                      "%s can't be pressed" % node, timeout)
            node = self.find(role, name, shown, timeout)
        if "Action" not in node.interfaces:
            raise DriveError("%s has no action" % node)
        self._ask_node(node, "Action", "DoAction", "i", 0)
        return node

    def click(self, role, name="*", timeout=None):
        """A real click in the middle, once it has come to rest."""
        node = self.find(role, name, timeout=timeout)
        place, last = self.locate(node), None
        while place != last:
            last = place
            time.sleep(0.05)
            node.box = node.surface = ()
            place = self.locate(node)
        if not place:
            raise DriveError("%s went away" % node)
        # Where the pointer is already, --sync waits 15 seconds for it to move.
        self.xdo("mousemove", place[0] - 1, place[1])
        self.xdo("mousemove", "--sync", *place)
        self.xdo("click", "1")
        return node

    def grab(self, role, name="*"):
        """Move the keyboard focus there with Tab."""
        seen = []
        for _ in range(60):
            node = self.focused()
            if node and node.matches(role, name):
                return node
            seen.append(str(node))
            self.key("Tab")
            time.sleep(0.05)
        raise DriveError("Tab does not lead to %s %r, but to: %s" % (
            role, name, "; ".join(dict.fromkeys(seen))))

    def fill(self, role, name, text):
        node = self.find(role, name)
        if "EditableText" in node.interfaces:
            self._ask_node(node, "EditableText", "SetTextContents", "s", text)
        else:
            self.click(role, name)
            self.key("ctrl+a", "BackSpace")
            self.type(text)

    def type(self, text):
        self._focus_window()
        self.xdo("type", "--delay", "15", "--", text)

    def key(self, *keys):
        self._focus_window()
        for key in keys:
            self.xdo("key", "--", key)
            time.sleep(0.05)

    def resize(self, width, height):
        top = self._top()
        self.xdo("windowsize", "--sync", top["id"], width, height)
        self.settle()

    def move_pointer_away(self):
        self.xdo("mousemove", 0, 0)

    # X

    def xdo(self, *arguments):
        run = subprocess.run(["xdotool", *map(str, arguments)], env=self.session.env, text=True,
                             capture_output=True, check=False)
        if run.returncode:
            raise DriveError("xdotool %s: %s" % (arguments, run.stderr.strip()))
        return run.stdout

    def _ask(self, *argv):
        return subprocess.run(argv, env=self.session.env, text=True, capture_output=True,
                              check=False).stdout

    def windows(self):
        """Mapped X windows, lowest first; "top" ones are windows, others popovers."""
        listed = re.findall(
            r'^\s+(\d+) (?:"(.*)"|\(has no name\)): \(.*\)\s+(\d+)x(\d+)\S+\s+\+(-?\d+)\+(-?\d+)$',
            self._ask("xwininfo", "-root", "-tree", "-int"), re.M)
        found = []
        for number, name, width, height, x, y in listed:
            if int(width) < 8 or int(height) < 8:
                continue
            state = self._ask("xwininfo", "-id", number)
            if "Map State: IsViewable" in state:
                found.append({"id": number, "name": name, "x": int(x), "y": int(y),
                              "width": int(width), "height": int(height),
                              "top": "Override Redirect State: no" in state})
        return found[::-1]  # xwininfo lists the uppermost first

    def _border(self, window, width, height):
        """The shadow around a window: it belongs to the X window, not to GTK's extents."""
        if "border" not in window:
            found = re.search(r"= (\d+), \d+, (\d+)",
                              self._ask("xprop", "-id", window["id"], "_GTK_FRAME_EXTENTS"))
            window["border"] = (int(found[1]), int(found[2])) if found else (
                (window["width"] - width) // 2, (window["height"] - height) // 2)
        return window["border"]

    def _top(self):
        tops = [w for w in self.windows() if w["top"] and w["name"] not in ("", "mutter guard")]
        if not tops:
            raise DriveError("no window")
        return tops[-1]

    def _focus_window(self):
        top = self._top()["id"]
        if top != self.input_window:
            self.xdo("windowfocus", "--sync", top)
            self.input_window = top
            time.sleep(0.1)

    def shot(self, path):
        """A picture of the uppermost window and its popovers, without its shadow. Answers its
        width and height."""
        time.sleep(0.4)  # let the last frame be drawn
        top = self._top()
        found = re.search(r"= (\d+), (\d+), (\d+), (\d+)",
                          self._ask("xprop", "-id", top["id"], "_GTK_FRAME_EXTENTS"))
        left, right, above, below = map(int, found.groups()) if found else (0, 0, 0, 0)
        boxes = [(top["x"] + left, top["y"] + above, top["x"] + top["width"] - right,
                  top["y"] + top["height"] - below)]
        boxes += [(w["x"], w["y"], w["x"] + w["width"], w["y"] + w["height"])
                  for w in self.windows() if not w["top"]]
        x, y = max(0, min(b[0] for b in boxes)), max(0, min(b[1] for b in boxes))
        width, height = max(b[2] for b in boxes) - x, max(b[3] for b in boxes) - y
        subprocess.run(["import", "-window", "root", "-crop",
                        "%dx%d+%d+%d" % (width, height, x, y), "+repage", "-strip", str(path)],
                       env=self.session.env, check=True)
        return width, height

    # Waiting

    def wait(self, condition, message, timeout=None):
        timeout = self.timeout if timeout is None else timeout
        end = time.monotonic() + timeout
        while not condition():
            self._alive()
            if time.monotonic() > end:
                raise DriveError("%s (after %g s)" % (message, timeout))
            time.sleep(0.05)

    def settle(self, timeout=5.0):
        """Wait until the tree stops changing."""
        last, end = None, time.monotonic() + timeout
        while time.monotonic() < end:
            now = [(n.path, n.name, n.role) for n in self.tree().walk()]
            if now == last:
                return
            last = now
            time.sleep(0.15)

    def _alive(self):
        if self.process.poll() not in (None, 0):
            raise DriveError("the program ended with status %d:\n%s" % (
                self.process.returncode, self.session.output()[-3000:]))
