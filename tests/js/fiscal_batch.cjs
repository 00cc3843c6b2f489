// The treasury's engine with the code of the page: JSON Lines of {"scheme", "request"} on standard input, one answer
// a line on standard output. Reads the published records of site/api/v1, or the folder after --api.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { COSTS, load } = require("./load.cjs");
const { records } = require("./quote_batch.cjs");

const FISCAL = [...COSTS, "fiscal_figures", "fiscal_rules", "fiscal_estimate"];

function main() {
  const named = process.argv.indexOf("--api");
  const folder = named < 0 ? path.join(__dirname, "..", "..", "site", "api", "v1") : String(process.argv[named + 1]);
  const { costs, fiscal } = load(FISCAL);
  const known = records(folder);
  for (const line of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
    const { scheme, request } = JSON.parse(line);
    process.stdout.write(costs.write(fiscal.simulate(request, known.scheme(scheme), known.parameters, known.references)));
  }
}

if (require.main === module) main();

module.exports = { FISCAL };
