/* The treasury's page: from what is typed to what is shown, on every keystroke; the address keeps the last sound answers. */
(function (Atlas) {
  "use strict";
  const { el, byId, fill, cites, figures, notes, sheet } = Atlas.costDom;
  const { data, schemes, groups, questionOf, fromHash, toHash, read, draftOf, said, outcome, yearsTotal, waterfalls, tornado } = Atlas.treasury;

  const DRAFT = "atlas-draft";
  const SHARES = ["bank", "insurer", "guarantor", "fund", "government"].map((party) => `shares.${party}`);
  const form = byId("pool");
  const [TABLES, CHARTS] = [["base", "outlay", "losses", "triggers", "caps", "budgets", "years", "sensitivity"], ["falls", "tornado"]];
  let [now, side, speaking, noting] = [null, null, 0, 0];

  // --- the form

  const fields = () => [...form.elements].filter(({ name }) => name && name !== "groups" && questionOf(name));

  function answersInForm() {
    const answers = {};
    for (const { name, value } of fields()) if (value.trim() !== "") answers[name] = value;
    const ticked = [...form.querySelectorAll("[name=groups]:checked")].map((box) => box.value);
    return ticked.length ? { ...answers, groups: ticked.join(",") } : answers;
  }

  function setForm(answers) {
    for (const path of Object.keys(answers)) question(path);
    for (const field of fields()) {
      field.value = answers[field.name] ?? "";
      const box = field.closest("[data-open]");
      if (box) box.hidden = !field.value;
      if (field.value && field.closest("details")) field.closest("details").open = true;
    }
    setGroups((answers.groups || "").split(","));
  }

  /** The box of a question that is only sometimes asked; a second compensation's is a copy of the first one's. */
  function question(path) {
    const found = byId(`ask-${path}`);
    const first = byId(`ask-${questionOf(path)}`);
    if (found || !first) return found;
    const copy = first.cloneNode(true);
    const renamed = [copy, ...copy.querySelectorAll("*")];
    for (const node of renamed) for (const { name, value } of [...node.attributes]) node.setAttribute(name, value.replace(first.id.slice(4), path));
    copy.querySelector("label").append(` ${/\[(.)\]/.exec(path)[1]}`);
    copy.querySelector("[name]").value = "";
    first.after(copy);
    return copy;
  }

  function setGroups(ticked) {
    const scheme = schemes.get(byId("scheme").value);
    byId("groups").hidden = !scheme.groups.length;
    byId("groups").querySelector("div").replaceChildren(...scheme.groups.map((id) => {
      const box = el("input", { type: "checkbox", name: "groups", value: id });
      box.checked = ticked.includes(id);
      return el("label", {}, box, ` ${groups.get(id).label}`);
    }));
    fill(byId("scheme-hint"), scheme.id === "draft" ? said("draft_note") : !scheme.draft && el("a", { href: `../schemes/${scheme.id}.html` }, said("full_text")));
  }

  /** Show the questions that the document leaves open, each with why it is asked and the source's words. */
  function ask(needs) {
    const why = new Map();
    for (const [path, ...told] of needs) for (const one of path === "shares" ? SHARES : [path]) why.set(one, told);
    for (const path of why.keys()) question(path).hidden = false;
    for (const box of form.querySelectorAll("[data-open]")) {
      const [message, remarks, evidence] = why.get(box.id.slice(4)) || [];
      const told = message && !(SHARES.includes(box.id.slice(4)) && box.id !== `ask-${SHARES[0]}`);
      fill(box.querySelector(".why"), told && [el("strong", {}, message), ...remarks.map((line) => el("span", {}, line)), cites(evidence)]);
      box.classList.toggle("question--needed", Boolean(message));
    }
    byId("open").hidden = !form.querySelector("[data-open]:not([hidden])");
  }

  function showFaults(faults) {
    for (const field of fields()) {
      const line = byId(`${field.name}-fault`);
      const fault = faults[field.name] || "";
      if (line && line.textContent !== fault) line.textContent = fault;
      if (fault) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }

  // --- the result

  const nothing = (verdict) => ({ level: "no", verdict, needs: [], notes: [], basis: [], figures: [], tables: {}, pool: "" });

  /** What the answers come to, or null where they cannot be computed at all. */
  function computed(answers) {
    const { faults, request, record } = read(answers);
    if (Object.keys(faults).length) return { faults };
    try {
      return { faults, request, record, answers, ...outcome(request, record) };
    } catch {
      // A kept draft may hold anything.
      return { faults, told: nothing(said("no")), answer: {} };
    }
  }

  function update() {
    const answers = answersInForm();
    const found = computed(answers);
    showFaults(found.faults);
    now = found.told && found.told.figures.length ? found : null;
    for (const name of ["csv", "print", "keep"]) byId(name).disabled = !now;
    if (!found.told) {
      const named = Object.entries(found.faults).map(([path, fault]) => [data.fields[questionOf(path)][0], fault]);
      show(nothing(said("faulty", { where: named.map(([label]) => label).join("、") })), {});
      return say(named.map((parts) => parts.join("：")).join("；"));
    }
    ask(found.told.needs);
    show(found.told, found.answer);
    say([found.told.verdict, ...found.told.figures.slice(1).map(({ label, text }) => label + text)].join("，"));
    clearTimeout(noting);
    noting = setTimeout(note, 250);
  }

  function show(told, answer) {
    byId("verdict").className = `verdict verdict--${told.level}`;
    byId("verdict").textContent = told.verdict;
    fill(byId("figures"), told.figures.length > 0 && figures(told.figures, "amounts"));
    fill(byId("notes"), notes(told.notes));
    fill(byId("basis"), notes(told.basis));
    for (const name of TABLES) {
      const table = told.tables[name];
      byId(`part-${name}`).hidden = !table;
      fill(byId(name), table && sheet(table.caption, table.head, table.rows));
    }
    byId("small").textContent = told.pool;
    const drawn = [waterfalls(answer.losses), answer.sensitivity ? tornado(answer) : []];
    CHARTS.forEach((id, k) => fill(byId(id), drawn[k]));
    const asked = fields().filter(({ value }) => value.trim() !== "").map((field) => [data.fields[questionOf(field.name)][0], field.selectedOptions ? field.selectedOptions[0].textContent : field.value]);
    fill(byId("facts"), asked.map(([label, text]) => el("div", {}, el("dt", {}, label), el("dd", {}, text))));
    sides();
  }

  /** One announcement for what is read aloud, after the typing has paused. */
  function say(text) {
    clearTimeout(speaking);
    speaking = setTimeout(() => (byId("spoken").textContent = text), 700);
  }

  /** Two designs side by side: the figures of both by their labels. */
  function sides() {
    byId("drop").disabled = !side;
    if (!side || !now) return fill(byId("sides"), el("p.question__hint", {}, said("no_side")));
    const both = [now, side];
    const labels = [...new Set(both.flatMap(({ told }) => told.figures.map(({ label }) => label)))];
    const textOf = (label) => ({ told }) => (told.figures.find((one) => one.label === label) || { text: "—" }).text;
    const rows = [
      [said("side_scheme"), ...both.map(({ record }) => record.name)], [said("side_base"), ...both.map(({ told }) => told.base)],
      ...labels.map((label) => [label, ...both.map(textOf(label))]), [said("side_years"), ...both.map(({ answer }) => yearsTotal(answer))],
    ];
    return fill(byId("sides"), sheet(said("sides"), ["", said("side_a"), said("side_b")], rows));
  }

  // --- address and files

  /** Put the answers into the address: a costly call that browsers ration, so only when the typing has paused. */
  function note() {
    clearTimeout(noting);
    const answers = answersInForm();
    if (Object.keys(read({ ...answers }).faults).length) return;
    const hash = `#${toHash(answers)}${side ? `&b=${encodeURIComponent(toHash(side.answers))}` : ""}`;
    if (hash !== location.hash) history.replaceState(null, "", hash);
  }

  function fromAddress() {
    const { answers, refused, more } = fromHash(location.hash);
    side = null;
    if (more.get("b")) {
      const kept = fromHash(more.get("b"));
      const found = kept.refused.length ? {} : computed(kept.answers);
      if (found.told && found.told.figures.length) side = found;
    }
    for (const box of form.querySelectorAll("[data-open]")) box.hidden = true;
    setForm(answers);
    byId("refused").hidden = !refused.length;
    byId("refused").textContent = refused.length ? said("refused", { what: refused.join("、") }) : "";
    update();
  }

  /** Every table as CSV; numbers lose their commas. */
  function csv() {
    const plain = (text) => (/^-?[0-9,]+(\.[0-9]+)?$/.test(text) ? text.replaceAll(",", "") : Atlas.spreadsheet.safe(text));
    const field = (text) => `"${plain(text).replaceAll('"', '""')}"`;
    const facts = [...byId("facts").children].map((line) => [...line.children].map((one) => one.textContent));
    const lines = [...facts, ...Object.values(now.told.tables).flatMap(({ caption, head, rows }) => [[], [caption], head, ...rows])];
    const text = `\ufeff${lines.map((line) => `${line.map(field).join(",")}\r\n`).join("")}`;
    const link = el("a", { href: URL.createObjectURL(new Blob([text], { type: "text/csv" })), download: `${said("file")}.csv` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  // --- wiring

  function keptDraft() {
    try {
      return draftOf(JSON.parse(localStorage.getItem(DRAFT)));
    } catch {
      return null;
    }
  }

  const draft = keptDraft();
  if (draft) {
    schemes.set(draft.id, draft);
    byId("scheme").append(el("option", { value: draft.id }, draft.name));
  }
  const on = (id, act, event = "click") => byId(id).addEventListener(event, act);
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  on("scheme", () => {
    for (const field of form.querySelectorAll("[data-open] [name]")) field.value = "";
    for (const box of form.querySelectorAll("[data-open]")) box.hidden = true;
    setGroups([...form.querySelectorAll("[name=groups]:checked")].map((box) => box.value));
    update();
  }, "change");
  on("try", () => {
    const box = question(byId("try").value);
    byId("try").value = "";
    if (!box) return;
    box.hidden = byId("open").hidden = false;
    box.querySelector("[name]").focus();
  }, "change");
  on("keep", () => {
    side = now;
    sides();
    note();
  });
  on("drop", () => {
    side = null;
    sides();
    note();
  });
  on("reset", () => {
    history.replaceState(null, "", location.pathname);
    fromAddress();
  });
  on("copy", async () => {
    note();
    try {
      await navigator.clipboard.writeText(location.href);
      byId("link").textContent = said("copied");
    } catch {
      byId("link").textContent = said("copy_yourself", { address: location.href });
    }
  });
  on("csv", csv);
  on("print", () => window.print());
  window.addEventListener("pagehide", note);
  window.addEventListener("hashchange", fromAddress);
  // A browser may put back what was typed after the scripts have run.
  window.addEventListener("pageshow", () => setTimeout(update));
  fromAddress();
})((globalThis.Atlas = globalThis.Atlas || {}));
