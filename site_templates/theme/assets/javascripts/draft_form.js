/* The form of the drafting page: for each parameter its state, its provisions with their conditions, and its guardrails. */
(function (Atlas) {
  "use strict";

  const { make, labelled, select, term, termList, scalar, record, editor } = Atlas.draftFields;
  const { RESUMPTION } = Atlas.draftKinds;

  const STATES = [["stated", "已定"], ["undecided", "待定"], ["delegated", "另行约定"]];
  const OMITTED = "omitted";
  const RESUMED = "suspension_trigger";
  const WHEN_KEYS = ["borrower", "group", "not_group", "route"];

  const NO_RULE = Object.fromEntries(RESUMPTION.map(({ name }) => [name, null]));

  function whenEditor(vocabulary, given) {
    const rest = Object.fromEntries(Object.entries(given || {}).filter(([key]) => !WHEN_KEYS.includes(key)));
    const listed = (key, list, label) => termList(vocabulary, list, [(given || {})[key] || []].flat(), label);
    const lists = [["borrower", listed("borrower", "borrower", "借款人为")], ["group", listed("group", "group", "属于")], ["not_group", listed("not_group", "group", "不属于")]];
    const route = term(vocabulary, "route", (given || {}).route, "增信方式");
    const filled = Object.keys(given || {}).length > 0;
    const node = make("details", { class: "when", open: filled }, make("summary", {}, "只适用于"), ...lists.map(([, one]) => one.node), route.node);
    return {
      node,
      get() {
        const found = {};
        for (const [key, one] of lists) {
          const value = one.get();
          if (value) found[key] = value.length === 1 ? value[0] : value;
        }
        if (route.get()) found.route = route.get();
        return { ...found, ...rest };
      },
    };
  }

  /** One provision: state, value, condition, modality and reason. */
  function provisionEditor(vocabulary, parameter, given) {
    const state = select(STATES, given.state, "未写入");
    const to = select(Object.entries(vocabulary.terms.delegated_to), given.to);
    const value = editor(vocabulary, parameter, given.value);
    const when = whenEditor(vocabulary, given.when);
    const modality = select(Object.entries(vocabulary.terms.modality), given.modality || "", "按参数的通常口径");
    const adds = make("input", { type: "checkbox", checked: Boolean(given.adds) });
    const reason = scalar("text", given.reason, "理由（写入起草说明）");
    const resumed = parameter.id === RESUMED ? record(vocabulary, RESUMPTION, given.resumption || {}) : null;
    const resumedBox = resumed ? make("fieldset", {}, make("legend", {}, "怎样恢复"), resumed.node) : null;
    const toBox = labelled("由谁定", to);
    const more = make("details", { class: "when" }, make("summary", {}, "口径和理由"), labelled("口径", modality), make("label", { class: "tick" }, adds, " 在一般规定之外另加"), reason.node);
    const body = make("div", { class: "provision__body" }, value.node, ...(resumedBox ? [resumedBox] : []), toBox, when.node, more);
    const node = make("div", { class: "provision" }, labelled("状态", state), body);
    const show = () => {
      value.node.hidden = state.value !== "stated" && state.value !== "delegated";
      if (resumedBox) resumedBox.hidden = state.value !== "stated";
      toBox.hidden = state.value !== "delegated";
      body.hidden = state.value === "";
    };
    show();
    return {
      node,
      show,
      touch() {
        if (state.value === "" && node.contains(document.activeElement) && document.activeElement !== state) state.value = "stated";
      },
      state: () => state.value,
      get() {
        if (!state.value) return null;
        const found = state.value === "undecided" ? null : value.get();
        const settled = state.value === "stated" && found === null ? "undecided" : state.value;
        const rule = resumed && settled === "stated" ? resumed.get() : null;
        return {
          resumption: rule ? { ...NO_RULE, ...rule } : null,
          value: found, state: settled, when: when.get(), modality: modality.value || null, adds: adds.checked,
          to: settled === "delegated" ? to.value || "parties" : null, ref: given.ref || null, reason: reason.get(), note: given.note || null,
          follows: given.follows || [],
        };
      },
    };
  }

  function peerLine(parameter, desk, peer) {
    const place = desk.peers.schemes.findIndex((scheme) => scheme.id === peer);
    if (place < 0) return null;
    const cell = desk.peers.parameters[parameter.id].find((one) => one.s === place);
    const name = Atlas.drafting.peerName(desk.peers.schemes[place]);
    const words = cell ? cell.quotes.map(([locator, phrase]) => `${locator}“${phrase}”`).join("；") : "";
    const nodes = [make("strong", {}, name), make("p", {}, cell ? cell.text : "未见规定")];
    if (words) nodes.push(make("p", { class: "words" }, words));
    return make("div", { class: "side" }, ...nodes);
  }

  const RANK = ["stated", "delegated", "undecided"];

  /** The box of one parameter; `changed(id, said, omitted)` is called with what the form says. */
  class ParameterBox {
    constructor(desk, parameter, changed) {
      Object.assign(this, { desk, parameter, changed, editors: [] });
      this.badge = make("span", { class: "state" });
      this.rows = make("div", { class: "provisions" });
      this.guard = make("div", { class: "guard" });
      this.side = make("div", {});
      this.add = make("button", { type: "button", class: "small" }, "再加一条");
      this.omit = make("input", { type: "checkbox" });
      const definition = make("p", { class: "hint" }, desk.definitions[parameter.id]);
      this.filled = false;
      this.body = make("div", { class: "parameter__body" });
      this.parts = [definition, this.rows, make("div", { class: "parameter__more" }, this.add, make("label", { class: "tick" }, this.omit, " 有意不作规定")), this.side, this.guard];
      this.node = make("details", { class: "parameter", id: `p-${parameter.id.replaceAll("_", "-")}` }, make("summary", {}, make("span", {}, parameter.label), this.badge), this.body);
      this.node.addEventListener("toggle", () => this.node.open && this.fill());
      this.add.addEventListener("click", () => this.insert({ state: "stated", when: {} }).node.querySelector("input, select").focus());
      this.rows.addEventListener("input", () => this.read());
      this.rows.addEventListener("change", () => this.read());
      this.omit.addEventListener("change", () => this.read());
    }

    /** Shows what the pilot says; the inputs are made when the box is opened. */
    set(said, omitted) {
      this.said = said;
      this.omit.checked = omitted;
      this.filled = false;
      this.editors = [];
      this.rows.replaceChildren();
      this.mark();
      if (this.node.open) this.fill();
    }

    fill() {
      if (this.filled) return;
      this.filled = true;
      this.body.replaceChildren(...this.parts);
      const given = this.said ? this.said.provisions : [];
      for (const one of given.length ? given : [{ state: "", when: {} }]) this.insert(one);
    }

    insert(given) {
      const made = provisionEditor(this.desk.vocabulary, this.parameter, given);
      this.editors.push(made);
      this.rows.append(made.node);
      return made;
    }

    read() {
      const provisions = [];
      let faulty = false;
      for (const one of this.editors) {
        one.touch();
        one.show();
        try {
          const found = one.get();
          if (found) provisions.push(found);
        } catch (error) {
          if (!(error instanceof Atlas.draftKinds.Unreadable)) throw error;
          faulty = true;
          provisions.push({ value: null, state: "undecided", when: {} });
        }
      }
      const state = RANK.find((name) => provisions.some((one) => one.state === name));
      this.said = provisions.length ? { state, provisions } : null;
      this.mark(faulty);
      this.changed(this.parameter.id, this.said, !this.said && this.omit.checked);
    }

    mark(faulty = false) {
      const state = this.said ? this.said.state : this.omit.checked ? OMITTED : "";
      const names = { ...Object.fromEntries(STATES), [OMITTED]: "不作规定", "": "" };
      this.badge.textContent = faulty ? "读不懂" : names[state] || "";
      this.badge.dataset.state = faulty ? "fault" : state;
    }

    /** Guardrail, findings and the peer beside it. */
    advise(guard, findings, peer) {
      const near = guard.nearest.map((one) => make("li", {}, make("strong", {}, one.name), `：${one.text}`, one.words ? make("span", { class: "words" }, ` ${one.words}`) : null));
      const told = findings.filter((f) => f.code !== "missing").map((f) => make("p", { class: f.level === "warning" ? "warn" : "hint" }, f.text));
      this.guard.replaceChildren(...told, make("p", {}, guard.text), ...(near.length ? [make("ul", {}, ...near)] : []));
      const side = peer ? peerLine(this.parameter, this.desk, peer) : null;
      this.side.replaceChildren(...(side ? [side] : []));
    }
  }

  Atlas.draftForm = Object.freeze({ ParameterBox });
})((globalThis.Atlas ??= {}));
