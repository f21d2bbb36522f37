// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { stackTables, titleCells } from "./tables";

function draw(head: string, body: string): HTMLTableElement {
  document.body.innerHTML = `<div class="table-box"><table><thead>${head}</thead><tbody>${body}</tbody></table></div>`;
  return document.querySelector("table") as HTMLTableElement;
}

const HEAD = "<tr><th>Person</th><th>Answers</th><th></th></tr>";
const BODY = "<tr><th>Joon</th><td>8</td><td><button></button></td></tr>";

test("every cell but the first and those without a title says what its column is called", () => {
  const table = draw(HEAD, BODY);
  expect(titleCells(table)).toBe(true);
  const titles = [...(table.tBodies[0]?.rows[0]?.cells ?? [])].map((cell) => cell.dataset.title);
  expect(titles).toEqual([undefined, "Answers", undefined]);
  expect(table.querySelector("tbody th")?.getAttribute("role")).toBe("rowheader");
});

test.each([
  ["<tr><th></th><th>Positive</th></tr>", "<tr><th>Positive</th><td>94</td></tr>"],
  [HEAD, `<tr><th colspan="3">Sum</th></tr>`],
])("a grid and a table with joined cells stay as they are", (head, body) => {
  expect(titleCells(draw(head, body))).toBe(false);
});

test.each([
  [true, 700, true],
  [true, 350, false],
  [false, 700, false],
])(
  "rows become cards where the screen is narrow (%s) and the table wide (%d)",
  (matches, width, expected) => {
    vi.stubGlobal("matchMedia", () => ({ matches }));
    const table = draw(HEAD, BODY);
    const box = table.parentElement as HTMLElement;
    Object.defineProperties(box, { clientWidth: { value: 350 }, scrollWidth: { value: width } });
    stackTables(document.body);
    expect(table.classList.contains("is-stacked")).toBe(expected);
  },
);
