// Bundles the scripts and styles a browser loads, each with all it imports, into `dist` folders that are committed:
// whoever only runs Anpei needs no tool. `deno task build` writes; `--check` writes nothing and fails on a difference;
// `--list` names the scripts a bundle begins with, which is what the types are checked from.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST = ["chrome88", "firefox98", "safari15.4"]; // the oldest browsers served: docs/decisions/0006-scripts.md
const TOOL = ["deno.lock", "tools/bundle.js"];
const WIDGETS = "widgets/anpei_widgets";
const SERVER = "src/anpei/server";
const BRIDGE = "src/anpei/assignments";

/** What pages load by `<script type="module">`; a sheet that one of them imports is in its own `.css` beside it. */
const PAGES = [
  "authoring/frame", "authoring/import", "authoring/item", "authoring/items", "board/board", "core/emergency", "core/export", "core/host", "core/page", "courses/keep", "courses/reader", "evacuation/evacuation", "exams/exam",
  "kiosk/enrol", "kiosk/kiosk-home", "live/told", "my/calls", "report/report", "review/review", "rollcall/rollcall",
  "signing/sign", "staff/roster",
];
/** What is no module: in a worker, on a sheet to print, or called by Voila's own scripts. */
const CLASSIC = ["core/print", "core/qr-worker", "core/service-worker", "live/voila"];
/** What any browser reads, before the first paint. */
const FIRST = ["core/oldest", "core/prefs"];
/** Sheets that pages link to, alone or with others. */
const SHEETS = [
  "authoring/history", "authoring/import", "authoring/items", "board/board", "core/forms", "core/tables", "courses/reader", "evacuation/evacuation", "exams/result", "guides/guide",
  "laws/reviews", "live/voila", "my/my", "records/record", "report/report", "rollcall/rollcall", "staff/roster", "staff/sign-in",
];

/** @typedef {{format: "esm" | "iife", target?: string, entryPoints: {in: string, out: string}[]}} Part */

const sha256 = (/** @type {Uint8Array} */ bytes) => createHash("sha256").update(bytes).digest("hex");
const below = (/** @type {string} */ folder, /** @type {string} */ path) => relative(folder, path).replaceAll("\\", "/");
const sorted = (/** @type {string[][]} */ pairs) => Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));

/** A widget's bundle has the name of its folder. */
function widgets() {
  const folders = ["items", "learning", "drills"].flatMap((wing) =>
    readdirSync(join(ROOT, WIDGETS, wing)).map((name) => ({ out: name, in: `${WIDGETS}/${wing}/${name}/widget.js` })));
  return folders.filter((entry) => existsSync(join(ROOT, entry.in)));
}

/** A page's bundle lies as its source does, by subject. */
const pages = (/** @type {string[]} */ names, /** @type {string} */ kind) =>
  names.map((name) => ({ out: name, in: `${SERVER}/${name}.${kind}` }));

/** What pages of nbgrader and its feedback load beside their own. */
const asset = (/** @type {string} */ name) => ({ out: name.replace(/\.\w+$/, ""), in: `${BRIDGE}/assets/${name}` });

/** Every file of a `dist` folder by name: the bundles, and a manifest of what they were made from. */
async function bundled(/** @type {string} */ folder, /** @type {Part[]} */ parts) {
  /** @type {Map<string, Uint8Array>} */
  const files = new Map();
  const sources = new Set(TOOL);
  for (const part of parts) {
    const done = await build({
      target: OLDEST, ...part, outdir: join(ROOT, folder), absWorkingDir: ROOT, alias: { anpei_widgets: join(ROOT, WIDGETS) },
      bundle: true, write: false, metafile: true, charset: "utf8", minifyWhitespace: true,
      minifySyntax: true, lineLimit: 200, legalComments: "none", logLevel: "warning",
    });
    for (const file of done.outputFiles) files.set(below(join(ROOT, folder), file.path), file.contents);
    for (const path of Object.keys(done.metafile.inputs)) sources.add(path);
  }
  const manifest = {
    sources: sorted([...sources].map((path) => [path, sha256(readFileSync(join(ROOT, path)))])),
    outputs: sorted([...files].map(([name, contents]) => [name, sha256(contents)])),
  };
  return files.set("manifest.json", new TextEncoder().encode(`${JSON.stringify(manifest, null, 1)}\n`));
}

/** What differs between a folder and what belongs there. */
function differing(/** @type {string} */ folder, /** @type {Map<string, Uint8Array>} */ files) {
  const found = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  const there = new Set(found.filter((each) => each.isFile()).map((each) => below(folder, join(each.parentPath, each.name))));
  const wrong = [...files].filter(([name, contents]) => !there.has(name) || sha256(readFileSync(join(folder, name))) !== sha256(contents));
  return [...wrong.map(([name]) => name), ...[...there].filter((name) => !files.has(name))];
}

/** @type {[string, Part[]][]} */
const DISTS = [
  [`${WIDGETS}/dist`, [{ format: "esm", entryPoints: widgets() }]],
  [`${SERVER}/dist`, [
    { format: "esm", entryPoints: pages(PAGES, "js") },
    { format: "iife", entryPoints: pages(CLASSIC, "js") },
    { format: "iife", target: "es5", entryPoints: pages(FIRST, "js") },
    { format: "esm", entryPoints: [...pages(SHEETS, "css"), { out: "core/tokens", in: `${WIDGETS}/shared/tokens.css` }] },
  ]],
  [`${BRIDGE}/dist`, [
    { format: "esm", entryPoints: ["feedback.css", "formgrade.css"].map(asset) },
    { format: "iife", entryPoints: ["chinese.js", "formgrade-host.js", "pages.js", "theme.js"].map(asset) }, // among nbgrader's own scripts
  ]],
];

/** Write what changed; with `check`, only say so and fail. */
async function bundle(/** @type {boolean} */ check) {
  for (const [folder, parts] of DISTS) {
    const files = await bundled(folder, parts);
    const outdir = join(ROOT, folder);
    const stale = differing(outdir, files);
    if (!stale.length) continue;
    if (check) {
      console.error(`${folder} is stale (run: deno task build): ${stale.join(", ")}`);
      process.exitCode = 1;
      continue;
    }
    rmSync(outdir, { recursive: true, force: true });
    for (const [name, contents] of files) {
      mkdirSync(dirname(join(outdir, name)), { recursive: true });
      writeFileSync(join(outdir, name), contents);
    }
    console.log(`${folder}: ${stale.length} of ${files.size} files changed`);
  }
}

if (process.argv.includes("--list")) {
  const entries = DISTS.flatMap(([, parts]) => parts.flatMap((part) => part.entryPoints.map((entry) => entry.in)));
  console.log(entries.filter((path) => path.endsWith(".js")).join(" "));
} else {
  await bundle(process.argv.includes("--check"));
}
