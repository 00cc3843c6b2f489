// Writes documents with the code of the page: {"parts", "trees": [...], "drafts": [...]} on standard input; on standard
// output one object a tree, {"docx": SHA-256, "markdown", "html": SHA-256, "plain", "open"} or {"faults"}, and for each
// draft text {"tree"} or {"refused"}.
"use strict";
const crypto = require("node:crypto");
const fs = require("node:fs");
const { load } = require("./load.cjs");

const Atlas = load([
  "chinese_forms", "documents_tree", "documents_layout", "documents_text", "documents_draft", "zip",
  "word_document", "word_package",
]);
const { documents, word } = Atlas;
const { parts, trees = [], drafts = [], values = [] } = JSON.parse(fs.readFileSync(0, "utf8"));
const digest = (bytes) => crypto.createHash("sha256").update(bytes).digest("hex");

function outputs(tree) {
  const faults = documents.check(tree);
  if (faults.length) return { faults: faults.map(({ path, message }) => `${path}: ${message}`) };
  const started = performance.now();
  const file = word.docx(tree, parts);
  const took = performance.now() - started;
  return {
    docx: digest(file), markdown: documents.markdown(tree), html: digest(documents.html(tree, parts.css)),
    plain: documents.plainText(tree), open: documents.openPoints(tree), clean: digest(word.docx(documents.clean(tree), parts)),
    milliseconds: took,
  };
}

function read(text) {
  try {
    return { tree: documents.readDraft(text, "2026-03-01") };
  } catch (error) {
    if (error instanceof documents.BadDraftText) return { refused: error.message };
    throw error;
  }
}

function protectedValue(value) {
  try {
    return documents.protect(value);
  } catch (error) {
    if (error instanceof Atlas.chinese.Unwritable) return { refused: error.message };
    throw error;
  }
}

process.stdout.write(
  JSON.stringify({ trees: trees.map(outputs), drafts: drafts.map(read), values: values.map(protectedValue) }),
);
