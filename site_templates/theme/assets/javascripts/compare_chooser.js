/* Choosing schemes and rows: the chips of those chosen, the search, the like ones, the list of rows. */
(function (Atlas) {
  "use strict";
  const { el, byId } = Atlas.compare.dom;
  const { hyphened } = Atlas.compare.cells;
  const { choices, search, similar } = Atlas.compare.find;
  const { moved } = Atlas.compare.state;

  const HITS = 40;
  const LIKE = 8;
  /** More chosen schemes than this stand as a number, not as chips. */
  const CHIPS = 24;

  const named = (scheme) => scheme.place + (scheme.year ? `${scheme.year}年` : "");
  const value = (id) => /** @type {HTMLInputElement | HTMLSelectElement} */ (byId(id)).value;

  class Chooser {
    /** @param {any} catalogue @param {{state: any, change: (part: any) => void}} page */
    constructor(catalogue, page) {
      Object.assign(this, { catalogue, page, filled: false });
      byId("find").addEventListener("input", () => this.find());
      byId("find").addEventListener("submit", (event) => event.preventDefault());
      for (const list of ["found", "similar", "matches"]) byId(list).addEventListener("change", (event) => this.tick(event));
      for (const box of document.getElementsByName("likeness")) box.addEventListener("change", () => this.like());
      byId("chosen").addEventListener("click", (event) => this.act(event));
      byId("rowlist").addEventListener("change", (event) => this.tickRow(event));
      byId("rowlist").addEventListener("click", (event) => this.moveRow(event));
      byId("tool-rows").addEventListener("click", (event) => this.preset(event));
    }

    /** The choices of the search, when its panel is first opened. */
    fill() {
      const { catalogue } = this;
      this.filled = true;
      this.options("find-province", choices(catalogue, (s) => s.province, (s) => s.province));
      const years = choices(catalogue, (s) => s.year, (s) => (s.year ? `${s.year}年` : "年份不明")).sort((a, b) => Number(b[0]) - Number(a[0]));
      this.options("find-year", years);
      this.options("find-status", choices(catalogue, (s) => s.status, (s) => s.statusLabel));
      this.options("find-product", choices(catalogue, (s) => s.product, (s) => s.productLabel));
    }

    options(id, entries) {
      byId(id).append(...entries.map(([key, label, count]) => el("option", { value: key }, `${label}（${count}）`)));
    }

    /** Show what follows from the state. Lists in closed panels wait until they are opened. */
    show() {
      this.chips();
      if (!byId("tool-find").hidden) this.find();
      if (!byId("tool-similar").hidden) this.like();
      if (!byId("tool-rows").hidden) this.rowlist();
    }

    // --- the chosen ---

    chips() {
      const { schemes } = this.page.state;
      byId("chosen-count").textContent = `${schemes.length}个`;
      const list = byId("chosen");
      if (schemes.length > CHIPS) {
        list.replaceChildren(el("li.chip.chip--many", {}, `${schemes.length}个方案，在表头可以移除`));
        return;
      }
      list.replaceChildren(...schemes.map((id) => {
        const scheme = this.catalogue.scheme.get(id);
        return el("li.chip", {}, el("span", {}, named(scheme)),
          el("button.step", { type: "button", "data-remove": id, "data-focus": `chip/${id}`, "aria-label": `移除${named(scheme)}` }, "×"));
      }));
    }

    act(event) {
      const button = event.target.closest("[data-remove]");
      if (button) this.page.change({ schemes: this.page.state.schemes.filter((id) => id !== button.dataset.remove) });
    }

    tick(event) {
      const id = event.target.dataset.choose;
      if (!id) return;
      const { schemes } = this.page.state;
      this.page.change({ schemes: event.target.checked ? [...schemes, id] : schemes.filter((one) => one !== id) });
    }

    /** A line with a box that chooses the scheme. */
    line(scheme, ...more) {
      const box = el("input", { type: "checkbox", "data-choose": scheme.id, "data-focus": `choose/${scheme.id}`, checked: this.page.state.schemes.includes(scheme.id) });
      return el("li.hit-line", {}, el("label", {}, box, el("span.hit-line__words", {},
        el("b", {}, named(scheme)), " ", scheme.name, " ",
        el(`span.badge.badge--${hyphened(scheme.status)}`, {}, scheme.statusLabel), " ",
        el("span.hit-line__small", {}, `已载明${scheme.stated}项`), ...more)));
    }

    find() {
      if (!this.filled) this.fill();
      const found = search(this.catalogue, value("find-words"), {
        province: value("find-province"), year: value("find-year"), status: value("find-status"), product: value("find-product"),
      });
      byId("find-count").textContent = !found.length ? "没有找到，换一个说法试试。" : found.length > HITS ? `找到${found.length}个，列出前${HITS}个。` : `找到${found.length}个。`;
      byId("found").replaceChildren(...found.slice(0, HITS).map((scheme) => this.line(scheme)));
    }

    like() {
      const sides = [...document.getElementsByName("likeness")].filter((box) => box.checked).map((box) => box.value);
      const chosen = this.page.state.schemes.map((id) => this.catalogue.scheme.get(id));
      const found = similar(this.catalogue, chosen, sides, LIKE);
      byId("similar").replaceChildren(...(found.length
        ? found.map(({ scheme, to, reasons }) => this.line(scheme, " ", el("span.hit-line__why", {}, `与${named(to)}${reasons.join("、")}`)))
        : [el("li.hit-line", {}, chosen.length ? "没有相近的方案。" : "先选一个方案。")]));
    }

    // --- rows ---

    rowlist() {
      const { catalogue, page } = this;
      const chosen = page.state.rows || page.view.groups.flatMap((g) => g.rows).filter((row) => row.kind === "document").map((row) => row.parameter.id);
      const blocks = catalogue.groups.map((group) => {
        const own = catalogue.parameters.filter((parameter) => parameter.group === group.index);
        const picked = chosen.filter((id) => own.some((parameter) => parameter.id === id));
        const ordered = [...picked.map((id) => catalogue.parameter.get(id)), ...own.filter((parameter) => !picked.includes(parameter.id))];
        return el("fieldset.rowlist__group", {}, el("legend", {}, group.label), ...ordered.map((parameter) => {
          const on = picked.includes(parameter.id);
          const at = picked.indexOf(parameter.id);
          const step = (by, sign, words, off) => el("button.step", { type: "button", "data-row": parameter.id, "data-by": by, "data-focus": `row${by}/${parameter.id}`, "aria-label": `${words}${parameter.label}`, disabled: off }, sign);
          return el("div.rowlist__line", {},
            el("label", {}, el("input", { type: "checkbox", "data-pick": parameter.id, "data-focus": `pick/${parameter.id}`, checked: on }), parameter.label),
            on && el("span.steps", {}, step("-1", "↑", "前移", at === 0), step("1", "↓", "后移", at === picked.length - 1)));
        }));
      });
      byId("rowlist").replaceChildren(...blocks);
      this.picked = catalogue.groups.map((group) => chosen.filter((id) => catalogue.parameter.get(id).group === group.index));
    }

    setRows(picked) {
      this.page.change({ rows: picked.flat() });
    }

    tickRow(event) {
      const id = event.target.dataset.pick;
      if (!id) return;
      const group = this.catalogue.parameter.get(id).group;
      this.setRows(this.picked.map((ids, at) => (at !== group ? ids : event.target.checked ? [...ids, id] : ids.filter((one) => one !== id))));
    }

    moveRow(event) {
      const button = event.target.closest("[data-row]");
      if (!button) return;
      const group = this.catalogue.parameter.get(button.dataset.row).group;
      this.setRows(this.picked.map((ids, at) => (at === group ? moved(ids, button.dataset.row, Number(button.dataset.by)) : ids)));
    }

    preset(event) {
      const which = event.target.dataset?.rows;
      if (which) this.page.change({ rows: which === "key" ? [...this.catalogue.raw.key] : null });
    }
  }

  Atlas.compare.chooser = Object.freeze({ Chooser, named });
})((globalThis.Atlas ??= {}));
