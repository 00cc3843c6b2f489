// Loads the pages' classic scripts into Node, in the order in which a page loads them; gives the namespace Atlas.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const FOLDER = path.join(__dirname, "..", "..", "site_templates", "theme", "assets", "javascripts");
const COSTS = ["quantities", "costs_figures", "costs_scheme", "costs_quote", "costs_writing"];

/** The namespace with the given scripts in it. */
function load(names = COSTS) {
  for (const name of names) {
    const file = path.join(FOLDER, `${name}.js`);
    vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
  }
  return globalThis.Atlas;
}

module.exports = { COSTS, FOLDER, load };
