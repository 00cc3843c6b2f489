/* The drafting page: where a draft starts, its live preview with the changed article marked, exports, and what is kept. */
(function (Atlas) {
  "use strict";

  const { drafting, documents, draftFiles } = Atlas;
  const { make, labelled, scalar } = Atlas.draftFields;
  const KEY = "atlas-draft";
  const COLUMN = "atlas-draft-column";
  const WAIT = 120;
  const at = (id) => document.getElementById(id);
  const root = at("desk");
  if (!root) return;

  const desk = { ...Atlas.draftDesk, templates: Atlas.templates.create(Atlas.templateTrees) };
  const kinds = Object.fromEntries(desk.vocabulary.parameters.map((p) => [p.id, p.kind]));
  const MARKED = ["article", "item", "paragraph", "table", "remark"];
  const page = { pilot: null, begun: null, texts: null, boxes: new Map(), head: null, timer: 0 };

  const blank = () => ({
    id: "draft", name: { zh: "小额贷款保证保险", en: "" }, scheme: "小额贷款保证保险", example: false, product: "guarantee_insurance",
    region: { code: "440000", zh: desk.vocabulary.regions["440000"], level: "province" }, place: null,
    instrument: { title: "小额贷款保证保险实施办法", kind: "measures", issuers: [], issued_on: null, effective_from: null, expires_on: null, validity: null, application_deadline: null },
    basis: [], background: [], necessity: [], process: [], consultation: null, responses: [], begun_from: null, chapters: null, peers: [], omitted: [], parameters: {},
  });

  const copied = (value) => JSON.parse(JSON.stringify(value));

  /** A scheme's provisions as a new draft of its place. */
  function fromScheme(id) {
    const scheme = desk.peers.schemes.find((one) => one.id === id);
    const start = copied(Atlas.draftSchemes[id]);
    const { zh } = start.region;
    return {
      ...blank(), ...start, name: { zh: scheme.name, en: "" }, scheme: draftFiles.called(scheme.name, zh), peers: [id], begun_from: id,
      instrument: { ...blank().instrument, title: `${zh}小额贷款保证保险实施办法` },
    };
  }

  function loaded(source) {
    return new Promise((resolve, reject) => {
      if (Atlas.draftSchemes) return resolve();
      const script = make("script", { src: source });
      script.onload = resolve;
      script.onerror = () => reject(new Error("现有方案的数据没有读到"));
      document.head.append(script);
    });
  }

  async function begin(choice) {
    const [kind, id] = choice.split(":");
    if (kind === "pilot") return show(copied(desk.pilots.find((pilot) => pilot.id === id)));
    if (kind !== "scheme") return show(blank());
    await loaded("../assets/data/draft-schemes.js");
    show(fromScheme(id));
  }

  /** Puts a pilot into the form and writes it. */
  function show(pilot) {
    page.pilot = pilot;
    page.texts = null;
    page.head = Atlas.draftHead.headFields(at("head-fields"), desk, pilot, changed);
    for (const [id, box] of page.boxes) box.set(pilot.parameters[id] || null, (pilot.omitted || []).includes(id));
    write();
  }

  function changed() {
    clearTimeout(page.timer);
    page.timer = setTimeout(write, WAIT);
  }

  function parameterChanged(id, said, omitted) {
    const { pilot } = page;
    if (said) pilot.parameters[id] = said;
    else delete pilot.parameters[id];
    pilot.omitted = (pilot.omitted || []).filter((one) => one !== id);
    if (omitted) pilot.omitted.push(id);
    changed();
  }

  const told = (error) => (error.faults ? error.faults.map((fault) => fault.message).join("；") : error.message);

  /** Writes the draft anew: preview, points, guardrails, what is kept. */
  function write() {
    clearTimeout(page.timer);
    page.head.read(page.pilot);
    at("paper-fault").textContent = "";
    try {
      page.begun = drafting.start(page.pilot, desk);
      fiscal();
      preview();
    } catch (error) {
      at("paper-fault").textContent = `写不成文稿：${told(error)}`;
      return;
    }
    advise();
    keep();
  }

  function keep() {
    try {
      localStorage.setItem(KEY, JSON.stringify(page.pilot));
    } catch {
      at("status").textContent = "浏览器不让保存，关闭页面前请导出试点文件";
    }
  }

  /** The tree with the blocks of the articles that changed since the last writing marked. */
  function marked(tree) {
    const texts = drafting.clauseTexts(page.begun.found, desk.templates);
    const before = page.texts;
    page.texts = texts;
    if (!before) return [tree, null];
    let on = false;
    let first = null;
    const blocks = tree.blocks.map((block) => {
      if (block.type === "article") on = texts[block.name] !== before[block.name];
      if (block.type === "chapter") on = false;
      if (on && first === null) first = block.name;
      return on && MARKED.includes(block.type) ? { ...block, marked: true } : block;
    });
    return [{ ...tree, blocks }, first];
  }

  function preview() {
    const name = at("document").value;
    let [tree, first] = [drafting.document(name, page.begun, desk, page.fiscal || null), null];
    if (name === "measure") [tree, first] = marked(tree);
    at("paper").replaceChildren(documents.nodes(tree, document));
    const changedArticle = first && [...at("paper").querySelectorAll("[id]")].find((node) => node.id === first || node.id.endsWith(`-${first}`));
    if (changedArticle) {
      const paper = at("paper");
      paper.scrollTop += changedArticle.getBoundingClientRect().top - paper.getBoundingClientRect().top - 40;
    }
  }

  function advise() {
    const { begun } = page;
    const peer = at("peer").value;
    for (const guard of begun.guards) {
      const box = page.boxes.get(guard.id);
      box.advise(guard, begun.findings.filter((f) => f.parameter === guard.id), peer);
    }
    const open = begun.points.map((point) => make("li", { class: "open" }, `待定：${point}`));
    const found = begun.findings.map((f) => make("li", { class: f.level }, f.text));
    at("points").replaceChildren(...open, ...found, ...desk.procedure.map((text) => make("li", { class: "step" }, text)));
    at("points-count").textContent = `　待定${begun.points.length}项，需要核对${begun.findings.filter((f) => f.level === "warning").length}项`;
    for (const [group] of desk.groups) {
      const inside = desk.vocabulary.parameters.filter((p) => p.group === group);
      const used = inside.filter((p) => begun.found.p[p.id].used).length;
      document.querySelector(`[data-count="${group}"]`).textContent = `${used}／${inside.length}`;
    }
  }

  // --- the treasury's side ------------------------------------------------------------------------------------------

  const PREMISES = [["lending", "年度放贷额", "money", 100000000], ["average_loan", "户均贷款", "money", 1000000], ["months", "平均期限", "length", { months: 12 }], ["default_rate", "违约率", "percent", 0.02], ["loss_given_default", "违约后损失率", "percent", 0.6]];
  const premises = PREMISES.map(([name, label, type, value]) => [name, type, scalar(type, value, label)]);

  /** The first class of borrower that the draft names and the engine knows, or null. */
  function firstClass() {
    const said = page.pilot.parameters.borrower_classes;
    const value = said ? said.provisions[0].value : null;
    const listed = Array.isArray(value) ? value : value ? value.list : [];
    const known = desk.parameters.terms.borrower.map((one) => one.id);
    return listed.find((id) => known.includes(id)) || null;
  }

  function fiscal() {
    const box = at("fiscal-result");
    page.fiscal = null;
    if (!Atlas.fiscal || !at("fiscal").open) return;
    try {
      const raw = Object.fromEntries(premises.map(([name, type, editor]) => [name, type === "length" ? (editor.get() || {}).months : editor.get()]));
      const routes = page.begun.found.routes;
      const given = { ...raw, borrower: firstClass(), route: routes.insurance ? "insurance" : "guarantee" };
      const answer = drafting.fiscalAnswer(page.pilot, desk, given);
      page.fiscal = drafting.fiscalEffect(answer, given, desk);
      box.replaceChildren(...(answer.outlay ? outlay(answer) : [make("p", { class: "hint" }, "还缺下列数值，暂不能测算：")]), missing(answer));
    } catch (error) {
      box.replaceChildren(make("p", { class: "fault" }, `不能测算：${error.message}`));
    }
  }

  const words = (value) => (value && typeof value === "object" ? value.zh || "" : String(value || ""));

  function missing(answer) {
    const texts = [...(answer.missing || []), ...(answer.checks || [])].map((one) => words(one.message)).filter(Boolean);
    return make("ul", {}, ...[...new Set(texts)].map((text) => make("li", {}, text)));
  }

  function outlay(answer) {
    const cells = page.fiscal.lines.map(({ label, amount }) => make("tr", {}, make("th", { scope: "row" }, label), make("td", {}, `${amount}元`)));
    const leverage = answer.leverage && answer.leverage.with_compensation;
    const said = [make("table", { class: "figures" }, make("caption", {}, "一年的财政支出（按上列假设）"), make("tbody", {}, ...cells))];
    if (leverage) said.push(make("p", {}, `计入风险补偿后，每1元财政资金对应贷款${leverage}元。`));
    return said;
  }

  // --- the comparison page ------------------------------------------------------------------------------------------

  /** Keeps the draft as a column for the comparison page, and leads there with the peers beside it. */
  function compare(event) {
    write();
    const { pilot, begun } = page;
    const { zh, code } = pilot.region;
    const column = { name: pilot.name.zh, place: zh, code, cells: drafting.cellTexts(begun, desk) };
    localStorage.setItem(COLUMN, JSON.stringify(column));
    const peers = pilot.peers.filter((id) => desk.peers.schemes.some((scheme) => scheme.id === id)).slice(0, 4);
    event.currentTarget.href = `../compare.html#s=draft,${peers.join(",")}`;
  }

  // --- files --------------------------------------------------------------------------------------------------------

  function save(name, bytes, type) {
    const link = make("a", { href: URL.createObjectURL(new Blob([bytes], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    at("status").textContent = `已导出 ${name}`;
  }

  const TYPES = { docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", md: "text/markdown", html: "text/html", zip: "application/zip", yaml: "text/yaml" };
  const encode = (text) => new TextEncoder().encode(text);

  function bytesOf(tree, form) {
    if (form === "docx") return Atlas.word.docx(tree, Atlas.wordParts);
    return encode(form === "md" ? documents.markdown(tree) : documents.html(tree, Atlas.wordParts.css));
  }

  function exported(form) {
    write();
    if (form === "yaml") return save(`${page.pilot.id}.yaml`, encode(draftFiles.pilotFile(page.pilot, kinds)), TYPES.yaml);
    const name = at("document").value;
    if (form !== "zip") return save(`${name}.${form}`, bytesOf(drafting.document(name, page.begun, desk, page.fiscal), form), TYPES[form]);
    const files = [...at("document").options].flatMap(({ value }) => {
      const tree = drafting.document(value, page.begun, desk, page.fiscal);
      return ["docx", "md", "html"].map((one) => [`${value}.${one}`, bytesOf(tree, one)]);
    });
    files.push([`${page.pilot.id}.yaml`, encode(draftFiles.pilotFile(page.pilot, kinds))]);
    return save(`${page.pilot.id}.zip`, Atlas.zip.stored(files), TYPES.zip);
  }

  const guarded = (action) => async (event) => {
    at("file-fault").textContent = "";
    try {
      await action(event);
    } catch (error) {
      at("file-fault").textContent = told(error);
    }
  };

  // --- start --------------------------------------------------------------------------------------------------------

  for (const parameter of desk.vocabulary.parameters) {
    const box = new Atlas.draftForm.ParameterBox(desk, parameter, parameterChanged);
    page.boxes.set(parameter.id, box);
    document.querySelector(`[data-group="${parameter.group}"]`).append(box.node);
  }
  at("fiscal-fields").append(...premises.map(([, , editor]) => editor.node));
  at("fiscal-fields").addEventListener("input", fiscal);
  at("fiscal").addEventListener("toggle", () => page.begun && fiscal());
  at("form").addEventListener("submit", (event) => event.preventDefault());
  at("begin").addEventListener("click", guarded(() => begin(at("start").value)));
  at("peer").addEventListener("change", () => page.begun && advise());
  at("document").addEventListener("change", guarded(() => page.begun && preview()));
  for (const button of document.querySelectorAll("[data-export]")) {
    button.addEventListener("click", guarded(() => exported(button.dataset.export)));
  }
  at("compare").addEventListener("click", compare);
  at("open-file").addEventListener("click", () => at("import").click());
  at("import").addEventListener("change", guarded(async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (file) show(draftFiles.readPilot(await file.text(), desk.vocabulary, desk.levels));
  }));
  at("clear").addEventListener("click", () => {
    show(blank());
    for (const key of [KEY, COLUMN]) localStorage.removeItem(key);
    at("status").textContent = "已清除";
  });

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(KEY));
    } catch {
      return null;
    }
  }

  root.hidden = false;
  try {
    const before = kept();
    if (!before && desk.pilots.length) at("start").value = `pilot:${desk.pilots[0].id}`;
    show(before || copied(desk.pilots[0] || blank()));
  } catch {
    show(blank());
  }
})((globalThis.Atlas ??= {}));
