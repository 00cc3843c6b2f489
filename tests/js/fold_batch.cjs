// Folds the texts of a JSON file as the search does in the browser; prints [folded, figures] of each.
"use strict";
const fs = require("node:fs");
const { load } = require("./load.cjs");

const { fold, figures } = load(["search_text"]).search;
const texts = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
process.stdout.write(JSON.stringify(texts.map((text) => {
  const folded = fold(text);
  return [folded, figures(folded).map((figure) => figure.token)];
})));
