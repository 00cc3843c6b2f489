/* The calculator's one picture: what each instalment repays. */
(function (Atlas) {
  "use strict";
  const { el, svg } = Atlas.costDom;

  /** Principal and interest of every period as stacked bars; the plan beside it holds the same figures. */
  function chart(rows) {
    const [width, height] = [640, 150];
    const parts = rows.map(({ principal, interest }) => [Number(principal), Number(interest)]);
    const most = Math.max(...parts.map(([a, b]) => a + b));
    const step = width / parts.length;
    // One path for all bars of a kind: a picture of two parts, however many periods there are.
    const [principal, interest] = [[], []];
    parts.forEach(([repaid, charged], k) => {
      const [low, high] = [(repaid / most) * height, (charged / most) * height];
      const bar = (top, tall) => `M${(k * step + step * 0.1).toFixed(2)} ${top.toFixed(2)}h${(step * 0.8).toFixed(2)}v${tall.toFixed(2)}h${(-step * 0.8).toFixed(2)}z`;
      principal.push(bar(height - low, low));
      interest.push(bar(height - low - high, high));
    });
    const bars = [svg("path", { class: "bar--principal", d: principal.join("") }), svg("path", { class: "bar--interest", d: interest.join("") })];
    const label = `每期还款分成本金和利息，共${parts.length}期，数字见还款计划表`;
    return el("figure.chart", {},
      svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label, preserveAspectRatio: "none" }, bars),
      el("figcaption", {}, el("span.key.key--principal", {}, "本金"), el("span.key.key--interest", {}, "利息"), `第1期至第${parts.length}期`));
  }

  Atlas.costChart = chart;
})((globalThis.Atlas = globalThis.Atlas || {}));
