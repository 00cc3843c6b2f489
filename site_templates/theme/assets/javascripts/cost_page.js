/* The calculator's page: from what is typed to what is shown, on every keystroke; the address keeps the last sound answers. */
(function (Atlas) {
  "use strict";
  const { el, byId, fill, figures, notes, sheet, tabulate } = Atlas.costDom;
  const { UNKNOWN, catalogue, fromHash, toHash, read } = Atlas.costState;
  const { Teller, money, perCent } = Atlas.costResult;
  const { affordable, bearable } = Atlas.costAnswers;
  const { showOffers, showEverywhere, showScenarios, showPaper } = Atlas.costMore;
  const { inputs } = Atlas;

  const data = Atlas.data.costs;
  const known = catalogue(data);
  const teller = new Teller(data);
  const form = byId("loan");
  const kept = new Map();
  let shown = null;
  let timer = 0;

  // --- the form

  /** Questions with a box for 不知道 beside them. */
  const UNKNOWABLE = ["months", "drawdown"];

  function answersInForm() {
    const text = (name) => byId(name).value;
    const typed = (name) => (byId(`${name}-unknown`).checked ? UNKNOWN : text(name));
    const chosen = (name) => (form.querySelector(`[name=${name}]:checked`) || {}).value || "";
    const ticked = [...form.querySelectorAll("[name=groups]:checked")].map((box) => box.value);
    return {
      scheme: text("scheme"), borrower: text("borrower"), groups: ticked.join(","), amount: text("amount"), months: typed("months"),
      repayment: chosen("repayment"),
      drawdown: typed("drawdown"), annual_rate: text("annual_rate"),
      premium_rate: text("premium_rate"), premium_base: chosen("premium_base"), route: text("route"), premium_payment: text("premium_payment"),
      subsidy_month: text("subsidy_month"), tiers: byId("tiers").checked ? "all" : "",
    };
  }

  function choose(name, value) {
    for (const way of form.querySelectorAll(`[name=${name}]`)) way.checked = way.value === value;
  }

  function setForm(answers) {
    for (const name of ["scheme", "borrower", "amount", "annual_rate", "premium_rate", "route", "subsidy_month"]) {
      byId(name).value = answers[name];
    }
    byId("premium_payment").value = answers.premium_payment === "annual" ? "annual" : "";
    for (const name of UNKNOWABLE) {
      byId(`${name}-unknown`).checked = answers[name] === UNKNOWN;
      if (answers[name] !== UNKNOWN) byId(name).value = answers[name];
    }
    byId("tiers").checked = answers.tiers === "all";
    for (const name of ["repayment", "premium_base"]) choose(name, answers[name]);
    const optional = ["annual_rate", "premium_rate", "route", "subsidy_month"].some((name) => answers[name]);
    if (optional || answers.premium_payment === "annual") byId("offers").open = true;
    setGroups(answers.groups.split(","));
  }

  /** The boxes for what the chosen scheme treats apart; ticks of others are dropped, for they would change nothing. */
  function setGroups(ticked) {
    const scheme = known.schemes.get(byId("scheme").value);
    byId("groups").hidden = !scheme.groups.length;
    byId("groups").querySelector("div").replaceChildren(...scheme.groups.map((id) => {
      const box = el("input", { type: "checkbox", name: "groups", value: id });
      box.checked = ticked.includes(id);
      return el("label", {}, box, ` ${known.groups.get(id).label}`);
    }));
    const classes = scheme.classes.map((id) => (known.borrowers.get(id) || {}).label).filter(Boolean);
    byId("borrower-hint").textContent = classes.length ? teller.said("covered", { classes: classes.join("、") }) : "";
    fill(byId("scheme-hint"), el(`span.badge.badge--${scheme.key}`, {}, scheme.status), " ",
      el("a", { href: `../schemes/${scheme.id}.html` }, teller.said("full_text")), scheme.stub && el("span.mark", {}, teller.said("stub")));
  }

  function showFaults(faults) {
    for (const field of form.querySelectorAll("[aria-describedby$=-fault]")) {
      const fault = faults[field.name] || "";
      const line = byId(`${field.name}-fault`);
      if (line.textContent !== fault) line.textContent = fault;
      if (fault) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }

  // --- the result

  function update() {
    const answers = answersInForm();
    for (const name of UNKNOWABLE) byId(name).disabled = answers[name] === UNKNOWN;
    const asked = read(answers, known);
    const names = Object.keys(asked.faults);
    showFaults(asked.faults);
    shown = null;
    if (names.length) {
      const where = names.map((name) => data.labels[name]).join("、");
      showVerdict("no", teller.said("faulty", { where }));
      clear();
      say(names.map((name) => `${data.labels[name]}：${asked.faults[name]}`).join("；"));
      return;
    }
    byId("aside").textContent = asked.aside ? teller.said("unused", { count: String(asked.aside) }) : "";
    if (asked.requests.length > 1) showRange(asked);
    else showOne(asked, answers);
    clearTimeout(noting);
    noting = setTimeout(note, 250);
    later();
  }

  /** Put the answers into the address: a costly call that browsers ration, so only when the typing has paused. */
  let noting = 0;
  function note() {
    clearTimeout(noting);
    if (Object.keys(read(answersInForm(), known).faults).length) return;
    const parts = [toHash(answersInForm()), ...[...kept].map(([name, { hash }]) => `${name}=${encodeURIComponent(hash)}`)];
    if (`#${parts.join("&")}` !== location.hash) history.replaceState(null, "", `#${parts.join("&")}`);
  }

  function showVerdict(level, text) {
    byId("verdict").className = `verdict verdict--${level}`;
    byId("verdict").textContent = text;
  }

  const PARTS = ["figures", "base", "notes", "chart", "parties", "support", "rows", "basis", "check", "everywhere-body", "scenarios"];
  function clear(parts = PARTS) {
    for (const part of parts) fill(byId(part));
    enable(["csv", "xlsx", "print", "keep-b", "keep-c"], false);
    for (const name of ["afford", "target"]) byId(`${name}-answer`).textContent = "";
  }

  function enable(names, is) {
    for (const name of names) byId(name).disabled = !is;
  }

  function showOne({ scheme, requests: [{ request }] }, answers) {
    const response = teller.quote(request, scheme);
    const told = teller.outcome(request, scheme, response);
    showVerdict(told.level, told.verdict);
    shown = { request, scheme, response, answers };
    ask([response]);
    fill(byId("notes"), notes(told.notes));
    fill(byId("basis"), notes(told.basis));
    if (!told.figures.length) {
      clear(["figures", "base", "chart", "parties", "support", "rows"]);
      enable(["keep-b", "keep-c"], true);
      return say(told.verdict);
    }
    enable(["csv", "xlsx", "print", "keep-b", "keep-c"], true);
    fill(byId("figures"), figures(told.figures, "amounts"), figures(told.rates, "rates"));
    fill(byId("chart"), Atlas.costChart(response.schedule));
    const table = (key, rows) => sheet(teller.said(key), teller.heads(key), rows);
    const titled = (key, rows) => rows.length > 0 && [el("h3", {}, teller.said(key)), table(key, rows)];
    fill(byId("base"), titled("base", told.base));
    fill(byId("parties"), titled("parties", told.parties));
    fill(byId("support"), titled("support", told.support));
    tabulate(byId("rows"), teller.said("schedule"), teller.heads("schedule"), told.schedule);
    say([told.base.length && teller.said("base_asked"), ...[...told.figures, ...told.rates].map(({ label, text }) => label + text)].filter(Boolean).join("，"));
  }

  /** What the premium is a rate of is asked where some answer rests on it and the scheme does not say. */
  function ask(responses) {
    byId("base-question").hidden = !responses.some(({ checks }) => checks.some(({ code }) => code.startsWith("premium_base_")));
  }

  /** Something is not known: every possibility with its figures, from the cheapest to the dearest in one line. */
  function showRange({ scheme, requests }) {
    const found = requests.flatMap(({ words, request }) => {
      const response = teller.quote(request, scheme);
      if (!response.schedule || !teller.found(response, "premium_base_unstated")) return { words, response };
      return [["base_principal", response], ["base_interest", teller.onInterest(request, scheme)]].map(([key, one]) => ({
        words: `${words}、${teller.said(key)}`, response: one,
      }));
    });
    ask(found.map(({ response }) => response));
    const sound = found.filter(({ response }) => response.schedule);
    clear();
    for (const part of ["check", "everywhere-body", "scenarios"]) fill(byId(part), el("p.lead", {}, teller.said("settle_first")));
    if (!sound.length) return showVerdict("no", teller.said("no"));
    const ends = (pick, tell) => {
      const values = sound.map(pick).sort((a, b) => Number(a) - Number(b));
      const [low, high] = [tell(values[0]), tell(values[values.length - 1])];
      return low === high ? low : teller.said("between", { low, high });
    };
    const irr = ({ response }) => String(response.rates.annualised_irr ?? 0);
    const text = teller.said("ranges", { cost: ends(({ response }) => response.totals.net_cost, money), irr: ends(irr, perCent) });
    showVerdict("mind", text);
    const why = ({ checks }) => checks.filter((check) => check.level === "error").map((check) => check.message.zh).join("；");
    fill(byId("figures"), sheet(teller.said("range"), teller.heads("range"), found.map(({ words, response }) =>
      response.schedule
        ? [words, money(response.schedule[0].payment), money(response.totals.net_cost), response.rates.annualised_irr === null ? "—" : perCent(irr({ response }))]
        : [words, why(response), "—", "—"])));
    return say(text);
  }

  /** One announcement for what is read aloud, after the typing has paused. */
  function say(text) {
    clearTimeout(timer);
    timer = setTimeout(() => (byId("spoken").textContent = text), 700);
  }

  // --- the further sections, after the figures are on the screen

  let waiting = 0;
  function later() {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => setTimeout(more));
  }

  function more() {
    if (!shown) return;
    const { request, scheme, response, answers } = shown;
    showOffers(teller, request, scheme, response);
    if (byId("everywhere").open) showEverywhere(teller, request, answers.tiers ? data.tiers.all : data.tiers.careful);
    showScenarios(teller, [{ name: teller.said("scenario_now"), request, scheme }, ...kept.values()]);
    reverse("afford", inputs.money, affordable);
    reverse("target", inputs.rate, bearable);
  }

  function reverse(name, parse, answer) {
    const typed = byId(name).value;
    const { value, fault } = typed ? parse(typed) : { value: "", fault: "" };
    byId(`${name}-answer`).textContent = fault || (value && shown ? answer(teller, shown.request, shown.scheme, value) : "");
    if (fault) byId(name).setAttribute("aria-invalid", "true");
    else byId(name).removeAttribute("aria-invalid");
  }

  const KEPT = ["b", "c"];
  function keep(name, hash) {
    const { answers, refused } = fromHash(hash, known);
    const { requests, scheme } = read(answers, known);
    if (refused.length || requests.length !== 1) return;
    kept.set(name, { name: teller.said(`scenario_${name}`), hash, scheme, request: requests[0].request });
  }

  // --- wiring

  function fromAddress() {
    const { answers, refused, more: extra } = fromHash(location.hash, known);
    kept.clear();
    for (const name of KEPT) if (extra.has(name)) keep(name, extra.get(name));
    setForm(answers);
    byId("refused").hidden = !refused.length;
    byId("refused").textContent = refused.length ? teller.said("refused", { what: refused.join("、") }) : "";
    update();
  }

  const on = (id, act, event = "click") => byId(id).addEventListener(event, act);
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  on("scheme", () => {
    setGroups([...form.querySelectorAll("[name=groups]:checked")].map((box) => box.value));
    choose("premium_base", "");
    update();
  }, "change");
  on("everywhere", () => later(), "toggle");
  on("anywhere", () => {
    byId("everywhere").open = true;
    byId("everywhere").querySelector("summary").focus();
  });
  for (const name of ["afford", "target"]) on(name, () => later(), "input");
  for (const name of KEPT) {
    on(`keep-${name}`, () => {
      if (shown) keep(name, toHash(shown.answers));
      update();
    });
  }
  on("drop", () => {
    kept.clear();
    update();
  });
  on("reset", () => {
    history.replaceState(null, "", location.pathname);
    fromAddress();
  });
  window.addEventListener("pagehide", note);
  on("copy", async () => {
    note();
    try {
      await navigator.clipboard.writeText(location.href);
      byId("link").textContent = teller.said("copied");
    } catch {
      byId("link").textContent = teller.said("copy_yourself", { address: location.href });
    }
  });
  /** What writes files is loaded when a file is first asked for. */
  function files() {
    const load = (name) => new Promise((resolve, reject) => {
      const script = el("script", { src: `../assets/javascripts/${name}.js` });
      script.addEventListener("load", resolve);
      script.addEventListener("error", reject);
      document.head.append(script);
    });
    return Atlas.costFiles ? Promise.resolve() : load("zip").then(() => load("cost_files"));
  }
  for (const kind of ["csv", "xlsx"]) {
    on(kind, () => files().then(() => Atlas.costFiles.save(kind, shown, data)));
  }
  on("print", () => {
    const { request, scheme, response } = shown;
    showPaper(teller, request, scheme, response);
    byId("paper").hidden = false;
    document.documentElement.classList.add("prints-paper");
    window.print();
  });
  window.addEventListener("afterprint", () => {
    document.documentElement.classList.remove("prints-paper");
    byId("paper").hidden = true;
  });
  window.addEventListener("hashchange", fromAddress);
  // A browser may put back what was typed after the scripts have run.
  window.addEventListener("pageshow", () => setTimeout(update));
  fromAddress();
})((globalThis.Atlas = globalThis.Atlas || {}));
