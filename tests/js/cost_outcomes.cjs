// What the calculator's page would say: JSON Lines of {"scheme", "request", "tiers"} on standard input, after the data
// script named on the command line; one outcome a line, and `quote`: the response as the engine writes it.
"use strict";
const fs = require("node:fs");
const vm = require("node:vm");
const { load } = require("./load.cjs");

const PAGE = ["quantities", "costs_figures", "costs_scheme", "costs_quote", "costs_writing", "inputs", "cost_state", "cost_result"];

const atlas = load(PAGE);
vm.runInThisContext(fs.readFileSync(process.argv[2], "utf8"));
const { data } = atlas;
const { schemes } = atlas.costState.catalogue(data.costs);
const teller = new atlas.costResult.Teller(data.costs);

for (const line of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const { scheme, request, tiers } = JSON.parse(line);
  const { scheme: reduced, aside } = atlas.costState.usable(schemes.get(scheme), tiers);
  const outcome = teller.outcome(request, reduced);
  process.stdout.write(JSON.stringify({ outcome, aside, quote: atlas.costs.write(teller.quote(request, reduced)) }) + "\n");
}
