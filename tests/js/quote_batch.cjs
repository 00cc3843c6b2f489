// The batch form of the calculator with the code of the page: JSON Lines of {"scheme", "request"} on standard input,
// one response a line on standard output. Reads site/api/v1, or the folder after --api. The same as `atlas quote --batch`.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { load } = require("./load.cjs");

const DEEPEST = 32;
const SCHEME_ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** The published records of a folder; schemes are read when first asked for. */
function records(folder) {
  const read = (name) => JSON.parse(fs.readFileSync(path.join(folder, name), "utf8"));
  const schemes = new Map();
  return {
    parameters: read("parameters.json"),
    references: read("reference-rates.json"),
    scheme(id) {
      if (!SCHEME_ID.test(id)) return null;
      if (!schemes.has(id)) {
        const file = path.join("schemes", `${id}.json`);
        schemes.set(id, fs.existsSync(path.join(folder, file)) ? read(file) : null);
      }
      return schemes.get(id);
    },
  };
}

/** The deepest nesting of brackets outside strings. */
function depthOf(text) {
  let [depth, deepest, inString, escaped] = [0, 0, false, false];
  for (const character of text) {
    if (inString) {
      if (escaped) escaped = false;
      else if (character === "\\") escaped = true;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "[" || character === "{") deepest = Math.max(deepest, ++depth);
    else if (character === "]" || character === "}") depth--;
  }
  return deepest;
}

/** The response to one line. */
function answer(line, costs, known) {
  let text, asked;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(line);
  } catch {
    return { error: "not_json" };
  }
  if (depthOf(text) > DEEPEST) return { error: "too_deep" };
  try {
    asked = JSON.parse(text);
  } catch {
    return { error: "not_json" };
  }
  const { isRecord } = costs.decimals;
  if (!isRecord(asked)) return { error: "not_an_object" };
  const scheme = typeof asked.scheme === "string" ? known.scheme(asked.scheme) : null;
  if (scheme === null) return { error: "unknown_scheme" };
  if (!isRecord(asked.request)) return { error: "no_request" };
  return costs.quote(asked.request, scheme, known.parameters, known.references);
}

function main() {
  const named = process.argv.indexOf("--api");
  const folder = named < 0 ? path.join(__dirname, "..", "..", "site", "api", "v1") : String(process.argv[named + 1]);
  const { costs } = load();
  let known;
  try {
    known = records(folder);
  } catch (fault) {
    process.stderr.write(`quote_batch: no published records in ${folder} (${fault.message})\n`);
    process.exitCode = 2;
    return;
  }
  const input = fs.readFileSync(0);
  const written = [];
  for (let start = 0; start < input.length; ) {
    const found = input.indexOf(10, start);
    const end = found < 0 ? input.length : found;
    written.push(costs.write(answer(input.subarray(start, end), costs, known)));
    start = end + 1;
    if (written.length === 1000) process.stdout.write(written.splice(0).join(""));
  }
  process.stdout.write(written.join(""));
}

if (require.main === module) main();

module.exports = { answer, records };
