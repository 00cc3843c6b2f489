/* Text that goes into a spreadsheet stays text: the rule of the published tables. */
(function (Atlas) {
  "use strict";

  /** What a spreadsheet would take for the start of a formula, and an apostrophe, so that taking one away gives each text back. */
  const FORMULA = /^[=+\-@\t\r\n']/;

  /** Text with a leading apostrophe where it could be taken for a formula. */
  const safe = (text) => (FORMULA.test(text) ? `'${text}` : text);

  Atlas.spreadsheet = { safe };
})((globalThis.Atlas ??= {}));
