// Whether pairs of schemes differ materially, by the code of the page: [[scheme, scheme, parameter], …] on standard input,
// a list of answers on standard output; the argument is the page's data script.
"use strict";
const fs = require("node:fs");
const vm = require("node:vm");
const { load } = require("./load.cjs");

const { compare } = load(["quantities", "costs_figures", "costs_scheme", "compare_data", "compare_rates", "compare_model"]);
vm.runInThisContext(fs.readFileSync(process.argv[2], "utf8"));
const catalogue = new compare.data.Catalogue(globalThis.atlasCompare);
const asked = JSON.parse(fs.readFileSync(0, "utf8"));
const answers = asked.map(([one, other, number]) => {
  const parameter = catalogue.parameters[number];
  return compare.model.differ(catalogue.cell(parameter, catalogue.schemes[one]), catalogue.cell(parameter, catalogue.schemes[other]), parameter.tolerance);
});
process.stdout.write(JSON.stringify(answers));
