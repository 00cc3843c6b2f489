/* The benchmarking brief 对标简报 of the chosen schemes: what it says, as plain blocks; `compare_paper.js` sets them on the page. */
(function (Atlas) {
  "use strict";
  const { measure } = Atlas.compare.model;
  const { headings, take, words } = Atlas.compare.take;
  const { spokenDay } = Atlas.compare.rates;

  /**
   * @typedef {{text: string, notes?: number[]}} BriefCell
   * @typedef {{kind: "text", text: string} | {kind: "list", items: string[]} | {kind: "table", head: string[], rows: BriefCell[][]}} Block
   * @typedef {{title: string, subtitle: string, sections: {title: string, blocks: Block[]}[], taken: any}} Brief
   */

  /**
   * @param {any} catalogue
   * @param {any} viewer
   * @param {any} state
   * @param {string} address
   * @param {Map<string, any>} evidence
   * @returns {Brief}
   */
  function brief(catalogue, viewer, state, address, evidence) {
    const whole = viewer.view({ ...state, differences: false });
    const rows = whole.groups.flatMap((group) => group.rows).filter((row) => row.kind === "document");
    const of = (standing) => rows.filter((row) => row.standing === standing);
    const differing = of("differs");
    // A reader's own choice of rows is what the briefing is about; else the facts that are asked for first.
    const main = differing.filter((row) => state.rows || catalogue.raw.key.includes(row.parameter.id));
    const shown = viewer.view({ ...state, differences: false, rows: main.map((row) => row.parameter.id) });
    const taken = take(catalogue, main.length ? shown : { ...shown, groups: [] }, { ...state, differences: false }, address, evidence);
    const names = headings(whole.schemes);
    const others = differing.filter((row) => !main.includes(row));
    const sections = [
      { title: "比较范围", blocks: [scope(whole.schemes, names, evidence)] },
      {
        title: "主要差别",
        blocks: [
          main.length
            ? { kind: "table", head: ["项目", ...names], rows: taken.rows.map((row) => [{ text: row.label }, ...row.cells.map(({ text, notes }) => ({ text, notes }))]) }
            : { kind: "text", text: "所选方案在主要项目上没有实质差别。" },
          ...listed(`另有${others.length}项也不同：`, others),
        ],
      },
      { title: "数值范围", blocks: [ranges(catalogue, rows, names)] },
      {
        title: "相同与不能判断的项目",
        blocks: [
          ...listed(`${of("same").length}项相同：`, of("same")),
          ...listed(`${of("open").length}项不能判断（读到的部分没有差别，但有方案未见原文）：`, of("open")),
          ...listed(`${whole.bare.length}项各方案都没有写明：`, whole.bare.map((parameter) => ({ parameter }))),
        ],
      },
      { title: "口径说明", blocks: [{ kind: "list", items: [...taken.remarks, "“最高”“最低”只就所选方案的这一项数值而言，不是对各地的评价。"] }] },
    ];
    return {
      title: "小额贷款保证保险政策对标简报",
      subtitle: `${names.join("、")}　数据截至${spokenDay(catalogue.asOf)}`,
      sections: sections.filter((section) => section.blocks.length),
      taken,
    };
  }

  function listed(lead, rows) {
    return rows.length ? [{ kind: "text", text: lead + rows.map((row) => row.parameter.label).join("、") + "。" }] : [];
  }

  function scope(schemes, names, evidence) {
    const rows = schemes.map((scheme, at) => {
      const sources = evidence.get(scheme.id)?.sources ?? [];
      const first = sources.map(([, title, , tier]) => `${title}（${tier}）`).slice(0, 2).join("；");
      return [{ text: names[at] }, { text: scheme.name }, { text: scheme.statusLabel }, { text: `${scheme.stated}项` }, { text: first }];
    });
    return { kind: "table", head: ["方案", "名称", "效力", "已载明", "主要来源"], rows };
  }

  /** The least and the greatest figure of each row that has at least two, with whose they are. */
  function ranges(catalogue, rows, names) {
    const found = [];
    for (const row of rows) {
      const figures = row.cells.flatMap((cell, column) =>
        cell.provisions.filter((p) => p.state === "stated" && !p.adds && !p.formula && measure(p)).map((provision) => ({ column, provision, at: measure(provision) })),
      );
      const schemes = new Set(figures.map((figure) => figure.column));
      if (schemes.size < 2 || !row.parameter.favourable) continue;
      const ordered = [...figures].sort((a, b) => Number(a.at.n * b.at.d - b.at.n * a.at.d));
      const [low, high] = [ordered[0], ordered[ordered.length - 1]];
      const whose = (end) => {
        const same = ordered.filter((one) => one.at.n * end.at.d === end.at.n * one.at.d);
        const places = [...new Set(same.map((one) => names[one.column]))];
        return { text: `${words(end.provision)}（${places.join("、")}）` };
      };
      found.push([{ text: row.parameter.label }, { text: String(schemes.size) }, whose(low), whose(high), { text: row.favour.reason || "口径相同" }]);
    }
    return found.length
      ? { kind: "table", head: ["项目", "有数值的方案", "最低", "最高", "能否直接比"], rows: found }
      : { kind: "text", text: "所选方案没有可以排出范围的数值。" };
  }

  Atlas.compare.brief = Object.freeze({ brief });
})((globalThis.Atlas ??= {}));
