// Whether scripts are what an engine of 2009 reads: esbuild, told to write ES5, finds nothing in them to rewrite, and nothing
// that it couldn't. What is newer would leave the oldest browsers with a blank page instead of the way out.

import { readFileSync } from "node:fs";
import process from "node:process";
import { transform } from "esbuild";

/** @param {string} code @param {string} target */
const written = async (code, target) => (await transform(code, { target, charset: "utf8", logLevel: "silent" })).code;

for (const path of process.argv.slice(2)) {
  const code = readFileSync(path, "utf8");
  const [now, then] = await Promise.all([written(code, "esnext"), written(code, "es5").catch((error) => error.message)]);
  if (now === then) continue;
  console.error(`${path} is newer than ES5`);
  process.exitCode = 1;
}
process.exit();
