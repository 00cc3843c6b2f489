// Texts of pilots' files as a JSON list on standard input; for each its record and the file written from it, as JSON.
// The argument is a JSON file of the desk's vocabulary and the levels of regions.
"use strict";
const fs = require("node:fs");
const { load } = require("./load.cjs");

const Atlas = load(["quantities", "chinese_forms", "draft_context", "draft_kinds", "draft_yaml"]);
const { vocabulary, levels } = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const kinds = Object.fromEntries(vocabulary.parameters.map((p) => [p.id, p.kind]));

const answers = JSON.parse(fs.readFileSync(0, "utf8")).map((text) => {
  try {
    const record = typeof text === "string" ? Atlas.draftFiles.readPilot(text, vocabulary, levels) : text;
    return { record, file: Atlas.draftFiles.pilotFile(record, kinds) };
  } catch (error) {
    return { error: error.message };
  }
});
process.stdout.write(JSON.stringify(answers));
