// Pilots' records with the premises of a year as JSON Lines on standard input; one line each of the treasury's answer and
// of the lines that the drafting page shows. Argument: a JSON file of the desk, as draft_batch.cjs reads it.
"use strict";
const fs = require("node:fs");
const { COSTS, load } = require("./load.cjs");

const DRAFTS = [
  ...COSTS, "fiscal_figures", "fiscal_rules", "fiscal_estimate", "chinese_forms", "drafting_templates", "documents_tree",
  "documents_layout", "documents_draft", "documents_text", "draft_context", "draft_guardrails", "draft_checks", "draft_documents",
];

const { drafting } = load(DRAFTS);
const { desk } = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));

for (const line of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const { pilot, premises } = JSON.parse(line);
  const answer = drafting.fiscalAnswer(pilot, desk, premises);
  process.stdout.write(`${JSON.stringify({ answer, effect: drafting.fiscalEffect(answer, premises, desk) })}\n`);
}
