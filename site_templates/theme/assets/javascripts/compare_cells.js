/* One cell, one heading, one row label of the comparison table as elements. */
(function (Atlas) {
  "use strict";
  const { el } = Atlas.compare.dom;
  const { warnings } = Atlas.compare.model;
  const { spokenDay, spokenTerm } = Atlas.compare.rates;

  /** How the schemes stand to each other, where it is not that they differ. */
  const STANDINGS = { same: "各方案相同", open: "不能判断是否相同" };

  const hyphened = (id) => id.replaceAll("_", "-");
  const rowAnchor = (row) => `p-${hyphened(row.parameter.id)}`;

  /** Where a scheme is told in full; the reader's own draft is told where it is written. */
  const schemePage = (root, id, anchor = "") => (id === "draft" ? `${root}drafts/index.html` : `${root}schemes/${id}.html${anchor && `#${anchor}`}`);

  /** The chip of a state. */
  const stateChip = (state, label) => el(`span.state.state--${hyphened(state)}`, {}, label);

  /** One provision: case, state, words, marks. `brief` leaves only the short words. */
  function provisionLine(provision, row, marks, brief) {
    const text = brief ? provision.short || provision.text : provision.text || (provision.state === "stated" ? provision.short : "");
    const ends = [];
    if (marks && row.favour.best.has(provision)) ends.push(el("span.favour.favour--best", {}, "对借款人最有利"));
    if (marks && row.favour.worst.has(provision)) ends.push(el("span.favour.favour--worst", {}, "最不利"));
    return el("span.cell__case", {},
      provision.when && el("span.cell__when", {}, provision.when),
      provision.state !== "stated" && stateChip(provision.state, provision.stateLabel),
      (text || (provision.state === "delegated" && provision.short)) && el("span.cell__text", {}, text || provision.short),
      ...(brief ? [] : provision.marks.map((mark) => el("span.mark", {}, mark))),
      ...ends,
    );
  }

  /** The words of a cell that differ in footing from others of its row, once each. */
  function footingWords(cell, row) {
    return [...new Set(cell.provisions.filter((p) => p.state === "stated").flatMap((p) => warnings(p, row.sides)))];
  }

  /**
   * The inside of a cell of a row.
   * @param {any} row
   * @param {number} column  place among the chosen schemes
   * @param {{marks: boolean, brief: boolean}} how
   */
  function cellParts(row, column, how) {
    const cell = row.cells[column];
    if (row.kind === "day") return dayParts(row, column, how);
    const shown = cell.provisions.filter((p) => p.text || p.short || p.state !== "unread");
    if (!shown.length) return [stateChip(cell.state, cell.stateLabel)];
    const words = footingWords(cell, row);
    return [
      ...shown.map((provision) => provisionLine(provision, row, how.marks, how.brief)),
      words.length > 0 && el("span.cell__footing", {}, el("span.hidden-words", {}, "与同行口径不同："), `≠ ${words.join("、")}`),
    ];
  }

  function dayParts(row, column, how) {
    const readings = row.readings[column];
    if (!readings.length) return [el("span.cell__none", {}, "—")];
    return readings.map((reading) => {
      const best = how.marks && row.favour.best.has(reading);
      const worst = how.marks && row.favour.worst.has(reading);
      return el("span.cell__case", {},
        reading.provision.when && el("span.cell__when", {}, reading.provision.when),
        reading.text && el("span.cell__text.cell__text--rate", {}, reading.text),
        el(reading.text ? "span.cell__basis" : "span.cell__none", {}, reading.basis),
        ...reading.warnings.map((warning) => el("span.cell__footing", {}, `≠ ${warning}`)),
        best && el("span.favour.favour--best", {}, "对借款人最有利"),
        worst && el("span.favour.favour--worst", {}, "最不利"),
      );
    });
  }

  /** The heading of a row: the parameter, or the reading of the row above on one day; with what keeps its figures apart. */
  function rowHead(row, root, state) {
    const reason = row.favour.reason;
    const apart = state.marks && reason && el("span.apart", {}, reason);
    if (row.kind === "day") {
      return el("th.rowhead.rowhead--day", { scope: "row", role: "rowheader" },
        el("span.rowhead__name", {}, "归一口径"), el("span.rowhead__day", {}, `${spokenDay(state.day)}，${spokenTerm(state.months)}期`), apart);
    }
    return el("th.rowhead", { scope: "row", role: "rowheader" },
      el("a.rowhead__name", { href: `${root}parameters/${row.parameter.id}.html`, tabindex: "-1" }, row.parameter.label),
      STANDINGS[row.standing] && row.cells.length > 1 && el("span.standing", {}, STANDINGS[row.standing]),
      apart);
  }

  /** The heading of a column, with the buttons that move and remove it. */
  function columnHead(scheme, at, count, root) {
    const name = scheme.place + (scheme.year ? `${scheme.year}年` : "");
    const act = (key, words, sign, off) =>
      el("button.step", { type: "button", "data-act": key, "data-scheme": scheme.id, "data-focus": `${key}/${scheme.id}`, "aria-label": `${words}${name}`, disabled: off }, sign);
    return el("th.col", { scope: "col", role: "columnheader", "data-scheme": scheme.id, draggable: "true", "aria-colindex": String(at + 2) },
      el("a", { href: schemePage(root, scheme.id) },
        el("span.col__place", {}, scheme.place), " ", el("span.col__year", {}, scheme.year ? `${scheme.year}年` : "年份不明"),
        el("span.col__name", {}, scheme.name)),
      el("span.col__foot", {}, el(`span.badge.badge--${hyphened(scheme.status)}`, {}, scheme.statusLabel),
        el("span.steps", {}, act("left", "左移", "‹", at === 0), act("right", "右移", "›", at === count - 1), act("remove", "移除", "×", false))));
  }

  Atlas.compare.cells = Object.freeze({ hyphened, rowAnchor, schemePage, stateChip, cellParts, rowHead, columnHead });
})((globalThis.Atlas ??= {}));
