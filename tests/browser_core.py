"""The scripts of the browser that know no page, run in V8 and called with plain values.

What goes in and comes out is JSON; `undefined` comes out as None. A fault in a script is an
exception here.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from py_mini_racer import MiniRacer

from courseware.site.review import INTERVALS

ASSETS = Path(__file__).resolve().parent.parent / "courseware" / "site" / "assets"
COURSE = "small-course"
KEY = f"course:{COURSE}"
QUARANTINE = f"quarantine:{COURSE}"
NOON = "2026-11-23T12:00:00.000Z"

# Storages and records stay in V8 and are named by their places in two lists.
HARNESS = """
var storages = [], tabs = [];

function Storage(entries) {
  this.entries = Object.assign(Object.create(null), entries);
  this.room = null;
  this.callsLeft = null;
}
Storage.prototype.touch = function () {
  if (this.callsLeft === null) return;
  if (this.callsLeft === 0) throw new Error("blocked");
  this.callsLeft -= 1;
};
Storage.prototype.getItem = function (key) {
  this.touch();
  return key in this.entries ? this.entries[key] : null;
};
Storage.prototype.setItem = function (key, text) {
  this.touch();
  var after = Object.assign({}, this.entries);
  after[key] = text;
  var size = Object.keys(after).concat(Object.values(after)).join("").length;
  if (this.room !== null && size > this.room) throw new Error("full");
  this.entries[key] = text;
};
Storage.prototype.removeItem = function (key) {
  this.touch();
  delete this.entries[key];
};

var harness = {
  each: function (name, calls) {
    return calls.map(function (given) { return courseware[name].apply(null, given); });
  },
  exportRecord: function (data, now) { return courseware.exportRecord(data, new Date(now)); },
  isDue: function (answer, now) { return courseware.isDue(answer, new Date(now)); },
  schedule: function (entries, data, now) {
    return courseware.schedule(entries, data, new Date(now));
  },
  daysBetween: function (then, now) {
    return courseware.daysBetween(new Date(then), new Date(now));
  },
  fileName: function (course, now) { return courseware.fileName(course, new Date(now)); },
  makeStorage: function (entries) { return storages.push(new Storage(entries)) - 1; },
  storage: function (storage) { return storages[storage]; },
  limit: function (storage, name, value) { storages[storage][name] = value; },
  write: function (storage, key, text) { storages[storage].entries[key] = text; },
  erase: function (storage) { storages[storage].entries = Object.create(null); },
  open: function (storage, course, random) {
    var tab = { now: null };
    tab.record = new courseware.Record({
      storage: storage === null ? null : storages[storage],
      course: course,
      now: function () { return new Date(tab.now); },
      random: function () { return random; },
    });
    return tabs.push(tab) - 1;
  },
  tab: function (tab) {
    var record = tabs[tab].record;
    return { data: record.data, isKept: record.isKept };
  },
  distantStorage: function (messages, write) {
    var sent = [], refused = null;
    var storage = new courseware.DistantStorage(function (message) { sent.push(message); });
    messages.forEach(function (message) { storage.receive(message); });
    try {
      if (write) storage.setItem(write[0], write[1]);
    } catch (error) {
      refused = error.message;
    }
    return { entries: storage.entries, sent: sent, refused: refused };
  },
  ask: function (tab, now, name, given) {
    tabs[tab].now = now;
    return tabs[tab].record[name].apply(tabs[tab].record, given);
  },
};
"""


class Core:
    """The scripts in one context of V8."""

    def __init__(self) -> None:
        # Made in another thread: in this one, Playwright's event loop may be running, and the
        # context would then depend on it.
        with ThreadPoolExecutor(1) as pool:
            self._context = pool.submit(MiniRacer).result()
        self._context.eval(f"var courseware = {{course: {{intervals: {list(INTERVALS)}}}}}")
        scripts = ("grading", "record", "transfer", "schedule", "resume", "report")
        for name in (*scripts, "distant-storage"):
            self._context.eval((ASSETS / f"{name}.js").read_text(encoding="utf-8"))
        self._context.eval(HARNESS)

    def close(self) -> None:
        self._context.close()

    def call(self, function: str, *given: Any) -> Any:
        # Parsed there, not written as an object: in an object, `__proto__` would be no plain key.
        text = json.dumps(json.dumps(given))
        (result,) = json.loads(
            self._context.eval(f"JSON.stringify([{function}.apply(harness, JSON.parse({text}))])")
        )
        return result

    def each(self, name: str, calls: list[tuple[Any, ...]]) -> list[Any]:
        """The results of one function for many arguments, in one go."""
        return self.call("harness.each", name, calls)

    def fold(self, text: str) -> str:
        return self.call("courseware.fold", text)

    def shuffled(self, ids: list[str], seed: int, question: str) -> list[str]:
        return self.call("courseware.shuffled", ids, seed, question)

    def grade_options(self, given: list[str], right: list[str]) -> str:
        return self.call("courseware.gradeOptions", given, right)

    def grade_gaps(self, given: list[str], accepted: list[list[str]]) -> list[bool]:
        return self.call("courseware.gradeGaps", given, accepted)

    def verdict_of(self, parts: list[bool]) -> str:
        return self.call("courseware.verdictOf", parts)

    def parse_record(self, text: str, course: str = COURSE) -> dict:
        return self.call("courseware.parseRecord", text, course)

    def merge(self, ours: dict, theirs: dict) -> dict:
        return self.call("courseware.mergeAnswers", ours, theirs)

    def merge_visits(self, ours: dict, theirs: dict) -> dict:
        return self.call("courseware.mergeVisits", ours, theirs)

    def is_due(self, answer: dict, now: str) -> bool:
        return self.call("harness.isDue", answer, now)

    def schedule(self, entries: list[dict], data: dict, now: str = NOON) -> dict:
        return self.call("harness.schedule", entries, data, now)

    def progress(self, answers: dict, revisions: dict) -> dict:
        return self.call("courseware.progress", {"answers": answers}, revisions)

    def export_record(self, data: dict, now: str = NOON) -> str:
        return self.call("harness.exportRecord", data, now)

    def import_record(self, text: str, course: str = COURSE) -> dict:
        return self.call("courseware.importRecord", text, course)

    def file_name(self, now: str, course: str = COURSE) -> str:
        return self.call("harness.fileName", course, now)

    def days_between(self, then: str, now: str) -> int:
        return self.call("harness.daysBetween", then, now)

    def resume(self, data: dict, units: list[dict]) -> dict | None:
        return self.call("courseware.resume", data, units)

    def report(self, data: dict, units: list[dict], objectives: dict[str, list[str]]) -> dict:
        return self.call("courseware.report", data, units, objectives)

    def percent(self, count: dict, which: str = "right") -> int | None:
        return self.call("courseware.percent", count, which)

    def distant_storage(self, *messages: object, write: list[str] | None = None) -> dict:
        """What a storage held by another page is after its messages and one writing."""
        return self.call("harness.distantStorage", messages, write)

    def storage(self, entries: dict[str, str] | None = None) -> Storage:
        return Storage(self, entries or {})

    def tab(self, storage: Storage | None, random: float = 0.5) -> Tab:
        return Tab(self, storage, random)


class Storage:
    """A storage in memory that can be full or blocked; reading it here is always possible."""

    def __init__(self, core: Core, entries: dict[str, str]) -> None:
        self._core = core
        self.number = core.call("harness.makeStorage", entries)

    @property
    def entries(self) -> dict[str, str]:
        return self._core.call("harness.storage", self.number)["entries"]

    @property
    def size(self) -> int:
        return sum(len(key) + len(text) for key, text in self.entries.items())

    @property
    def stored(self) -> dict:
        """The record as it is stored."""
        return json.loads(self.entries[KEY])

    @property
    def quarantined(self) -> list:
        return json.loads(self.entries.get(QUARANTINE, "[]"))

    def write(self, text: str, key: str = KEY) -> None:
        """As another tab would."""
        self._core.call("harness.write", self.number, key, text)

    def erase(self) -> None:
        self._core.call("harness.erase", self.number)

    def has_room(self, characters: int | None) -> None:
        """Keys and texts together have at most so many characters; None for no limit."""
        self._core.call("harness.limit", self.number, "room", characters)

    def is_blocked_after(self, calls: int | None) -> None:
        """Every call after so many more is refused; None for never."""
        self._core.call("harness.limit", self.number, "callsLeft", calls)


class Tab:
    """A `Record`, as each tab of a browser has one; tabs may share a storage."""

    def __init__(self, core: Core, storage: Storage | None, random: float) -> None:
        self._core = core
        number = None if storage is None else storage.number
        self._number = core.call("harness.open", number, COURSE, random)

    def _ask(self, name: str, *given: Any, now: str = NOON) -> Any:
        return self._core.call("harness.ask", self._number, now, name, given)

    @property
    def data(self) -> dict:
        return self._core.call("harness.tab", self._number)["data"]

    @property
    def answers(self) -> dict[str, dict]:
        return self.data["answers"]

    @property
    def is_kept(self) -> bool:
        return self._core.call("harness.tab", self._number)["isKept"]

    def begin(self) -> None:
        self._ask("begin")

    def refresh(self) -> bool:
        return self._ask("refresh")

    def answer(self, id: str) -> dict | None:
        return self._ask("answer", id)

    def keep(
        self,
        id: str,
        *given: str,
        correct: str = "right",
        rev: int = 1,
        rows: list[str] | None = None,
        now: str = NOON,
    ) -> None:
        answered = {"rev": rev, "given": given, "correct": correct}
        self._ask("keep", id, answered | ({} if rows is None else {"rows": rows}), now=now)

    def regrade(self, id: str, correct: str) -> None:
        self._ask("regrade", id, correct)

    def visit(self, id: str, place: str = "", *, is_read: bool = False, now: str = NOON) -> None:
        self._ask("visit", id, place, is_read, now=now)

    def erase(self) -> bool:
        return self._ask("erase")

    def take(self, answers: dict[str, dict], visits: dict[str, dict] | None = None) -> None:
        self._ask("take", {"answers": answers, "visits": visits or {}})
