#!/usr/bin/env python3
"""Verifies an exported Kasane audit log. Written from docs/AUDIT_FORMAT.md alone, with the standard library alone.

    verify.py [--json] [--checkpoints FILE] [--key NAME+ID+KEY] FILE...

Exit code 0 if nothing is wrong, 1 if something is, 2 if a file cannot be opened. With --json, one line for each file.
"""

import base64
import hashlib
import json
import re
import sys

FIELDS = ("seq", "at", "request", "staff_id", "agency_id", "role", "action", "kind", "objects", "case_id",
          "basis", "purpose", "outcome")
NUMBERS = ("seq", "at")
LIMIT = 2 ** 63


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


# --- Ed25519 (RFC 8032), verification only -----------------------------------------------------------------------

P = 2 ** 255 - 19
ORDER = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_MINUS_ONE = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * SQRT_MINUS_ONE % P
    if (x * x - square) % P != 0:
        return None
    return P - x if x & 1 != sign else x


def point(data):
    number = int.from_bytes(data, "little")
    y, sign = number & (2 ** 255 - 1), number >> 255
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def add(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar, base):
    out = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            out = add(out, base)
        base = add(base, base)
        scalar >>= 1
    return out


def same(one, other):
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (one[1] * other[2] - other[1] * one[2]) % P == 0


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def signed_by(key, message, signature):
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r = point(key), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    return same(times(s, BASE), add(r, times(h, a)))


# --- the tree and the chain --------------------------------------------------------------------------------------


class Tree:
    """RFC 6962, grown from the roots of its full subtrees."""

    def __init__(self, size=0, peaks=()):
        self.size, self.peaks = size, list(peaks)

    def push(self, leaf):
        size = self.size
        while size & 1:
            leaf = sha256(b"\x01", self.peaks.pop(), leaf)
            size >>= 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self):
        if not self.peaks:
            return sha256()
        root = self.peaks[-1]
        for left in reversed(self.peaks[:-1]):
            root = sha256(b"\x01", left, root)
        return root


def leaf_of(event):
    out = b"kasane audit event 1\n"
    for name in FIELDS:
        value = event[name]
        if value is None:
            out += b"-,"
        else:
            text = str(value).encode("utf-8")
            out += str(len(text)).encode() + b":" + text + b","
    return sha256(b"\x00", out)


# --- signed notes ------------------------------------------------------------------------------------------------


def unbase64(text):
    try:
        out = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        return None
    return out if base64.b64encode(out).decode() == text else None


def number(text):
    """A count as it is written: no sign, no leading zero."""
    return int(text) if re.fullmatch("0|[1-9][0-9]{0,19}", text) and int(text) < 2 ** 64 else None


class Key:
    def __init__(self, text):
        self.name, identity, coded = text.strip().split("+", 2)
        raw = unbase64(coded)
        if raw is None or len(raw) != 33 or raw[0] != 1 or not self.name:
            raise ValueError("not a key: " + text)
        self.key = raw[1:]
        self.id = sha256(self.name.encode(), b"\n", raw)[:4]
        if self.id.hex() != identity:
            raise ValueError("not a key: " + text)


def iso(micros):
    seconds = micros // 1_000_000 + 9 * 3600
    days, rest = divmod(seconds, 86400)
    z = days + 719468
    era, doe = divmod(z, 146097)
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    day, month = doy - (153 * mp + 2) // 5 + 1, mp + 3 if mp < 10 else mp - 9
    year = yoe + era * 400 + (1 if month <= 2 else 0)
    return "%04d-%02d-%02dT%02d:%02d:%02d+09:00" % (year, month, day, rest // 3600, rest // 60 % 60, rest % 60)


SIGNATURES = {}


def read_note(note, keys):
    """(origin, size, root, at, restored, standing), or None. standing is "rightly", "wrongly" or "nobody"."""
    head, gap, tail = note.partition("\n\n")
    if not gap:
        return None
    text = head + "\n"
    lines = head.split("\n")
    if len(lines) not in (4, 5) or any(line.endswith("\r") for line in lines):
        return None
    origin, size, root = lines[0], number(lines[1]), unbase64(lines[2])
    stamp = re.fullmatch("time (0|-?[1-9][0-9]*) (.*)", lines[3])
    if size is None or root is None or len(root) != 32 or stamp is None or stamp[2] != iso(int(stamp[1])):
        return None
    restored = None
    if len(lines) == 5:
        if not lines[4].startswith("restored "):
            return None
        restored = lines[4][len("restored "):]
    standing = "nobody"
    for line in tail.removesuffix("\n").split("\n") if tail else []:
        name, space, coded = line[2:].partition(" ")
        blob = unbase64(coded)
        if not line.startswith("\u2014 ") or not space or blob is None:
            return None
        key = next((key for key in keys if key.name == name and blob[:4] == key.id), None)
        if key is None:
            continue
        if len(blob) != 4 + 64:
            return None
        asked = (key.key, text, blob)
        if asked not in SIGNATURES:
            SIGNATURES[asked] = signed_by(key.key, text.encode("utf-8"), blob[4:])
        standing = "rightly" if SIGNATURES[asked] else "wrongly"
        if standing == "wrongly":
            break
    return origin, size, root, int(stamp[1]), restored, standing


def split_notes(text):
    parts = [part for part in text.split("\n\n") if part.strip()]
    return ["\n\n".join(parts[i:i + 2]).rstrip("\n") + "\n" for i in range(0, len(parts), 2)]


# --- lines -------------------------------------------------------------------------------------------------------


class Unreadable(Exception):
    pass


def once(pairs):
    out = dict(pairs)
    if len(out) != len(pairs):
        raise Unreadable
    return out


def count(value):
    if type(value) is not int or not 0 <= value < 2 ** 64:
        raise Unreadable
    return value


def integer(text):
    if text == "-0":
        raise Unreadable
    return int(text)


def text_of(value):
    if type(value) is not str:
        raise Unreadable
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise Unreadable from None
    return value


def hash_of(value):
    if type(value) is not str or not re.fullmatch("[0-9a-f]{64}", value):
        raise Unreadable
    return bytes.fromhex(value)


def event_of(value):
    if type(value) is not dict or not set(value) <= set(FIELDS):
        raise Unreadable
    event = {name: value.get(name) for name in FIELDS}
    for name, held in event.items():
        if name in NUMBERS:
            if type(held) is not int or not -LIMIT <= held < LIMIT:
                raise Unreadable
        elif held is not None or name != "case_id":
            text_of(held)
    return event


def hashes(value):
    if type(value) is not list:
        raise Unreadable
    return [hash_of(one) for one in value]


KNOWN = {"kasane_audit": count, "origin": text_of, "keys": text_of, "n": count, "leaf": hash_of, "link": hash_of,
         "event": event_of, "checkpoint": text_of, "peaks": hashes, "unsealed": event_of, "end": count}


def read_line(text):
    try:
        raw = json.loads(text, object_pairs_hook=once, parse_int=integer)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if type(raw) is not dict or not set(raw) <= set(KNOWN):
        raise Unreadable
    held = {name: KNOWN[name](value) for name, value in raw.items() if value is not None}
    for kind, needed in (("n", ("n", "leaf", "link")), ("checkpoint", ("checkpoint", "peaks")),
                         ("unsealed", ("unsealed",)), ("end", ("end",))):
        if held.get("kasane_audit") == 1:
            kind, needed = "header", ("origin", "keys")
        elif kind not in held:
            continue
        if any(name not in held for name in needed):
            raise Unreadable
        if kind == "n":
            return "sealed", held["n"], held["leaf"], held["link"], held.get("event")
        return kind, *(held[name] for name in needed)
    raise Unreadable


# --- verification ------------------------------------------------------------------------------------------------


class Verifier:
    def __init__(self, keys, outside):
        self.findings, self.keys, self.given = [], keys, bool(keys)
        self.outside = self.history(outside)
        self.origin, self.next, self.previous, self.tree = "", 1, bytes(32), Tree()
        self.covered, self.agrees, self.lines, self.ended = 0, 0, 0, False
        self.sealed_rows, self.unsealed_rows = 0, 0

    def add(self, wrong, first, last):
        if self.findings:
            before = self.findings[-1]
            if before[0] == wrong and before[1] <= first <= before[2] + 1:
                before[2] = max(before[2], last)
                return
        self.findings.append([wrong, first, last])

    def history(self, notes):
        kept = []
        for note in split_notes(notes):
            read = read_note(note, self.keys)
            if read is None:
                self.add("unreadable", 0, 0)
                continue
            _, size, root, _, restored, standing = read
            if standing == "wrongly" or (standing == "nobody" and self.keys):
                self.add("signature", size, size)
                continue
            last = kept[-1][0] if kept else 0
            if restored is not None:
                kept = [point for point in kept if point[0] <= size]
            elif size < last:
                self.add("fork", size + 1, last)
                continue
            elif kept and kept[-1][0] == size and kept[-1][1] != root:
                self.add("fork", size, size)
                continue
            kept.append((size, root))
        return kept

    def text(self, text):
        try:
            line = read_line(text)
        except Unreadable:
            self.lines += 1
            return self.add("unreadable", self.next, self.next)
        first = self.lines == 0
        self.lines += 1
        if self.ended:
            self.add("misplaced", self.next, self.next)
        if first != (line[0] == "header"):
            self.add("misplaced", self.next, self.next)
        getattr(self, line[0])(*line[1:])

    def header(self, origin, keys):
        self.origin = origin
        if not self.given:
            self.keys = []
            for text in keys.split(" "):
                try:
                    self.keys.append(Key(text))
                except ValueError:
                    pass

    def skip_to(self, n):
        self.add("missing", self.next, n - 1)
        self.next, self.previous, self.tree = n, None, None

    def sealed(self, n, leaf, link, event):
        if n < self.next:
            return self.add("misplaced", n, n)
        if n > self.next:
            self.skip_to(n)
        if self.unsealed_rows:
            self.add("misplaced", n, n)
        if event is None:
            self.add("deleted", n, n)
        elif leaf_of(event) != leaf:
            self.add("edited", n, n)
        if self.previous is not None and sha256(self.previous, leaf) != link:
            self.add("broken", max(n - 1, 1), n)
        self.previous = link
        if self.tree is not None:
            self.tree.push(leaf)
        self.next = n + 1
        self.sealed_rows += 1
        self.look_outside()

    def checkpoint(self, note, peaks):
        interval = self.covered + 1, max(self.next - 1, self.covered + 1)
        read = read_note(note, self.keys)
        if read is None:
            return self.add("unreadable", *interval)
        origin, size, root, _, _, standing = read
        trusted = standing == "rightly" or (standing == "nobody" and not self.keys)
        if not trusted or origin != self.origin:
            return self.add("signature", *interval)
        if size <= self.covered:
            return self.add("misplaced", size, size)
        if size < self.next - 1:
            self.add("misplaced", size, size)
            if self.tree is not None:
                self.add("root", self.covered + 1, size)
            return
        if size > self.next - 1:
            self.skip_to(size + 1)
            self.add("root", self.covered + 1, size)
        if self.tree is not None and self.tree.root() != root:
            self.add("root", self.covered + 1, size)
        tree = Tree(size, peaks)
        if bin(size).count("1") == len(peaks) and tree.root() == root:
            self.tree = tree
        else:
            self.add("peaks", size, size)
        self.covered = size

    def look_outside(self):
        size = self.next - 1
        if self.tree is None or self.agrees is None:
            return
        for _, root in (point for point in self.outside if point[0] == size):
            if root != self.tree.root():
                self.add("outside", self.agrees + 1, size)
                self.agrees = None
                return
            self.agrees = size

    def unsealed(self, _event):
        self.unsealed_rows += 1

    def end(self, before):
        self.ended = True
        if before != self.lines - 1:
            self.add("cut", self.next, self.next)

    def finish(self):
        last = self.next - 1
        if not self.ended:
            self.add("cut", self.next, self.next)
        if last > self.covered:
            self.add("unsigned", self.covered + 1, last)
        ahead = max((size for size, _ in self.outside), default=0)
        if ahead > last:
            self.add("rollback", last + 1, ahead)
        return self.findings


def main(words):
    as_json, outside, keys, files = False, "", [], []
    words = iter(words)
    for word in words:
        if word == "--json":
            as_json = True
        elif word == "--checkpoints":
            with open(next(words), encoding="utf-8") as file:
                outside = file.read()
        elif word == "--key":
            keys.append(Key(next(words)))
        else:
            files.append(word)
    bad = False
    for name in files:
        verifier = Verifier(keys, outside)
        with open(name, encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            for line in file:
                verifier.text(line.removesuffix("\n"))
        findings = verifier.finish()
        bad = bad or bool(findings)
        if as_json:
            print(json.dumps({"file": name, "sealed": verifier.sealed_rows, "unsealed": verifier.unsealed_rows,
                              "findings": findings}))
            continue
        print(f"{name}: {verifier.sealed_rows} sealed, {verifier.unsealed_rows} not yet, {len(findings)} findings")
        for wrong, first, last in findings:
            print(f"  {wrong}: rows {first} to {last}")
    return 1 if bad else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (OSError, ValueError, StopIteration) as error:
        print(f"verify.py: {error}", file=sys.stderr)
        sys.exit(2)
