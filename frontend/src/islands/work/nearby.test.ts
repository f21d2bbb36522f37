// @vitest-environment jsdom
import { afterEach, expect, test, vi } from "vitest";
import { imagesOf, Nearby } from "./nearby";
import { unit } from "./samples";

const photo = (id: number) =>
  ({ type: "image", name: "a.png", width: 1, height: 1, url: `/${id}.png` }) as const;
const shown = (id: number) =>
  unit(id, { item: { id, version: 1, name: "i", parts: { text: "x", photo: photo(id) }, data: {} } });

afterEach(() => vi.unstubAllGlobals());

test("images of items are known, texts are not fetched", () => {
  expect(imagesOf([unit(1), shown(2), shown(3)])).toEqual(["/2.png", "/3.png"]);
});

test("the images of the next two items are fetched once, with low priority", () => {
  const made: { src: string; fetchPriority: string }[] = [];
  vi.stubGlobal(
    "Image",
    class {
      src = "";
      fetchPriority = "";
      constructor() {
        made.push(this);
      }
    },
  );
  const nearby = new Nearby();
  nearby.look([1, 2, 3].map(shown));
  expect(made.map(({ src, fetchPriority }) => [src, fetchPriority])).toEqual([
    ["/1.png", "low"],
    ["/2.png", "low"],
  ]);
  nearby.look([2, 3].map(shown));
  expect(made.map(({ src }) => src)).toEqual(["/1.png", "/2.png", "/3.png"]);
});
