// The charts. Their figures are in the tables too, for whoever has no script.
(() => {
  const data = JSON.parse(document.getElementById("curves").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const drawn = [];
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const short = (v) => (v == null ? "" : Math.abs(v) >= 1000 ? Math.round(v / 100) / 10 + "k" : String(Math.round(v * 100) / 100));
  const axis = (more) => ({ stroke: () => colour("soft"), grid: { stroke: () => colour("rule"), width: 1 }, ticks: { show: false }, size: 30, font: "12px system-ui, sans-serif", ...more });
  const lines = (series, paths) => series.map((s) => ({ label: s.name, stroke: () => colour(s.hue), width: s.hue === "grey" ? 1 : 1.75, dash: s.hue === "grey" ? [4, 3] : undefined, points: { show: false }, paths, value: (u, v) => (v == null ? "–" : short(v)) }));

  const draw = (id, x, series, options) => {
    const at = document.getElementById(id);
    if (!at || x.length === 0) return;
    const plot = new uPlot({
      width: at.clientWidth, height: 230, legend: { live: true },
      cursor: { sync: options.sync ? { key: "seconds" } : undefined, drag: { x: false, y: false } },
      scales: { x: { time: false }, y: options.y || {} },
      series: [{ label: options.label, value: options.value || ((u, v) => (v == null ? "–" : String(v))) }, ...lines(series, options.paths)],
      bands: options.bands,
      axes: [axis(options.x || { values: (u, all) => all.map((v) => v + " s") }), axis({ size: 48, ...(options.y === log ? { splits: marks, filter: (u, all) => all } : {}), values: (u, all) => all.map(short) })],
    }, [x, ...series.map((s) => s.points)], at);
    drawn.push([plot, at]);
  };
  const seconds = { sync: true, label: "second" };
  const zero = { range: (u, min, max) => [0, Math.max(max * 1.08, 1)] };
  const steps = [1, 2, 5].flatMap((n) => Array.from({ length: 16 }, (_, e) => +(n * 10 ** (e - 6)).toPrecision(1))).sort((a, b) => a - b);
  const log = { distr: 3, range: (u, min, max) => [steps.findLast((s) => s < (min || 1)) || 1e-6, steps.find((s) => s > (max || 10)) || 1e9] };
  const marks = (u) => {
    const { min, max } = u.scales.y;
    const whole = max / min > 2000;
    return steps.filter((s) => s >= min && s <= max && (!whole || String(s).includes("1")));
  };
  const shade = (hue) => () => colour(hue) + "26";
  const percent = (x) => +(100 * (1 - 10 ** -x)).toFixed(Math.max(0, Math.ceil(x - 2))) + " %";

  for (const plots of document.querySelectorAll(".plots")) plots.hidden = false;
  if (data.levels) {
    const rate = { label: "offered/s", value: (u, v) => (v == null ? "–" : short(v)), x: { values: (u, all) => all.map((v) => short(v) + "/s") } };
    draw("plot-carried", data.levels.at, data.levels.done, { ...rate, y: zero });
    draw("plot-bend", data.levels.at, data.levels.latency, { ...rate, y: log });
  }
  draw("plot-rates", data.at, data.rates, { ...seconds, y: zero });
  draw("plot-latency", data.at, data.latency, { ...seconds, y: log, bands: [{ series: [2, 1], fill: shade("blue") }, { series: [3, 2], fill: shade("yellow") }] });
  if (data.bad) draw("plot-bad", data.at, data.bad, { ...seconds, y: zero, paths: uPlot.paths.stepped({ align: 1 }) });
  draw("plot-hdr", data.hdr.at, [{ name: "response", hue: "blue", points: data.hdr.response }, { name: "service", hue: "green", points: data.hdr.service }], {
    label: "percentile", y: log, value: (u, v) => (v == null ? "–" : percent(v)),
    x: { splits: (u) => [0, 1, 2, 3, 4, 5, 6].filter((s) => s <= u.scales.x.max + 0.01), values: (u, all) => all.map(percent) },
  });
  const fit = () => { for (const [plot, at] of drawn) plot.setSize({ width: at.clientWidth, height: 230 }); };
  addEventListener("resize", fit);
  addEventListener("beforeprint", fit);
  dark.addEventListener("change", () => { for (const [plot] of drawn) plot.redraw(); });
})();
