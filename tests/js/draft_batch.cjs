// Pilots' records as JSON Lines on standard input; one line of {document: {md, html, docx}} each on standard output.
// Arguments: a JSON file of the desk, with the templates' trees and the Word parts.
"use strict";
const crypto = require("node:crypto");
const fs = require("node:fs");
const { COSTS, load } = require("./load.cjs");

const DRAFTS = [
  ...COSTS, "chinese_forms", "drafting_templates", "documents_tree", "documents_layout", "documents_draft", "documents_text",
  "zip", "word_document", "word_package", "draft_context", "draft_guardrails", "draft_checks", "draft_documents",
];

const Atlas = load(DRAFTS);
const { desk, trees, parts } = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
desk.templates = Atlas.templates.create(trees);
const NAMES = ["measure", "measure-annotated", ...desk.documents.map(([name]) => name).slice(1)];
const sum = (bytes) => crypto.createHash("sha256").update(bytes).digest("hex");

for (const line of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  let answer;
  try {
    const begun = Atlas.drafting.start(JSON.parse(line), desk);
    const documents = {};
    for (const name of NAMES) {
      const tree = Atlas.drafting.document(name, begun, desk);
      documents[name] = {
        md: sum(Atlas.documents.markdown(tree)),
        html: sum(Atlas.documents.html(tree, parts.css)),
        docx: sum(Atlas.word.docx(tree, parts)),
      };
      if (process.argv[3] === name) documents[name].text = Atlas.documents.markdown(tree);
    }
    answer = { documents, points: begun.points, findings: begun.findings };
  } catch (error) {
    answer = { error: error.message };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
