/* A view as CSV, Markdown and JSON. Text from data is only text: no spreadsheet takes it for a formula, no reader for marks. */
(function (Atlas) {
  "use strict";
  const { headings, noteText, sourceText } = Atlas.compare.take;
  const { safe } = Atlas.spreadsheet;

  function csvField(text) {
    const plain = safe(text);
    return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  }

  /**
   * CSV for spreadsheets: with byte order mark, lines ended by CRLF.
   * @param {import("./compare_take.js").Taken} taken
   */
  function csv(taken) {
    const lines = [["分组", "参数", "单位", ...headings(taken.schemes)]];
    for (const row of taken.rows) lines.push([row.group, row.label, row.unit, ...row.cells.map((cell) => cell.text)]);
    lines.push(["来源", "", "", ...taken.schemes.map((scheme) => taken.sources.get(scheme).map(sourceText).join("\n"))]);
    return `\ufeff${lines.map((line) => line.map(csvField).join(",")).join("\r\n")}\r\n`;
  }

  /** Text inside a cell of a Markdown table: no mark of it counts. */
  function plainMark(text) {
    return text.replace(/[\\`*_[\]<>|~]/g, "\\$&").replaceAll("&", "&amp;").replace(/\s*\n\s*/g, "<br>");
  }

  /** Markdown with numbered notes. */
  function markdown(taken) {
    const line = (fields) => `| ${fields.join(" | ")} |`;
    const out = [`# ${taken.title}`, ""];
    for (const remark of taken.remarks) out.push(plainMark(remark), "");
    let group = "";
    for (const row of taken.rows) {
      if (row.group !== group) {
        group = row.group;
        out.push("", `## ${group}`, "", line(["参数", ...headings(taken.schemes).map(plainMark)]), line(["---", ...taken.schemes.map(() => "---")]));
      }
      out.push(line([plainMark(row.label), ...row.cells.map((cell) => plainMark(cell.text) + cell.notes.map((n) => `[${n}]`).join(""))]));
    }
    out.push("", "## 来源与注", "");
    taken.schemes.forEach((scheme, column) => {
      const sources = taken.sources.get(scheme);
      out.push(`### ${plainMark(headings(taken.schemes)[column])} ${plainMark(scheme.name)}`, "");
      for (const source of sources) out.push(`- ${plainMark(sourceText(source))}`);
      out.push("");
      for (const note of taken.notes.filter((one) => one.scheme === scheme)) out.push(`- [${note.number}] ${plainMark(note.parameter.label)}：${plainMark(noteText(note, sources))}`);
      out.push("");
    });
    out.push(`${plainMark("在线查看：")}<${taken.address}>`);
    return `${out.join("\n")}\n`;
  }

  /** The view with its evidence as JSON for programs. */
  function json(taken) {
    const note = new Map(taken.notes.map((one) => [one.number, one]));
    const value = {
      title: taken.title, as_of: taken.asOf, reading: { day: taken.day, months: taken.months }, address: taken.address,
      schemes: taken.schemes.map(({ id, name, place, year, status }) => ({ id, name, place, year: year || null, status })),
      rows: taken.rows.map((row) => ({
        parameter: row.id, label: row.label, group: row.group, unit: row.unit || null,
        cells: row.cells.map((cell, column) => ({
          scheme: taken.schemes[column].id, text: cell.text, number: cell.number,
          evidence: cell.notes.flatMap((number) => {
            const { quotes, scheme } = note.get(number);
            return quotes.map(([phrase, locator, source]) => ({ phrase, locator, source: taken.sources.get(scheme)[source][1] }));
          }),
        })),
      })),
      sources: taken.schemes.flatMap((scheme) =>
        taken.sources.get(scheme).map(([, title, tier, , publisher, published, , url]) => ({ scheme: scheme.id, title, tier, publisher, published, url })),
      ),
      remarks: taken.remarks,
    };
    return `${JSON.stringify(value, null, 1)}\n`;
  }

  Atlas.exportText = Object.freeze({ safe, csv, markdown, json });
})((globalThis.Atlas ??= {}));
