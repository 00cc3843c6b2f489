/* The panel that shows what a cell rests on: the source's words, where they stand, and what is to be kept in mind. */
(function (Atlas) {
  "use strict";
  const { el, byId, evidence, webAddress } = Atlas.compare.dom;
  const { hyphened, schemePage, stateChip } = Atlas.compare.cells;
  const { headings } = Atlas.compare.take;
  const { warnings } = Atlas.compare.model;

  const MEANINGS = {
    delegated: "文件写明这一项留给以后的约定或者另外的规定。",
    silent: "规范性文件已完整读过，没有这一项规定。",
    unread: "还没有读到会写这一项的原文，不能说有，也不能说没有。",
    not_applicable: "这一项由同组的另一项规定，或者在这份文件里不会出现。",
  };

  function quoteList(quotes, sources, checks, scheme, root) {
    const bySource = new Map();
    for (const quote of quotes) bySource.set(quote[2], [...(bySource.get(quote[2]) || []), quote]);
    return [...bySource].map(([number, cited]) => {
      const [anchor, title, tier, tierLabel, , , , url] = sources[number];
      const [kind, checked] = checks[cited[0][4]];
      return el("div.quotes", {},
        el("ul.flat", {}, ...cited.map(([phrase, locator, , role]) =>
          el("li", {}, el("q", {}, phrase), locator && " ", locator && el("b", {}, locator), role && " ", role && el("i", {}, role)))),
        el("p", {},
          el("a", { href: schemePage(root, scheme.id, anchor) }, title), " ",
          el(`span.tier.tier--${tier}`, {}, tierLabel), " ",
          el(`span.check.check--${kind}`, {}, checked),
          webAddress(url) && " ",
          webAddress(url) && el("a.outward", { href: url, rel: "noopener noreferrer external", target: "_blank" }, "看原文网页")));
    });
  }

  /** The way to the report that the scheme's page has written already; a reader's own draft has none. */
  function correction(scheme, root, anchor) {
    return scheme.id !== "draft" && el("p.report__go", {}, el("a", { href: schemePage(root, scheme.id, anchor) }, "报错"));
  }

  /** One provision with its words, what it rests on, what is unlike other cells of the row, what it was before, and the way to correct it. */
  function provisionBlock(provision, proof, row, data, scheme, root, report) {
    const [quotes = [], remarks = [], before = 0] = proof || [];
    const unlike = warnings(provision, row.sides);
    return el("section.proof-case", {},
      provision.when && el("p.cell__when", {}, provision.when),
      el("p.proof-case__words", {},
        provision.state !== "stated" && stateChip(provision.state, provision.stateLabel),
        provision.text || (provision.state === "stated" || provision.state === "delegated" ? provision.short : ""),
        ...provision.marks.map((mark) => el("span.mark", {}, mark))),
      ...quoteList(quotes, data.sources, data.checks, scheme, root),
      unlike.length > 0 && el("p.cell__footing", {}, `≠ 与同行其他方案口径不同：${unlike.join("、")}`),
      before && el("div.before", {}, el("p", {}, el("span.before__label", {}, "修订前"), before[0]), ...quoteList(before[1], data.sources, data.checks, scheme, root)),
      ...remarks.map((remark) => el("p.remark", {}, remark)),
      correction(scheme, root, report));
  }

  function readingBlock(reading) {
    return el("section.proof-case", {},
      reading.provision.when && el("p.cell__when", {}, reading.provision.when),
      el("p.proof-case__words", {}, reading.text || "换算不出"),
      el("p", {}, `${reading.basis}。${reading.warnings.map((warning) => `${warning}。`).join("")}`));
  }

  function body(row, column, scheme, data, root) {
    const cell = row.cells[column];
    const proof = data.cells[row.parameter.id] || [[], -1];
    const parts = [];
    if (row.kind === "day") {
      parts.push(el("p.proof-lead", {}, "归一口径：按所选日期有效的参考利率换算，便于横向比较，不是文件写明的数值。"), ...row.readings[column].map(readingBlock), el("h3", {}, "文件口径"));
    }
    cell.provisions.forEach((provision, at) => {
      parts.push(provisionBlock(provision, proof[0][at], { sides: row.sides || new Map() }, data, scheme, root, `r-${hyphened(row.parameter.id)}-${at + 1}`));
    });
    if (!cell.provisions.length) {
      parts.push(
        el("p", {}, stateChip(cell.state, cell.stateLabel), " ", MEANINGS[cell.state] || ""),
        correction(scheme, root, "report-text"));
    }
    if (cell.note) parts.push(el("p.remark", {}, cell.note));
    if (proof[1] >= 0) {
      const [anchor, title] = data.sources[proof[1]];
      parts.push(el("p", {}, "读的是", el("a", { href: schemePage(root, scheme.id, anchor) }, title), "。"));
    }
    if (row.favour.reason) parts.push(el("p.apart", {}, `这一行${row.favour.reason}。`));
    parts.push(el("p.proof-more", {},
      el("a", { href: schemePage(root, scheme.id, `p-${hyphened(row.parameter.id)}`) }, "在方案页看这一项"), "　",
      el("a", { href: `${root}parameters/${row.parameter.id}.html` }, "定义与各地规定")));
    return parts;
  }

  class Proof {
    /** @param {string} root @param {(place: string) => void} closed  told which cell was shown last */
    constructor(root, closed) {
      this.root = root;
      this.dialog = /** @type {HTMLDialogElement} */ (byId("proof"));
      this.place = "";
      this.turn = 0;
      byId("proof-close").addEventListener("click", () => this.dialog.close());
      byId("proof-back").addEventListener("click", () => this.step(-1));
      byId("proof-on").addEventListener("click", () => this.step(1));
      this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
      this.dialog.addEventListener("keydown", (event) => {
        if (event.key === "ArrowLeft") this.step(-1);
        else if (event.key === "ArrowRight") this.step(1);
      });
      this.dialog.addEventListener("close", () => closed(this.place));
    }

    /**
     * Show a cell.
     * @param {any} view
     * @param {number[]} columns  those that can be stepped to
     * @param {string} place  kind/parameter/scheme
     */
    async open(view, columns, place) {
      Object.assign(this, { view, columns, place });
      const [kind, parameter, id] = place.split("/");
      const row = view.groups.flatMap((group) => group.rows).find((one) => one.kind === kind && one.parameter.id === parameter);
      const column = view.schemes.findIndex((scheme) => scheme.id === id);
      if (!row || column < 0) return;
      const scheme = view.schemes[column];
      const turn = ++this.turn;
      byId("proof-title").replaceChildren(el("span.proof-panel__scheme", {}, headings(view.schemes)[column]), " ", row.parameter.label);
      const at = columns.indexOf(column);
      /** @type {HTMLButtonElement} */ (byId("proof-back")).disabled = at <= 0;
      /** @type {HTMLButtonElement} */ (byId("proof-on")).disabled = at >= columns.length - 1;
      if (!this.dialog.open) this.dialog.showModal();
      byId("proof-title").focus();
      try {
        const data = await evidence(this.root, id);
        if (turn === this.turn) byId("proof-body").replaceChildren(...body(row, column, scheme, data, this.root).filter(Boolean));
      } catch {
        if (turn === this.turn) {
          byId("proof-body").replaceChildren(el("p", {}, "依据没有读到。", el("a", { href: schemePage(this.root, id, `p-${hyphened(parameter)}`) }, "到方案页看这一项")));
        }
      }
      if (turn === this.turn) byId("proof-body").scrollTop = 0;
    }

    step(by) {
      const [kind, parameter, id] = this.place.split("/");
      const at = this.columns.findIndex((column) => this.view.schemes[column].id === id) + by;
      if (at >= 0 && at < this.columns.length) this.open(this.view, this.columns, `${kind}/${parameter}/${this.view.schemes[this.columns[at]].id}`);
    }
  }

  Atlas.compare.proof = Object.freeze({ Proof });
})((globalThis.Atlas ??= {}));
