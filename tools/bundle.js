// Bundles the scripts and styles a browser loads, each with all it imports, into `dist` folders that are committed:
// whoever only runs Anpei needs no tool. `deno task build` writes; `--check` writes nothing and fails on a difference.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST = ["chrome87", "safari14.1"]; // the oldest browsers served: docs/decisions/0006-scripts.md
const TOOL = ["deno.json", "deno.lock", "tools/bundle.js"];
const WIDGETS = "widgets/anpei_widgets";

const sha256 = (/** @type {Uint8Array} */ bytes) => createHash("sha256").update(bytes).digest("hex");
const below = (/** @type {string} */ folder, /** @type {string} */ path) => relative(folder, path).replaceAll("\\", "/");
const sorted = (/** @type {string[][]} */ pairs) => Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));

/** A widget's bundle has the name of its folder. */
function widgets() {
  const folders = ["items", "learning", "drills"].flatMap((wing) =>
    readdirSync(join(ROOT, WIDGETS, wing)).map((name) => ({ out: name, in: `${WIDGETS}/${wing}/${name}/widget.js` })));
  return folders.filter((entry) => existsSync(join(ROOT, entry.in)));
}

/** Every file of a `dist` folder by name: the bundles, and a manifest of what they were made from. */
async function bundled(/** @type {string} */ folder, /** @type {{in: string, out: string}[]} */ entryPoints) {
  const outdir = join(ROOT, folder);
  const done = await build({
    entryPoints, outdir, absWorkingDir: ROOT, bundle: true, write: false, metafile: true, format: "esm", target: OLDEST,
    charset: "utf8", minifyWhitespace: true, minifySyntax: true, lineLimit: 200, legalComments: "none", logLevel: "warning",
  });
  const files = new Map(done.outputFiles.map((file) => [below(outdir, file.path), file.contents]));
  const sources = [...TOOL, ...Object.keys(done.metafile.inputs)].map((path) => [path, sha256(readFileSync(join(ROOT, path)))]);
  const outputs = [...files].map(([name, contents]) => [name, sha256(contents)]);
  const manifest = JSON.stringify({ sources: sorted(sources), outputs: sorted(outputs) }, null, 1);
  return files.set("manifest.json", new TextEncoder().encode(`${manifest}\n`));
}

/** What differs between a folder and what belongs there. */
function differing(/** @type {string} */ folder, /** @type {Map<string, Uint8Array>} */ files) {
  const there = existsSync(folder) ? readdirSync(folder) : [];
  const wrong = [...files].filter(([name, contents]) => !there.includes(name) || sha256(readFileSync(join(folder, name))) !== sha256(contents));
  return [...wrong.map(([name]) => name), ...there.filter((name) => !files.has(name))];
}

for (const [folder, entries] of [[`${WIDGETS}/dist`, widgets()]]) {
  const files = await bundled(folder, entries);
  const outdir = join(ROOT, folder);
  const stale = differing(outdir, files);
  if (process.argv.includes("--check")) {
    if (stale.length) console.error(`${folder} is stale (run: deno task build): ${stale.join(", ")}`);
    process.exitCode ||= stale.length ? 1 : 0;
  } else if (stale.length) {
    rmSync(outdir, { recursive: true, force: true });
    mkdirSync(outdir, { recursive: true });
    for (const [name, contents] of files) writeFileSync(join(outdir, name), contents);
    console.log(`${folder}: ${stale.length} of ${files.size} files changed`);
  }
}
