/* Finding schemes by attribute: the builder of conditions and the list of who meets them, fully or in part. */
(function (Atlas) {
  "use strict";
  const { el, byId } = Atlas.compare.dom;
  const { OPS, STATES, TERMS, matches, parse, sentence, targets, unitOf } = Atlas.compare.filter;
  const { HINTS, read } = Atlas.compare.quantity;

  const MOST = 8;
  const SHOWN = 30;
  const VERDICTS = { met: "满足", some: "部分", not: "不满足", unread: "未读到" };
  const LISTS = { class: "面向哪类借款人", group: "对哪类群体有专门规定", route: "走哪种增信路径" };

  class Conditions {
    /** @param {any} catalogue @param {any} page @param {any} chooser */
    constructor(catalogue, page, chooser) {
      Object.assign(this, { catalogue, page, chooser });
      this.target = /** @type {HTMLSelectElement} */ (byId("condition-target"));
      this.op = /** @type {HTMLSelectElement} */ (byId("condition-op"));
      this.value = /** @type {HTMLInputElement} */ (byId("condition-value"));
      this.words = /** @type {HTMLInputElement} */ (byId("condition-words"));
      this.target.addEventListener("change", () => this.ways());
      this.op.addEventListener("change", () => this.needsValue());
      byId("condition-words-form").addEventListener("submit", (event) => this.addWords(event));
      byId("condition-form").addEventListener("submit", (event) => this.addChoice(event));
      byId("conditions").addEventListener("click", (event) => this.remove(event));
      byId("matches").addEventListener("click", (event) => this.adopt(event));
    }

    fill() {
      const { catalogue } = this;
      const known = new Map(targets(catalogue));
      const options = (ids) => ids.map((id) => el("option", { value: id }, known.get(id)));
      this.target.replaceChildren(
        el("optgroup", { label: "常问的" }, ...options(catalogue.concepts.map((concept) => concept.id)), ...Object.entries(LISTS).map(([type, label]) => el("option", { value: `:${type}` }, label))),
        ...catalogue.groups.map((group) => el("optgroup", { label: group.label }, ...options(catalogue.parameters.filter((p) => p.group === group.index).map((p) => p.id)))),
      );
      this.ways();
    }

    /** What can be asked of the chosen target. */
    ways() {
      const target = this.target.value;
      const options = target.startsWith(":")
        ? [...this.catalogue.terms.get(TERMS[target.slice(1)]).values()].map((term) => [term.id, term.label])
        : [...(unitOf(this.catalogue, target) ? Object.entries(OPS).map(([id, { label }]) => [id, label]) : []), ...Object.entries(STATES).map(([id, { label }]) => [id, label])];
      this.op.replaceChildren(...options.map(([id, label]) => el("option", { value: id }, label)));
      this.needsValue();
    }

    needsValue() {
      const unit = this.target.value.startsWith(":") ? "" : unitOf(this.catalogue, this.target.value);
      const needed = Boolean(unit) && Object.hasOwn(OPS, this.op.value);
      byId("condition-value-field").hidden = !needed;
      this.value.placeholder = needed ? HINTS[unit] : "";
    }

    say(problem) {
      byId("condition-problem").textContent = problem;
    }

    add(condition) {
      const { conditions } = this.page.state;
      const same = conditions.some((one) => JSON.stringify(one) === JSON.stringify(condition));
      if (same) return this.say("这个条件已经有了");
      if (conditions.length >= MOST) return this.say(`最多${MOST}个条件`);
      this.say("");
      this.page.change({ conditions: [...conditions, condition] });
      return undefined;
    }

    addWords(event) {
      event.preventDefault();
      const { condition, problem } = parse(this.catalogue, this.words.value);
      if (!condition) return this.say(problem);
      this.words.value = "";
      return this.add(condition);
    }

    addChoice(event) {
      event.preventDefault();
      const target = this.target.value;
      if (target.startsWith(":")) return this.add({ type: target.slice(1), id: this.op.value });
      if (Object.hasOwn(STATES, this.op.value)) return this.add({ type: "state", target, is: this.op.value });
      const unit = unitOf(this.catalogue, target);
      const value = read(this.value.value, unit);
      if (value === null) return this.say(`“${this.value.value}”读不成数，请带上单位，${HINTS[unit]}`);
      return this.add({ type: "number", target, op: this.op.value, value });
    }

    remove(event) {
      const button = event.target.closest("[data-drop]");
      if (button) this.page.change({ conditions: this.page.state.conditions.filter((_, at) => at !== Number(button.dataset.drop)) });
    }

    /** Compare those that were found. */
    adopt(event) {
      const button = event.target.closest("[data-adopt]");
      if (button) this.page.change({ schemes: button.dataset.adopt.split(",") });
    }

    show() {
      if (byId("tool-filter").hidden) return;
      if (!this.target.options.length) this.fill();
      const { catalogue, page } = this;
      const { conditions, day, months } = page.state;
      byId("conditions").replaceChildren(...conditions.flatMap((condition, at) => [
        at > 0 && el("li.and", {}, "且"),
        el("li.chip", {}, el("span", {}, sentence(catalogue, condition)),
          el("button.step", { type: "button", "data-drop": String(at), "data-focus": `drop/${at}`, "aria-label": `去掉条件：${sentence(catalogue, condition)}` }, "×")),
      ]).filter(Boolean));
      if (!conditions.length) {
        byId("matches-count").textContent = "";
        byId("matches").replaceChildren();
        return;
      }
      const { full, partial, rest } = matches(catalogue, conditions, { day, months });
      byId("matches-count").textContent = `全部满足${full.length}个，部分满足${partial.length}个，其余${rest}个。`;
      byId("matches").replaceChildren(
        this.block("全部满足", full, full.length > 0), this.block("部分满足", partial, false),
      );
    }

    block(title, entries, adoptable) {
      const ids = entries.slice(0, 12).map(({ scheme }) => scheme.id).join();
      return el("section.matched", {}, el("h3", {}, `${title}（${entries.length}）`, " ",
        adoptable && el("button.act", { type: "button", "data-adopt": ids }, entries.length > 12 ? "比较前12个" : "比较这些方案")),
        el("ul.hits.flat", {}, ...entries.slice(0, SHOWN).map(({ scheme, verdicts }) => this.chooser.line(scheme, el("span.rulings", {},
          ...verdicts.map(({ condition, verdict, why }) => el(`span.ruling.ruling--${verdict}`, {},
            el("b", {}, VERDICTS[verdict]), ` ${sentence(this.catalogue, condition)}：${why}`)))))),
        entries.length > SHOWN && el("p.panel__status", {}, `只列出前${SHOWN}个。`));
    }
  }

  Atlas.compare.conditions = Object.freeze({ Conditions });
})((globalThis.Atlas ??= {}));
