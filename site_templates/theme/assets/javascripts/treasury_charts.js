/* Pictures of the treasury's figures, each beside a table with the same: a loss falling in steps, the outlay's sensitivity. */
(function (Atlas) {
  "use strict";
  const { el, svg } = Atlas.costDom;
  const { data, said, money, perCent } = Atlas.treasury;
  const [LEFT, WIDTH, END, ROW] = [92, 168, 320, 20];
  const PAYERS = ["insurer", "guarantor"];

  const text = (x, y, words, anchor = "start") => svg("text", { x, y, "text-anchor": anchor }, words);
  const bar = (kind, y, from, to) =>
    svg("rect", { class: `step step--${kind}`, x: (LEFT + from * WIDTH).toFixed(2), y, width: Math.max((to - from) * WIDTH, 0.5).toFixed(2), height: ROW - 6 });

  function picture(caption, label, rows) {
    const lines = rows.map(([name, bars, value], k) => [
      text(LEFT - 6, k * ROW + 14, name, "end"), bars.map(([kind, from, to]) => bar(kind, k * ROW + 3, from, to)), text(END, k * ROW + 14, value, "end"),
    ]);
    return el("figure.steps", {}, el("figcaption", {}, caption),
      svg("svg", { viewBox: `0 0 ${END} ${rows.length * ROW}`, role: "img", "aria-label": label }, lines));
  }

  /** One loss: who bears it at first, and in the end. */
  function fall({ loss, loss_rate: rate, claims, parties }) {
    const part = (amount) => (Number(amount) / Number(loss));
    const rows = [[said("losses_head").split("|")[1], [["whole", 0, 1]], "100%"]];
    let reached = 0;
    for (const [party, amount] of Object.entries(parties)) {
      const share = part(amount);
      if (PAYERS.includes(party) && part(claims) - share > 1e-9) {
        rows.push([said("losses_head").split("|")[2], [["first", reached, reached + part(claims)]], `${(part(claims) * 100).toFixed(2)}%`]);
      }
      const kind = party === "bank" ? "bank" : PAYERS.includes(party) ? "insurer" : "public";
      rows.push([data.parties[party], [[kind, reached, reached + share]], `${(share * 100).toFixed(2)}%`]);
      reached += share;
    }
    const caption = said("fall", { rate: perCent(rate), loss: money(loss) });
    return picture(caption, `${caption}。${rows.slice(1).map(([name, , value]) => name + value).join("，")}`, rows);
  }

  const waterfalls = (losses) => (losses || []).filter((row) => row.case !== "expected" && row.loss !== "0.00").map(fall);

  /** Each input a tenth lower and higher: the outlay between both, the largest effect first. */
  function tornado({ sensitivity, outlay }) {
    const rows = sensitivity.filter(({ low }) => low.outlay !== null);
    const ends = rows.map(({ input, low, high }) => [data.varied[input], Number(low.outlay), Number(high.outlay)]);
    const all = [Number(outlay.total), ...ends.flatMap(([, low, high]) => [low, high])];
    const [least, most] = [Math.min(...all), Math.max(...all)];
    if (!rows.length || least === most) return [];
    const at = (value) => (value - least) / (most - least);
    ends.sort((a, b) => Math.abs(b[2] - b[1]) - Math.abs(a[2] - a[1]));
    const [middle] = all;
    const side = (kind, value) => [kind, Math.min(at(value), at(middle)), Math.max(at(value), at(middle))];
    const bars = ends.map(([name, low, high]) => [name, [side("lower", low), side("higher", high)], said("apart", { part: `${((Math.abs(high - low) / middle) * 100).toFixed(2)}%` })]);
    return [picture(said("tornado"), `${said("tornado")}。${bars.map(([name, , value]) => name + value).join("，")}`, bars)];
  }

  Object.assign(Atlas.treasury, { waterfalls, tornado });
})((globalThis.Atlas = globalThis.Atlas || {}));
