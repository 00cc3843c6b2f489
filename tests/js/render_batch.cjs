// Renders templates with the code of the page: {"trees", "cases": [[name, context]…]} on standard input,
// a list of texts or of {"fault"} on standard output.
"use strict";
const fs = require("node:fs");
const { load } = require("./load.cjs");

const Atlas = load(["chinese_forms", "drafting_templates"]);
const { trees, cases } = JSON.parse(fs.readFileSync(0, "utf8"));
const templates = Atlas.templates.create(trees);
const answers = cases.map(([name, context]) => {
  try {
    return templates.render(name, context, (value) => `‹${value}›`);
  } catch (error) {
    if (error instanceof Atlas.templates.TemplateFault) return { fault: error.message };
    throw error;
  }
});
process.stdout.write(JSON.stringify(answers));
