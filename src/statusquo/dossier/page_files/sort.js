// Sorts a table by the column whose heading is pressed; rows without a value stay last whichever way.
(() => {
  "use strict";
  const told = document.getElementById("sorted");
  for (const table of document.querySelectorAll("table.sortable")) {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const key = (row, column) => {
      const text = row.cells[column].dataset.key;
      return text === "" || isNaN(text) ? text : Number(text);
    };
    heads.forEach((head, column) => head.querySelector("button").addEventListener("click", () => {
      const first = head.querySelector("button").dataset.first;
      const other = first === "ascending" ? "descending" : "ascending";
      const order = head.getAttribute("aria-sort") === first ? other : first;
      heads.forEach((each) => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", order);
      const turn = order === "ascending" ? 1 : -1;
      const rows = [...body.rows].map((row) => [key(row, column), row]);
      rows.sort(([a], [b]) => {
        if (a === "" || b === "") return (a === "") - (b === "");
        return turn * (typeof a === "number" ? a - b : a.localeCompare(b, "en"));
      });
      body.append(...rows.map(([, row]) => row));
      const name = [...head.querySelector("button").childNodes].map((node) => node.textContent).filter(Boolean).join(", ");
      told.textContent = `Sorted by ${name}, ${order}.`;
    }));
  }
})();
