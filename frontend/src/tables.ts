const NARROW = "(width < 40rem)";

/** On a narrow screen, let every table here that is wider than it, or asks something, show its rows as cards instead. */
export function stackTables(root: HTMLElement): void {
  const box = root.closest<HTMLElement>(".table-box");
  const boxes = [...(box ? [box] : []), ...root.querySelectorAll<HTMLElement>(".table-box")];
  for (const each of boxes) {
    const table = each.querySelector("table");
    if (table) stack(table, each);
  }
}

/** Look at the tables again when the screen becomes narrow or wide. */
export function startTables(page: Document): void {
  window.matchMedia(NARROW).addEventListener("change", () => stackTables(page.body));
  stackTables(page.body);
}

function stack(table: HTMLTableElement, box: HTMLElement): void {
  table.classList.remove("is-stacked");
  const isWide = box.scrollWidth > box.clientWidth || table.querySelector("tbody .control") !== null;
  if (window.matchMedia(NARROW).matches && isWide && titleCells(table)) table.classList.add("is-stacked");
}

/** Write beside every cell what its column is called; false for a grid, which is read in both directions. */
export function titleCells(table: HTMLTableElement): boolean {
  const titles = [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) =>
    cell.querySelector(".sr-only") ? "" : cell.textContent.trim(),
  );
  if (table.tHead?.rows.length !== 1 || !titles[0] || table.tBodies[0]?.querySelector("[colspan]"))
    return false;
  giveRoles(table);
  for (const body of table.tBodies)
    for (const row of body.rows)
      for (const cell of row.cells) {
        const title = titles[cell.cellIndex];
        if (title && cell.tagName === "TD") cell.dataset.title = title;
      }
  return true;
}

/** Say what the parts of the table are: a browser forgets it when they are drawn as blocks. */
function giveRoles(table: HTMLTableElement): void {
  table.setAttribute("role", "table");
  for (const group of table.querySelectorAll("thead, tbody")) group.setAttribute("role", "rowgroup");
  for (const row of table.rows) row.setAttribute("role", "row");
  for (const cell of table.querySelectorAll("td")) cell.setAttribute("role", "cell");
  for (const head of table.querySelectorAll("thead th")) head.setAttribute("role", "columnheader");
  for (const head of table.querySelectorAll("tbody th")) head.setAttribute("role", "rowheader");
}
