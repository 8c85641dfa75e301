// Shows the rows whose names hold what is typed, whatever its case and accents.
(() => {
  "use strict";
  const field = document.getElementById("search");
  const told = document.getElementById("found");
  if (!field) return;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ı/g, "i");
  const rows = [...document.querySelectorAll("tbody tr")].map((row) => [row, plain(row.textContent)]);
  const search = () => {
    const wanted = plain(field.value.trim());
    let found = 0;
    for (const [row, text] of rows) {
      row.hidden = !text.includes(wanted);
      found += !row.hidden;
    }
    told.textContent = wanted ? `${found} of ${rows.length} disputes` : `${rows.length} disputes`;
  };
  field.addEventListener("input", search);
  search();
})();
