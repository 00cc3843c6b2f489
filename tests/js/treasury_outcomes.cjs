// What the treasury's page would say: JSON Lines of {"scheme", "request"} on standard input, after the data script named
// on the command line; one line each of `told`, what the page shows, and `answer`, as the engine writes it. A line with
// `loan` in place of `request` asks the borrower's engine, on the same data.
"use strict";
const fs = require("node:fs");
const vm = require("node:vm");
const { COSTS, load } = require("./load.cjs");

globalThis.Atlas = {};
vm.runInThisContext(fs.readFileSync(process.argv[2], "utf8"));
const atlas = load([...COSTS, "fiscal_figures", "fiscal_rules", "fiscal_estimate", "treasury_result"]);
const { schemes, parameters, references } = atlas.data.fiscal;
const records = new Map(schemes.map((one) => [one.id, one]));

for (const line of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const { scheme, request, loan } = JSON.parse(line);
  const record = records.get(scheme);
  if (loan) {
    process.stdout.write(`${JSON.stringify({ answer: atlas.costs.write(atlas.costs.quote(loan, record, parameters, references)) })}\n`);
    continue;
  }
  const { told } = atlas.treasury.outcome(request, record);
  const answer = atlas.costs.write(atlas.fiscal.simulate(request, record, parameters, references));
  process.stdout.write(`${JSON.stringify({ told, answer })}\n`);
}
