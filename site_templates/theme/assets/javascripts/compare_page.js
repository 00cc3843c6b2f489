/* The comparison page: the state in the address, what is drawn from it, and what is done with it. */
(function (Atlas) {
  "use strict";
  const { byId, copy, el, evidence, known, save } = Atlas.compare.dom;
  const { Catalogue } = Atlas.compare.data;
  const { format, initial, moved, parse } = Atlas.compare.state;
  const { Viewer } = Atlas.compare.view;
  const { Table, WHOLE } = Atlas.compare.table;
  const { Proof } = Atlas.compare.proof;
  const { Chooser, named } = Atlas.compare.chooser;
  const { Conditions } = Atlas.compare.conditions;
  const { TERMS, isDay, spokenTerm } = Atlas.compare.rates;
  const { fileName, take } = Atlas.compare.take;

  const KEPT = "atlas.compare";
  const NARROW = matchMedia("(max-width: 44.984375em)");

  /** What the page showed when the reader left it, so that the way back through the navigation leads there too. */
  const memory = {
    get: () => {
      try {
        return sessionStorage.getItem(KEPT) || "";
      } catch {
        return "";
      }
    },
    set: (hash) => {
      try {
        sessionStorage.setItem(KEPT, hash);
      } catch {
        // Without storage the address alone carries the choice.
      }
    },
  };

  class Page {
    constructor(raw) {
      this.root = byId("compare").dataset.root;
      this.catalogue = new Catalogue(raw);
      this.viewer = new Viewer(this.catalogue);
      this.pair = 0;
      this.chooser = new Chooser(this.catalogue, this);
      this.conditions = new Conditions(this.catalogue, this, this.chooser);
      this.table = new Table(/** @type {HTMLTableElement} */ (byId("grid")), byId("scroll"), this.root);
      this.table.done = () => this.whenIdle(() => this.fetchEvidence());
      this.proof = new Proof(this.root, (place) => this.table.go(place));
      byId("months").append(...TERMS.map((months) => el("option", { value: String(months) }, spokenTerm(months))));
      this.wire();
      this.read(true);
    }

    whenIdle(work) {
      if (globalThis.requestIdleCallback) requestIdleCallback(work, { timeout: 2000 });
      else setTimeout(work, 300);
    }

    // --- the state and the address ---

    /** Take the state from the address; on the first visit without one, from the last visit. */
    read(first) {
      const { state: wanted, notes, asked, added } = parse(location.hash, this.catalogue);
      let state = wanted;
      const anchor = asked || added ? "" : location.hash.slice(1);
      const last = parse(memory.get(), this.catalogue);
      if (added) {
        const beside = last.asked ? last.state : { ...state, schemes: [] };
        state = { ...beside, view: "table", schemes: [...beside.schemes.filter((id) => id !== added), added] };
      } else if (first && !location.hash && last.asked) state = last.state;
      if (asked || state !== wanted) memory.set(format(state, this.catalogue));
      if (state !== wanted) this.write(format(state, this.catalogue), false);
      this.state = state;
      const box = byId("address-notes");
      box.hidden = !notes.length;
      box.textContent = notes.length ? `${notes.join("；")}。` : "";
      this.draw();
      if (added && state.schemes.length < 2) this.openTool("tool-similar");
      else if (first && state.conditions.length) this.openTool("tool-filter");
      if (/^[pg]-[a-z-]{1,60}$/.test(anchor)) this.goTo(anchor);
    }

    goTo(anchor) {
      this.table.finish();
      document.getElementById(anchor)?.scrollIntoView({ block: "start" });
    }

    write(hash, asNew) {
      this.own = hash;
      if (asNew) location.hash = hash;
      else {
        try {
          history.replaceState(null, "", hash);
        } catch {
          location.replace(hash);
        }
      }
    }

    /**
     * Change the state, show it and put it in the address.
     * @param {Partial<any>} part
     * @param {boolean} [asNew]  whether the back button leads to what was before
     */
    change(part, asNew = true) {
      this.state = { ...this.state, ...part };
      const hash = format(this.state, this.catalogue);
      memory.set(hash);
      if (hash !== location.hash) this.write(hash, asNew);
      byId("address-notes").hidden = true;
      this.draw();
    }

    // --- showing ---

    columns() {
      const count = this.view.schemes.length;
      if (!NARROW.matches || count <= 2) return this.view.schemes.map((_, at) => at);
      this.pair = Math.max(0, Math.min(this.pair, count - 2));
      const left = this.left ?? this.pair;
      const right = this.right ?? this.pair + 1;
      return [left, right];
    }

    draw() {
      const held = document.activeElement?.getAttribute("data-focus");
      const { state } = this;
      this.view = this.viewer.view(state);
      const asBrief = state.view === "brief";
      byId("compare-table-view").hidden = asBrief;
      byId("compare-brief-view").hidden = !asBrief;
      byId("compare").classList.toggle("compare--brief", asBrief);
      if (asBrief) this.drawBrief();
      else this.drawTable();
      if (held && document.activeElement?.getAttribute("data-focus") !== held) this.refocus(held);
    }

    refocus(held) {
      const same = document.querySelector(`[data-focus="${CSS.escape(held)}"]:not(:disabled)`);
      const [kind, id] = held.split("/");
      const other = kind === "left" || kind === "right" ? document.querySelector(`[data-scheme="${CSS.escape(id)}"] .step:not(:disabled)`) : null;
      // What was chosen among the like ones is one of them no longer.
      const next = kind === "choose" ? document.querySelector(".panel:not([hidden]) [data-choose]") : null;
      const target = same || other || next || (kind === "remove" || kind === "chip" ? byId("chosen").querySelector("button") || byId("scroll") : null);
      if (target instanceof HTMLElement) target.focus({ preventScroll: true });
    }

    drawTable() {
      const { state, view } = this;
      /** @type {HTMLInputElement} */ (byId("differences")).checked = state.differences;
      /** @type {HTMLInputElement} */ (byId("marks")).checked = state.marks;
      /** @type {HTMLInputElement} */ (byId("day")).value = state.day;
      /** @type {HTMLSelectElement} */ (byId("months")).value = String(state.months);
      const any = view.schemes.length > 0;
      byId("empty").hidden = any;
      byId("scroll").hidden = !any;
      this.drawTally();
      this.drawPair();
      this.table.current = undefined;
      this.table.render(view, state, this.columns());
      byId("bare-block").hidden = state.differences || !view.bare.length;
      byId("bare-list").replaceChildren(...view.bare.map((parameter) => el("li", { id: `p-${parameter.id.replaceAll("_", "-")}` }, el("a", { href: `${this.root}parameters/${parameter.id}.html` }, parameter.label))));
      this.chooser.show();
      this.conditions.show();
    }

    drawTally() {
      const { differs, same, open } = this.view.counts;
      const parts = [`${differs}项有实质差别`, `${same}项相同`, `${open}项因有方案未见原文不能判断`];
      byId("tally").textContent = this.view.schemes.length > 1 ? `${parts.join("，")}。` : "";
    }

    drawPair() {
      const { schemes } = this.view;
      const narrow = NARROW.matches && schemes.length > 2;
      byId("pair").hidden = !narrow;
      if (!narrow) return;
      const [left, right] = this.columns();
      for (const [id, at] of [["pair-left", left], ["pair-right", right]]) {
        const select = /** @type {HTMLSelectElement} */ (byId(id));
        select.replaceChildren(...schemes.map((scheme, index) => el("option", { value: String(index) }, named(scheme))));
        select.value = String(at);
      }
      /** @type {HTMLButtonElement} */ (byId("pair-back")).disabled = Math.min(left, right) === 0;
      /** @type {HTMLButtonElement} */ (byId("pair-on")).disabled = Math.max(left, right) === schemes.length - 1;
    }

    shift(by) {
      const [left] = this.columns();
      this.pair = left + by;
      this.left = this.right = undefined;
      this.draw();
    }

    // --- evidence, paper, files ---

    async fetchEvidence() {
      const ids = this.state.schemes;
      if (ids.length <= WHOLE) await this.allEvidence().catch(() => undefined);
    }

    /** Wait for the evidence of every chosen scheme; rejects where one could not be had, once the others are there. */
    async allEvidence() {
      const asked = await Promise.allSettled(this.state.schemes.map((id) => evidence(this.root, id)));
      if (asked.some((one) => one.status === "rejected")) throw new Error("evidence");
    }

    taken() {
      return take(this.catalogue, this.openView(), this.state, this.address(), known(this.state.schemes));
    }

    /** What is shown, with the folded chapters too. */
    openView() {
      return this.viewer.view({ ...this.state, collapsed: [] });
    }

    address() {
      return location.href.replace(/#.*$/s, "") + format(this.state, this.catalogue);
    }

    say(words) {
      byId("said").textContent = words;
    }

    async file(kind) {
      this.say("正在准备文件……");
      try {
        await this.allEvidence();
      } catch {
        this.say("有方案的依据没有读到，文件里缺少它们的来源。");
      }
      const taken = this.taken();
      const made = {
        xlsx: () => [Atlas.exportXlsx.comparison(taken), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
        csv: () => [Atlas.exportText.csv(taken), "text/csv;charset=utf-8"],
        md: () => [Atlas.exportText.markdown(taken), "text/markdown;charset=utf-8"],
        json: () => [Atlas.exportText.json(taken), "application/json"],
      };
      const [content, type] = made[kind]();
      save(fileName(taken, kind), content, type);
      if (byId("said").textContent.startsWith("正在")) this.say("文件已经生成。");
    }

    /** The notes after the table and their numbers in the cells: only on paper. */
    drawNotes() {
      this.table.finish();
      const taken = this.taken();
      byId("notes").replaceChildren(...Atlas.compare.paper.notes(taken));
      byId("notes").hidden = false;
      const numbers = new Map();
      for (const note of taken.notes) {
        const place = `document/${note.parameter.id}/${note.scheme.id}`;
        numbers.set(place, [...(numbers.get(place) || []), note.number]);
      }
      for (const [place, list] of numbers) this.table.button(place)?.append(el("sup.note-marks", {}, list.join(" ")));
    }

    clearNotes() {
      byId("notes").hidden = true;
      byId("notes").replaceChildren();
      for (const marks of byId("grid").querySelectorAll(".note-marks")) marks.remove();
    }

    async drawBrief() {
      const view = byId("compare-brief-view");
      const back = el("button.act", { type: "button" }, "‹ 回到表格");
      back.addEventListener("click", () => this.change({ view: "table" }));
      const print = el("button.act", { type: "button" }, "打印");
      print.addEventListener("click", () => window.print());
      const keep = el("button.act", { type: "button" }, "存成网页文件");
      const acts = el("div.commands.brief-acts", {}, back, print, keep);
      view.replaceChildren(acts, el("p", { role: "status" }, "正在整理……"));
      await this.allEvidence().catch(() => undefined);
      if (this.state.view !== "brief") return;
      const made = Atlas.compare.brief.brief(this.catalogue, this.viewer, this.state, this.address(), known(this.state.schemes));
      keep.addEventListener("click", () => save(fileName(made.taken, "html").replace("政策比较", "对标简报"), Atlas.compare.paper.file(made), "text/html"));
      view.replaceChildren(acts, Atlas.compare.paper.article(made));
    }

    // --- what the reader does ---

    wire() {
      const on = (id, event, work) => byId(id).addEventListener(event, work);
      window.addEventListener("hashchange", () => {
        if (location.hash === this.own) this.own = null;
        else this.read(false);
      });
      NARROW.addEventListener("change", () => this.draw());
      on("differences", "change", (event) => this.change({ differences: event.target.checked }));
      on("marks", "change", (event) => this.change({ marks: event.target.checked }));
      on("day", "change", (event) => isDay(event.target.value) && this.change({ day: event.target.value }));
      on("months", "change", (event) => this.change({ months: Number(event.target.value) }));
      on("day-reset", "click", () => this.change({ day: this.catalogue.asOf, months: 12 }));
      on("reset", "click", () => this.change(initial(this.catalogue)));
      on("brief", "click", () => this.change({ view: "brief" }));
      on("copy", "click", async () => this.say((await copy(this.address())) ? "链接已复制，打开就是现在这张表。" : "没能复制，请从地址栏复制。"));
      on("print", "click", async () => {
        await this.allEvidence().catch(() => undefined);
        window.print();
      });
      window.addEventListener("beforeprint", () => this.state.view === "table" && this.view.schemes.length && this.drawNotes());
      window.addEventListener("afterprint", () => this.clearNotes());
      byId("compare").addEventListener("click", (event) => this.click(event));
      on("grid", "keydown", (event) => this.key(event));
      this.wirePair(on);
      this.wireDrag();
    }

    click(event) {
      const button = event.target.closest("button");
      if (!button) return;
      const { cell, group, take: kind, act, scheme } = button.dataset;
      if (cell) {
        this.table.current = cell;
        this.proof.open(this.openView(), this.columns(), cell);
      } else if (group) {
        const { collapsed } = this.state;
        this.change({ collapsed: collapsed.includes(group) ? collapsed.filter((id) => id !== group) : [...collapsed, group] }, false);
      } else if (kind) {
        button.closest("details").open = false;
        this.file(kind);
      } else if (act) {
        const { schemes } = this.state;
        this.change({ schemes: act === "remove" ? schemes.filter((id) => id !== scheme) : moved(schemes, scheme, act === "left" ? -1 : 1) });
      } else if (button.classList.contains("tool") && button.hasAttribute("aria-controls")) this.toggle(button);
    }

    toggle(button) {
      const panel = button.getAttribute("aria-controls");
      const open = button.getAttribute("aria-expanded") !== "true";
      this.openTool(open ? panel : "");
      if (open) byId(panel).querySelector("input, select, button")?.focus();
    }

    /** One panel at a time; none for an empty id. */
    openTool(panel) {
      for (const tool of document.querySelectorAll(".tool[aria-controls]")) {
        const here = tool.getAttribute("aria-controls") === panel;
        tool.setAttribute("aria-expanded", String(here));
        byId(tool.getAttribute("aria-controls")).hidden = !here;
      }
      this.chooser.show();
      this.conditions.show();
    }

    key(event) {
      const place = event.target.dataset.cell;
      const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
      const step = steps[event.key];
      if (!place || !step || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const next = this.table.neighbour(place, ...step);
      if (next) this.table.go(next);
      else if (event.key === "ArrowLeft") event.target.closest("tr").querySelector("th a")?.focus();
    }

    wirePair(on) {
      on("pair-back", "click", () => this.shift(-1));
      on("pair-on", "click", () => this.shift(1));
      for (const [id, side] of [["pair-left", "left"], ["pair-right", "right"]]) {
        on(id, "change", (event) => {
          const [left, right] = this.columns();
          Object.assign(this, { left, right, [side]: Number(event.target.value) });
          this.draw();
        });
      }
      let start = null;
      on("scroll", "touchstart", (event) => {
        start = event.touches.length === 1 ? [event.touches[0].clientX, event.touches[0].clientY] : null;
      });
      on("scroll", "touchend", (event) => {
        if (!start || !NARROW.matches || this.view.schemes.length <= 2) return;
        const [dx, dy] = [event.changedTouches[0].clientX - start[0], event.changedTouches[0].clientY - start[1]];
        start = null;
        if (Math.abs(dx) < 50 || Math.abs(dx) < 2 * Math.abs(dy)) return;
        this.shift(dx < 0 ? 1 : -1);
      });
    }

    /** Columns by the mouse, beside the buttons. */
    wireDrag() {
      const grid = byId("grid");
      let dragged = "";
      grid.addEventListener("dragstart", (event) => {
        dragged = event.target.closest?.("th[data-scheme]")?.dataset.scheme || "";
        if (dragged) event.dataTransfer.effectAllowed = "move";
      });
      grid.addEventListener("dragover", (event) => {
        if (dragged && event.target.closest("th[data-scheme]")) event.preventDefault();
      });
      grid.addEventListener("drop", (event) => {
        const onto = event.target.closest("th[data-scheme]")?.dataset.scheme;
        const { schemes } = this.state;
        if (!dragged || !onto || onto === dragged) return;
        event.preventDefault();
        this.change({ schemes: moved(schemes, dragged, schemes.indexOf(onto) - schemes.indexOf(dragged)) });
        dragged = "";
      });
    }
  }

  try {
    if (globalThis.atlasCompare) {
      performance.mark("atlas-start");
      Atlas.compare.page = new Page(globalThis.atlasCompare);
      performance.measure("atlas-first-table", "atlas-start");
    }
  } finally {
    byId("compare-table-view").classList.remove("compare-waiting");
  }
})((globalThis.Atlas ??= {}));
