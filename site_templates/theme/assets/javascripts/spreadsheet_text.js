/* Text stays text in a spreadsheet: the rule of the published tables. */
(function (Atlas) {
  "use strict";

  /** An apostrophe before what could begin a formula, and before an apostrophe: without it each text is as it was. */
  Atlas.spreadsheet = { safe: (text) => text.replace(/^[=+\-@\t\r\n']/, "'$&") };
})((globalThis.Atlas = globalThis.Atlas || {}));
