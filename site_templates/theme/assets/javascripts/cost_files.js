/* The repayment plan as files: CSV, and a workbook in which formulas work the plan out again beside the exact figures. */
(function (Atlas) {
  "use strict";
  const { stored } = Atlas.zip;
  const { scaled } = Atlas.costs.decimals;

  const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const NAMES = "http://schemas.openxmlformats.org";
  const MAIN = `${NAMES}/spreadsheetml/2006/main`;
  const OFFICE = `${NAMES}/officeDocument/2006/relationships`;
  const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

  const escaped = (text) => text.replace(/[\u0000-\u001f\ufffe\uffff]/g, "").replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

  /** Lines of texts and numbers; nothing in them begins like a formula. */
  function csv(schedule, words) {
    const lines = schedule.map((row) => [String(row.period), row.payment, row.principal, row.interest, row.balance]);
    return `\ufeff${[words.file_csv.split("|"), ...lines].map((line) => line.join(",")).join("\r\n")}\r\n`;
  }

  /** The formulas of a period in whole fen, from the cells of this sheet alone: payment, principal, interest. */
  function formulas(method, row, first, last) {
    const opening = row === first ? "$B$3" : `I${row - 1}`;
    const final = row === last;
    const interest = { bullet: final ? "ROUND($B$3*$B$4*$B$5/12,0)" : "0" }[method] || `ROUND(${opening}*$B$4/12,0)`;
    const due = {
      equal_instalment: `IF($B$4=0,ROUND($B$3/$B$5,0),ROUND(PMT($B$4/12,$B$5,-$B$3),0))-H${row}`, equal_principal: "ROUND($B$3/$B$5,0)",
      interest_only: "0", bullet: "0",
    }[method];
    return [`G${row}+H${row}`, final ? opening : `MIN(${opening},${due})`, interest, `${opening}-G${row}`];
  }

  /** The sheet: figures in fen (columns B to E), the same by formula (F to I), the difference (J). */
  function sheetXml(request, response, title, method, words) {
    const text = (place, said) => `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escaped(said)}</t></is></c>`;
    const value = (place, number) => `<c r="${place}"><v>${number}</v></c>`;
    const formula = (place, term) => `<c r="${place}"><f>${escaped(term)}</f></c>`;
    const [first, count] = [8, response.schedule.length];
    const last = first + count - 1;
    const lines = [
      [text("A1", title)],
      [text("A2", words.file_note)],
      ...[value("B3", scaled(request.amount, 2)), value("B4", String(response.annual_rate)), value("B5", request.months), text("B6", method)].map(
        (cell, k) => [text(`A${3 + k}`, words.file_facts.split("|")[k]), cell],
      ),
      words.file_head.split("|").map((word, k) => text(`${"ABCDEFGHIJ"[k]}7`, word)),
      ...response.schedule.map((row, k) => {
        const at = first + k;
        const exact = [row.payment, row.principal, row.interest, row.balance].map((yuan, n) => value(`${"BCDE"[n]}${at}`, scaled(yuan, 2)));
        const live = formulas(request.repayment, at, first, last).map((term, n) => formula(`${"FGHI"[n]}${at}`, term));
        return [value(`A${at}`, row.period), ...exact, ...live, formula(`J${at}`, `F${at}-B${at}`)];
      }),
      [text(`A${last + 1}`, words.file_total), ..."BCDFGHJ".split("").map((c) => formula(`${c}${last + 1}`, `SUM(${c}${first}:${c}${last})`))],
    ];
    const rows = lines.map((cells, k) => `<row r="${k + 1}">${cells.join("")}</row>`).join("");
    return `${HEAD}<worksheet xmlns="${MAIN}"><cols><col min="1" max="10" width="15" customWidth="1"/></cols><sheetData>${rows}</sheetData></worksheet>`;
  }

  /** @returns {Uint8Array} */
  function xlsx(request, response, title, method, words) {
    const relations = (items) =>
      `${HEAD}<Relationships xmlns="${NAMES}/package/2006/relationships"><Relationship Id="r1" Type="${OFFICE}/${items[0]}" Target="${items[1]}"/></Relationships>`;
    const part = (name, kind) => `<Override PartName="/xl/${name}.xml" ContentType="${TYPE}.${kind}+xml"/>`;
    return stored([
      ["[Content_Types].xml", `${HEAD}<Types xmlns="${NAMES}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${part("workbook", "sheet.main")}${part("sheet1", "worksheet")}</Types>`],
      ["_rels/.rels", relations(["officeDocument", "xl/workbook.xml"])],
      ["xl/workbook.xml", `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${words.file}" sheetId="1" r:id="r1"/></sheets><calcPr fullCalcOnLoad="1"/></workbook>`],
      ["xl/_rels/workbook.xml.rels", relations(["worksheet", "sheet1.xml"])],
      ["xl/sheet1.xml", sheetXml(request, response, title, method, words)],
    ]);
  }

  /** Save the plan of what is shown, without any server. */
  function save(kind, { request, response, scheme }, { words, methods }) {
    const content = kind === "csv" ? csv(response.schedule, words) : xlsx(request, response, scheme.name, methods[request.repayment], words);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: kind === "csv" ? "text/csv" : `${TYPE}.sheet` }));
    link.download = `${words.file}.${kind}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  Atlas.costFiles = Object.freeze({ csv, xlsx, save });
})((globalThis.Atlas = globalThis.Atlas || {}));
