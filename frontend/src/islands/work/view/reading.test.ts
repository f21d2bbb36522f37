// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import type { Api, Reply } from "../../../http";
import { createReading } from "./reading";

const UNREAD = { guideline: 2, reading: "/reading/" };
const TOLD = { since: 1, change_note: "Irony is negative.", html: "<p>Judge the <ins>film</ins>.</p>" };
const settle = () => vi.waitFor(() => Promise.resolve());

function bench(...replies: Reply[]) {
  const calls: unknown[] = [];
  const api: Api = {
    async send(method, url, body) {
      calls.push([method, url, body]);
      return replies.shift() ?? { type: "unreachable" };
    },
  };
  const onConfirmed = vi.fn();
  const view = createReading(api, onConfirmed);
  const button = view.el.querySelector("button") as HTMLButtonElement;
  return { view, calls, button, onConfirmed };
}

test("what changed is shown, and one press says that it was read", async () => {
  const { view, calls, button, onConfirmed } = bench({ type: "ok", body: TOLD }, { type: "ok", body: {} });
  view.show(UNREAD);
  await settle();
  expect(view.el.textContent).toContain("Irony is negative.");
  expect(view.el.querySelector("ins")?.textContent).toBe("film");
  button.click();
  await settle();
  expect(calls.at(-1)).toEqual(["POST", "/reading/", { guideline: 2 }]);
  expect(onConfirmed).toHaveBeenCalledOnce();
});

test("a key pressed for the item before confirms nothing", async () => {
  const { view, calls } = bench({ type: "ok", body: TOLD });
  view.show(UNREAD);
  view.confirm();
  await settle();
  view.confirm();
  expect(calls).toHaveLength(1);
});

test("without a connection nothing can be confirmed, and the screen says why", async () => {
  const { view, button } = bench();
  view.show(UNREAD);
  await settle();
  expect(button.disabled).toBe(true);
  expect(view.el.querySelector("[role=alert]")?.textContent).not.toBe("");
});
