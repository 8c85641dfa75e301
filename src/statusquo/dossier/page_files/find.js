// Shows the rows whose names hold what is typed, whatever its case and accents, and those that a switch asks for.
(() => {
  "use strict";
  const field = document.getElementById("search");
  if (!field) return;
  const told = document.getElementById("found");
  const box = document.getElementById("provinces");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ı/g, "i");
  const rows = [...document.querySelectorAll("#disputes tbody tr")]
    .map((row) => [row, plain(`${row.textContent} ${row.dataset.names || ""}`)]);
  const texts = box ? [...document.querySelectorAll("[data-when]")] : [];
  const show = () => {
    const wanted = plain(field.value.trim());
    let found = 0, all = 0;
    for (const [row, text] of rows) {
      const isThere = !row.matches(".province") || box.checked;
      row.hidden = !isThere || !text.includes(wanted);
      all += isThere;
      found += !row.hidden;
    }
    told.textContent = wanted ? `${found} of ${all} disputes` : `${all} disputes`;
    texts.forEach((each) => { each.hidden = (each.dataset.when === "provinces") !== box.checked; });
  };
  document.querySelectorAll(".needs-script").forEach((each) => { each.hidden = false; });
  field.addEventListener("input", show);
  if (box) box.addEventListener("change", show);
  show();
})();
