// Asks the search the queries of a JSON file, on the index of a folder, reading at most so many kilobytes at first;
// prints of each: the first three addresses, how many were found, the files read.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");
const { load } = require("./load.cjs");

const [folder, queries, budget] = process.argv.slice(2);
const { core, planner, relaxed } = load(["text", "data", "query", "rank", "plan"].map((name) => `search_${name}`)).search;
let read = [];

async function bring(name) {
  read.push(name);
  vm.runInThisContext(fs.readFileSync(path.join(folder, name), "utf8"), { filename: name });
}

(async () => {
  const answers = [];
  for (const query of JSON.parse(fs.readFileSync(queries, "utf8"))) {
    read = [];
    await bring("search/index.js");
    const { matched, found } = await planner(core(globalThis.Atlas.searchData.index), bring, Number(budget)).answer(query);
    const { hits, count } = found.count ? found : relaxed(matched);
    answers.push({ hits: hits.slice(0, 3).map((hit) => hit.href), count, read });
  }
  process.stdout.write(JSON.stringify(answers));
})();
