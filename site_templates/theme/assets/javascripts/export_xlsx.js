/* Workbooks (.xlsx): numbers are numbers, text is only text, and the same tables give the same bytes. */
(function (Atlas) {
  "use strict";
  const { stored } = Atlas.zip;
  const { UNITS, headings, words, sourceText } = Atlas.compare.take;

  /** @typedef {string | {number: number, format: string} | {text: string, style: string} | null} SheetCell */
  /** @typedef {{name: string, columns: number[], frozen: [number, number], rows: SheetCell[][]}} Sheet  widths in characters; frozen: columns, rows */

  const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
  const LONGEST_TEXT = 32767;

  /** Text in XML: marks escaped, characters that XML does not have left out, what Excel would read as an escape kept as it is. */
  function escaped(text) {
    return text
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "")
      .replace(/_(x[0-9a-fA-F]{4}_)/g, "_x005F_$1")
      .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
  }

  /** 0 → A, 26 → AA. */
  function columnName(index) {
    return (index >= 26 ? columnName(Math.floor(index / 26) - 1) : "") + String.fromCharCode(65 + (index % 26));
  }

  /** Styles by name, numbered as they are first asked for; number formats beside them. */
  class Styles {
    constructor() {
      this.formats = new Map();
      this.cells = new Map();
      for (const name of ["text", "head", "group", "label"]) this.number(name, "");
    }
    number(kind, format) {
      const key = `${kind}\u0000${format}`;
      if (!this.cells.has(key)) this.cells.set(key, { index: this.cells.size, kind, format });
      if (format && !this.formats.has(format)) this.formats.set(format, 164 + this.formats.size);
      return this.cells.get(key).index;
    }
    xml() {
      const fonts = { text: 0, head: 1, group: 1, label: 0 };
      const fills = { text: 0, head: 2, group: 3, label: 0 };
      const formats = [...this.formats].map(([code, id]) => `<numFmt numFmtId="${id}" formatCode="${escaped(code)}"/>`).join("");
      const cells = [...this.cells.values()].map(({ kind, format }) =>
        `<xf numFmtId="${format ? this.formats.get(format) : 0}" fontId="${fonts[kind]}" fillId="${fills[kind]}" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"${format ? ' horizontal="left"' : ""}/></xf>`).join("");
      const fill = (rgb) => `<fill><patternFill patternType="solid"><fgColor rgb="${rgb}"/><bgColor indexed="64"/></patternFill></fill>`;
      const edge = (side) => `<${side} style="thin"><color rgb="FFBCC5CD"/></${side}>`;
      return `${HEAD}<styleSheet xmlns="${MAIN}">${this.formats.size ? `<numFmts count="${this.formats.size}">${formats}</numFmts>` : ""}` +
        '<fonts count="2"><font><sz val="10"/><name val="等线"/><family val="2"/></font><font><b/><sz val="10"/><name val="等线"/><family val="2"/></font></fonts>' +
        `<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>${fill("FFE8F0F7")}${fill("FFECEFF1")}</fills>` +
        `<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${["left", "right", "top", "bottom"].map(edge).join("")}<diagonal/></border></borders>` +
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
        `<cellXfs count="${this.cells.size}">${cells}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
    }
  }

  function cellXml(cell, place, styles) {
    if (cell === null || cell === "") return `<c r="${place}" s="${styles.number("text", "")}"/>`;
    if (typeof cell === "object" && "number" in cell) return `<c r="${place}" s="${styles.number("text", cell.format)}"><v>${cell.number}</v></c>`;
    const { text, style } = typeof cell === "string" ? { text: cell, style: "text" } : cell;
    return `<c r="${place}" s="${styles.number(style, "")}" t="inlineStr"><is><t xml:space="preserve">${escaped(text.slice(0, LONGEST_TEXT))}</t></is></c>`;
  }

  function sheetXml(sheet, styles, landscape) {
    const [left, top] = sheet.frozen;
    const corner = `${columnName(left)}${top + 1}`;
    const widths = sheet.columns.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`).join("");
    const rows = sheet.rows.map((row, at) => `<row r="${at + 1}">${row.map((cell, column) => cellXml(cell, `${columnName(column)}${at + 1}`, styles)).join("")}</row>`).join("");
    return `${HEAD}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">` +
      `<pane${left ? ` xSplit="${left}"` : ""}${top ? ` ySplit="${top}"` : ""} topLeftCell="${corner}" activePane="${left && top ? "bottomRight" : left ? "topRight" : "bottomLeft"}" state="frozen"/></sheetView></sheetViews>` +
      `<sheetFormatPr defaultRowHeight="15"/><cols>${widths}</cols><sheetData>${rows}</sheetData>` +
      `<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="${landscape ? "landscape" : "portrait"}" fitToWidth="1" fitToHeight="0"/></worksheet>`;
  }

  /**
   * A workbook.
   * @param {Sheet[]} sheets
   * @param {{title: string, day: string}} about  the day YYYY-MM-DD goes into the file's properties: no clock
   * @returns {Uint8Array}
   */
  function workbook(sheets, { title, day }) {
    const styles = new Styles();
    const pages = sheets.map((sheet) => sheetXml(sheet, styles, true));
    const type = (name) => `application/vnd.openxmlformats-officedocument.spreadsheetml.${name}+xml`;
    const relation = (id, kind, target) => `<Relationship Id="rId${id}" Type="${RELATIONS}/${kind}" Target="${target}"/>`;
    const titles = sheets.filter((sheet) => sheet.frozen[1]).map((sheet) => {
      const [left, top] = sheet.frozen;
      const area = [...(left ? [`'${sheet.name}'!$A:$${columnName(left - 1)}`] : []), `'${sheet.name}'!$1:$${top}`];
      return `<definedName name="_xlnm.Print_Titles" localSheetId="${sheets.indexOf(sheet)}">${area.join(",")}</definedName>`;
    });
    return stored([
      ["[Content_Types].xml", `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
        `<Override PartName="/xl/workbook.xml" ContentType="${type("sheet.main")}"/>${sheets.map((_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${type("worksheet")}"/>`).join("")}` +
        `<Override PartName="/xl/styles.xml" ContentType="${type("styles")}"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`],
      ["_rels/.rels", `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${relation(1, "officeDocument", "xl/workbook.xml")}<Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`],
      ["docProps/core.xml", `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escaped(title)}</dc:title><dc:language>zh-CN</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">${day}T00:00:00Z</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${day}T00:00:00Z</dcterms:modified></cp:coreProperties>`],
      ["xl/workbook.xml", `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${sheets.map((sheet, at) => `<sheet name="${escaped(sheet.name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join("")}</sheets>${titles.length ? `<definedNames>${titles.map((t) => t.replaceAll("&", "&amp;")).join("")}</definedNames>` : ""}</workbook>`],
      ["xl/_rels/workbook.xml.rels", `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${sheets.map((_, at) => relation(at + 1, "worksheet", `worksheets/sheet${at + 1}.xml`)).join("")}${relation(sheets.length + 1, "styles", "styles.xml")}</Relationships>`],
      ["xl/styles.xml", styles.xml()],
      ...pages.map((page, at) => /** @type {[string, string]} */ ([`xl/worksheets/sheet${at + 1}.xml`, page])),
    ]);
  }

  // --- the comparison as a workbook ---

  /** How a figure is written: `"上限 "0.00%`; the words are part of the format, the value is the number. */
  function formatOf(number, unit, said) {
    const prefix = said ? `"${said} "` : "";
    const places = (value) => (String(value).split(".")[1] || "").length;
    if (unit === "fraction") {
      const decimals = Math.max(0, places(number) - 2);
      return `${prefix}0${decimals ? `.${"0".repeat(decimals)}` : ""}%`;
    }
    const decimals = places(number);
    return `${prefix}#,##0${decimals ? `.${"0".repeat(decimals)}` : ""}"${UNITS[unit]}"`;
  }

  const figure = (number, unit, said) => ({ number, format: formatOf(number, unit, said) });
  const head = (text) => ({ text, style: "head" });

  /**
   * The view as three sheets: the comparison, what every cell rests on, and how it is to be read.
   * @param {import("./compare_take.js").Taken} taken
   */
  function comparison(taken) {
    const names = headings(taken.schemes);
    const table = [[head("分组"), head("参数（单位）"), ...names.map(head)]];
    for (const row of taken.rows) {
      table.push([
        { text: row.group, style: "label" },
        { text: row.unit ? `${row.label}（${row.unit}）` : row.label, style: "label" },
        ...row.cells.map((cell) => (cell.number === null ? cell.text : figure(cell.number, cell.unit, cell.said))),
      ]);
    }
    const proofs = [["序号", "方案", "参数", "情形", "内容", "数值", "单位", "原文用语", "条款", "来源", "级别", "链接", "说明"].map(head)];
    for (const note of taken.notes) {
      const sources = taken.sources.get(note.scheme);
      const cited = [...new Set(note.quotes.map(([, , source]) => source))].map((source) => sources[source]);
      const { number, unit } = note.provision;
      const known = number !== null && Object.hasOwn(UNITS, unit);
      proofs.push([
        { number: note.number, format: "0" },
        names[taken.schemes.indexOf(note.scheme)], note.parameter.label, note.provision.when, words({ ...note.provision, when: "" }),
        known ? figure(number, unit, "") : null, known ? UNITS[unit] : "",
        note.quotes.map(([phrase]) => `「${phrase}」`).join("\n"), note.quotes.map(([, locator]) => locator).join("\n"),
        cited.map(([, title]) => title).join("\n"), cited.map(([, , , tier]) => tier).join("\n"), cited.map(([, , , , , , , url]) => url).filter(Boolean).join("\n"),
        note.remarks.join("\n"),
      ]);
    }
    const about = [[head("说明"), head("")], ...taken.remarks.map((text) => ["", text]), ["在线查看", taken.address]];
    taken.schemes.forEach((scheme, at) => taken.sources.get(scheme).forEach((source) => about.push([names[at], sourceText(source)])));
    return workbook(
      [
        { name: "比较", columns: [12, 24, ...taken.schemes.map(() => 30)], frozen: [2, 1], rows: table },
        { name: "依据与来源", columns: [6, 18, 20, 24, 40, 14, 8, 40, 18, 40, 10, 30, 40], frozen: [3, 1], rows: proofs },
        { name: "说明", columns: [20, 100], frozen: [0, 1], rows: about },
      ],
      { title: taken.title, day: taken.asOf },
    );
  }

  Atlas.exportXlsx = Object.freeze({ workbook, comparison, columnName, escaped });
})((globalThis.Atlas ??= {}));
