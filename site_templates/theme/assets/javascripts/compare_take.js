/* The view to take away, before it becomes a file: plain rows of text and numbers, and the notes they rest on. */
(function (Atlas) {
  "use strict";
  const { shortPlace } = Atlas.compare.data;
  const { spokenDay, spokenTerm } = Atlas.compare.rates;

  /**
   * @typedef {{text: string, number: number | null, unit: string, said: string, notes: number[]}} TakenCell  said: 上限, 一般, 约 …
   * @typedef {{group: string, id: string, label: string, unit: string, cells: TakenCell[]}} TakenRow
   * @typedef {{number: number, scheme: any, parameter: any, provision: any, quotes: any[], remarks: string[], before: any}} Note
   * @typedef {{title: string, asOf: string, day: string, months: number, address: string, schemes: any[], rows: TakenRow[], notes: Note[],
   *   sources: Map<any, any[]>, remarks: string[]}} Taken
   */

  const TITLE = "小额贷款保证保险政策比较";
  const UNITS = { yuan: "元", fraction: "%", multiple: "倍", months: "个月", days: "天", working_days: "工作日", years: "周岁" };

  /** A scheme as a column is headed: 佛山市2022年. */
  const heading = (scheme) => scheme.place + (scheme.year ? `${scheme.year}年` : "（年份不明）");

  /** The headings of the columns; those that would be taken for each other carry the scheme's name too. */
  function headings(schemes) {
    const plain = schemes.map(heading);
    return schemes.map((scheme, at) => (plain.filter((one) => one === plain[at]).length > 1 ? `${plain[at]} ${scheme.name}` : plain[at]));
  }

  /** One provision in words: the case it holds in, what it says, and how it is meant. */
  function words(provision) {
    const said = provision.state === "stated" ? provision.text : [provision.stateLabel, provision.text || provision.short].filter(Boolean).join("：");
    const marks = provision.marks.length ? `（${provision.marks.join("、")}）` : "";
    return (provision.when ? `${provision.when}：` : "") + said + marks;
  }

  /** What a cell says, a line for each case. */
  const cellText = (cell) => cell.provisions.filter((p) => p.text || p.short || p.state !== "unread").map(words).join("\n") || cell.stateLabel;

  /** The single figure of a cell that holds in every case; else null. */
  function single(cell) {
    const [provision, more] = cell.provisions;
    const fits = provision && !more && provision.state === "stated" && !provision.when && !provision.adds && provision.number !== null;
    return fits && Object.hasOwn(UNITS, provision.unit) ? provision : null;
  }

  const side = (provision, name) => (provision.footing.find(([one]) => one === name) || ["", ""])[1];

  function documentCell(cell, notes) {
    const figure = single(cell);
    return {
      text: cellText(cell), notes,
      number: figure ? figure.number : null, unit: figure ? figure.unit : "",
      said: figure ? side(figure, "性质") + side(figure, "约数") : "",
    };
  }

  function dayCell(readings) {
    const lines = readings.map(({ provision, text, basis, warnings }) => {
      const reading = text ? `${text}（${[basis, ...warnings].join("；")}）` : basis;
      return (provision.when ? `${provision.when}：` : "") + reading;
    });
    const [only, more] = readings;
    const rate = only && !more && !only.provision.when ? only.rate : null;
    return { text: lines.join("\n") || "—", notes: [], number: rate ? fraction(only.text) : null, unit: rate ? "fraction" : "", said: "" };
  }

  /** `6.09%` as the number that reads back as the same decimal: no division of doubles. */
  const fraction = (text) => Number(`${text.slice(0, -1)}e-2`);

  /**
   * The view as rows and notes. Notes are numbered down each column in turn; they need the evidence of the schemes.
   * @param {any} catalogue
   * @param {any} view
   * @param {any} state
   * @param {string} address
   * @param {Map<string, any>} evidence  scheme → its evidence; a scheme without is left without notes
   * @returns {Taken}
   */
  function take(catalogue, view, state, address, evidence) {
    const shown = view.groups.flatMap((group) => group.rows.map((row) => ({ group, row })));
    const notes = [];
    const numbers = new Map();
    view.schemes.forEach((scheme, column) => {
      const proofs = evidence.get(scheme.id);
      if (!proofs) return;
      for (const { row } of shown) {
        if (row.kind !== "document") continue;
        const proof = proofs.cells[row.parameter.id];
        row.cells[column].provisions.forEach((provision, at) => {
          const [quotes = [], remarks = [], before = 0] = (proof && proof[0][at]) || [];
          if (!quotes.length && !remarks.length) return;
          notes.push({ number: notes.length + 1, scheme, parameter: row.parameter, provision, quotes, remarks, before });
          const key = `${column}/${row.parameter.id}`;
          numbers.set(key, [...(numbers.get(key) || []), notes.length]);
        });
      }
    });
    const rows = shown.map(({ group, row }) => {
      const onDay = row.kind === "day";
      const cells = onDay
        ? row.readings.map(dayCell)
        : row.cells.map((cell, column) => documentCell(cell, numbers.get(`${column}/${row.parameter.id}`) || []));
      const label = onDay ? `${row.parameter.label}·归一口径（${spokenDay(state.day)}，${spokenTerm(state.months)}期）` : row.parameter.label;
      const unit = onDay ? "%" : unitOf(cells);
      return { group: group.label, id: row.parameter.id, label, unit, cells };
    });
    const sources = new Map(view.schemes.map((scheme) => [scheme, evidence.get(scheme.id)?.sources ?? []]));
    return {
      title: TITLE, asOf: catalogue.asOf, day: state.day, months: state.months, address, schemes: view.schemes, rows, notes, sources,
      remarks: remarks(view, state, catalogue),
    };
  }

  /** The unit of the figures of a row, where they have one and the same. */
  function unitOf(cells) {
    const units = [...new Set(cells.map((cell) => cell.unit).filter(Boolean))];
    return units.length === 1 ? UNITS[units[0]] : "";
  }

  function remarks(view, state, catalogue) {
    const lines = [
      `数据截至${spokenDay(catalogue.asOf)}。政策内容以正式文件为准，本表只作比较和研究之用。`,
      "“未规定”指规范性文件已完整读过而没有这一项；“未见原文”指还没有读到会写这一项的原文，不能说有，也不能说没有；“另行约定”指文件留给以后的约定或者另外的规定。",
    ];
    if (view.groups.some((group) => group.rows.some((row) => row.kind === "day"))) {
      lines.push(`归一口径：各方案的利率上限按${spokenDay(state.day)}有效的参考利率、${spokenTerm(state.months)}期贷款换算，仅供横向比较，不是文件写明的数值。`);
    }
    if (state.differences) lines.push("只列出所选方案之间有实质差别的项目。");
    return lines;
  }

  /** A note in one line: places, words and, where the scheme has several, the source. */
  function noteText(note, sources) {
    const quotes = note.quotes.map(([phrase, locator, source]) => {
      const from = sources.length > 1 && sources[source] ? `（${sources[source][1]}）` : "";
      return `${locator ? `${locator} ` : ""}「${phrase}」${from}`;
    });
    const closed = (text) => (/[。！？」]$/.test(text) ? text : `${text}。`);
    return [quotes.join("；"), ...note.remarks].filter(Boolean).map(closed).join("");
  }

  /** A source in one line. */
  function sourceText([, title, , tier, publisher, published, , url]) {
    const marked = title.startsWith("《") ? title : `《${title}》`;
    return `${marked}（${[tier, publisher, published].filter((part) => part && !/未载明|未见原文/.test(part)).join("，")}）${url ? ` ${url}` : ""}`;
  }

  /** A name for a file: 政策比较-佛山-淄博-2026-11-20. */
  function fileName({ schemes, asOf }, ending) {
    const places = [...new Set(schemes.map((scheme) => shortPlace(scheme.place)))];
    const named = places.length > 4 ? [...places.slice(0, 3), `等${schemes.length}个方案`] : places;
    return `政策比较-${named.join("-")}-${asOf}.${ending}`.replace(/[\\/:*?"<>|\s]/g, "");
  }

  Atlas.compare.take = Object.freeze({ UNITS, TITLE, headings, words, cellText, take, noteText, sourceText, fileName });
})((globalThis.Atlas ??= {}));
