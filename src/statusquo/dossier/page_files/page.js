// Draws the charts in the reader's colour scheme and shares one brush over the years among them.
(async () => {
  "use strict";
  const library = document.createElement("script");
  const bytes = Uint8Array.from(atob(document.getElementById("library").textContent), (letter) => letter.charCodeAt(0));
  library.textContent = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  document.head.append(library);

  const look = JSON.parse(document.getElementById("look").textContent);
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const plots = [...document.querySelectorAll("[data-figure]")];
  const bar = document.getElementById("brush");
  // A switch of the page sets the parameter of its charts that has its name.
  const switches = [...document.querySelectorAll("input[type=checkbox]")];
  let views = new Map();
  let years = null;

  const read = (prefix, id) => {
    const element = document.getElementById(`${prefix}-${id}`);
    return element ? JSON.parse(element.textContent) : null;
  };

  // A chart in a closed fold is drawn when the fold is opened.
  const drawable = (plot) => !plot.closest("details:not([open])") && !views.has(plot.dataset.figure);

  async function drawOne(plot, scheme) {
    const id = plot.dataset.figure;
    const spec = read("spec", id);
    for (const parameter of spec.params || []) {
      if (parameter.name in look.palettes[scheme]) parameter.value = look.palettes[scheme][parameter.name];
      const box = switches.find((each) => each.id === parameter.name);
      if (box) parameter.value = box.checked;
    }
    spec.width = plot.clientWidth;
    spec.height = plot.clientHeight;
    const result = await vegaEmbed(plot, spec, {
      actions: false, ast: true, renderer: "svg", config: look.configs[scheme],
      tooltip: { theme: scheme === "dark" ? "dark" : "light" },
    });
    // The plot tells its chart in words; the marks would be nameless pictures within a picture.
    plot.querySelector("svg").setAttribute("aria-hidden", "true");
    views.set(id, result);
    listen(id, result.view);
  }

  async function drawAll(scheme) {
    await Promise.all(plots.filter(drawable).map((plot) => drawOne(plot, scheme)));
    document.documentElement.dataset.drawn = String(views.size);
    offerYears();
    if (years) share(null);
  }

  function draw(scheme) {
    const previous = [...views.values()];
    views = new Map();
    previous.forEach((result) => result.finalize());
    return drawAll(scheme);
  }

  const resized = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const result = views.get(target.dataset.figure);
      if (!result || !target.clientWidth || result.view.width() === target.clientWidth) continue;
      result.view.width(target.clientWidth).height(target.clientHeight).resize().runAsync().then(() => years && share(null));
    }
  });
  plots.forEach((plot) => resized.observe(plot));

  // A chart over years has an interval selection named "years" on its x scale.
  const hasBrush = (view) => { try { view.signal("years_x"); return true; } catch { return false; } };

  function listen(id, view) {
    if (!hasBrush(view)) return;
    view.addSignalListener("years_x", (_, pixels) => {
      if (view.isFollowing) return;
      const scale = view.scale("x");
      const chosen = pixels && pixels.length === 2 && Math.abs(pixels[1] - pixels[0]) > 3
        ? [scale.invert(Math.min(...pixels)), scale.invert(Math.max(...pixels))] : null;
      years = chosen;
      share(id);
    });
  }

  // The brush has a handle that can be seen and typed into, below the first chart over years.
  let ends = [];
  function offerYears() {
    const plot = plots.find((each) => views.has(each.dataset.figure) && hasBrush(views.get(each.dataset.figure).view));
    if (!plot || ends.length) return;
    const [first, after] = views.get(plot.dataset.figure).view.scale("x").domain();
    const handle = document.createElement("p");
    handle.className = "years";
    handle.innerHTML = "Mark years in all charts: <label>from <input type=number></label> <label>to <input type=number></label>, or drag across a chart.";
    ends = [...handle.querySelectorAll("input")];
    for (const end of ends) {
      Object.assign(end, { min: first, max: after - 1 });
      end.addEventListener("change", () => {
        const [from, to] = ends.map((each) => each.valueAsNumber);
        if (Number.isNaN(from) || Number.isNaN(to)) return;
        years = [Math.max(Math.min(from, to), first), Math.min(Math.max(from, to) + 1, after)];
        share(null);
      });
    }
    plot.after(handle);
  }

  function share(from) {
    for (const [id, { view }] of views) {
      if (id === from || !hasBrush(view)) continue;
      const scale = view.scale("x");
      view.isFollowing = true;
      view.signal("years_x", years ? years.map((year) => scale(year)) : [0, 0])
        .runAsync().finally(() => { view.isFollowing = false; });
    }
    tell();
  }

  function tell() {
    bar.hidden = !years;
    if (!years) ends.forEach((end) => { end.value = ""; });
    if (!years) return;
    // A year is drawn at its middle, so it counts when its middle lies inside the brush.
    const inside = (year) => year + 0.5 >= years[0] && year + 0.5 <= years[1];
    const first = Math.ceil(years[0] - 0.5), last = Math.floor(years[1] - 0.5);
    const parts = plots.flatMap((plot) => Object.entries(read("totals", plot.dataset.figure) || {}))
      .map(([label, amounts]) => {
        const sum = Object.entries(amounts).filter(([year]) => inside(Number(year))).reduce((all, [, n]) => all + n, 0);
        return `${label} ${Math.round(sum).toLocaleString("en-GB")}`;
      });
    ends.forEach((end, i) => { end.value = [first, last][i]; });
    const span = last < first ? "no whole year" : first === last ? `${first}` : `${first}–${last}`;
    bar.firstElementChild.textContent = [span, ...parts].join(" · ");
  }

  bar.querySelector("button").addEventListener("click", () => { years = null; share(null); });
  const scheme = () => (dark.matches ? "dark" : "light");
  dark.addEventListener("change", () => draw(scheme()));
  switches.forEach((box) => box.addEventListener("change", () => draw(scheme())));

  // What a number in the text cites is read from the list of references, not written at every mention.
  document.addEventListener("pointerover", ({ target }) => {
    const cited = target.closest(".cites a");
    if (cited && !cited.title) cited.title = document.getElementById(cited.hash.slice(1)).firstChild.textContent.trim();
  });

  const folds = [...document.querySelectorAll("details")];
  folds.forEach((fold) => fold.addEventListener("toggle", () => fold.open && drawAll(scheme())));
  // A link to what stands in a closed fold opens it.
  function reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target.scrollIntoView();
  }
  window.addEventListener("hashchange", reveal);

  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = folds.filter((fold) => fold.matches(".printed, .beside") && !fold.open);
    opened.forEach((fold) => { fold.open = true; });
    // Charts are drawn for the width of the paper, which the page itself learns of too late.
    document.documentElement.classList.add("printing");
    draw("light");
  });
  window.addEventListener("afterprint", () => {
    opened.forEach((fold) => { fold.open = false; });
    document.documentElement.classList.remove("printing");
    draw(scheme());
  });
  // On a phone the first screen keeps to the answer.
  if (window.matchMedia("(max-width: 600px)").matches) {
    document.querySelectorAll("details.beside").forEach((fold) => { fold.open = false; });
  }
  draw(scheme()).then(() => location.hash && reveal());
})();
