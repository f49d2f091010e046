// The server packs and unpacks the same paths: tests/widgets/test_rules.py reads the same table.
import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "./evacuation_tracks.cases.json" with { type: "json" };
import { readTracks, unpackText } from "./evacuation_tracks.js";

test("paths are read as the server packed them, and people between two frames are in between", async () => {
  const tracks = readTracks(await unpackText(cases.packed));
  assert.deepEqual([tracks.people, tracks.length], [2, (cases.frames.length - 1) * cases.seconds]);
  for (const [time, places] of /** @type {[number, (number | null)[]][]} */ (cases.moments)) {
    const found = tracks.at(time, new Float64Array(4));
    places.forEach((wanted, i) => (wanted === null ? assert.ok(Number.isNaN(found[i])) : assert.ok(Math.abs(found[i] - wanted) < 0.006, `${time}: ${found}`)));
  }
  for (const [time, all] of cases.left) assert.equal(tracks.left(time).all, all);
});
