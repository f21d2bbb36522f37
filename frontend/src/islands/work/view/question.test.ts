// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from "vitest";
import type { Api, Reply } from "../../../http";
import { unit } from "../samples";
import { createFlag, createQuestion } from "./question";

const urls = { ask: "/ask/", similar: "/similar/" } as never;
const subject = { unit: unit(7), field: "sentiment", label: "pos" };

beforeEach(() => {
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function () {
    this.open = false;
  };
});

function asking(reply: Reply) {
  const send = vi.fn(async () => reply);
  const onAsked = vi.fn();
  const api = { send } as unknown as Api;
  return { api, send, onAsked, news: { subject: () => subject, onAsked } };
}

test("Ctrl+Enter sends the question with what it is about", async () => {
  const { api, send, onAsked, news } = asking({ type: "ok", body: {} });
  const { el, open } = createQuestion(api, urls, news);
  open();
  const input = el.querySelector("textarea") as HTMLTextAreaElement;
  input.value = " Is irony negative? ";
  el.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true }));
  await vi.waitFor(() => expect(onAsked).toHaveBeenCalledOnce());
  const body = { text: "Is irony negative?", item: 7, version: 1, field: "sentiment", label: "pos" };
  expect(send).toHaveBeenCalledWith("POST", "/ask/", body);
  expect([el.open, input.value]).toEqual([false, ""]);
});

test("a question that could not be sent stays and says so", async () => {
  const { api, onAsked, news } = asking({ type: "unreachable" });
  const { el, open } = createQuestion(api, urls, news);
  open();
  const input = el.querySelector("textarea") as HTMLTextAreaElement;
  input.value = "Why?";
  el.querySelector<HTMLButtonElement>(".btn-primary")?.click();
  await vi.waitFor(() => expect(el.textContent).toContain("could not be sent"));
  expect([el.open, input.value, onAsked.mock.calls.length]).toEqual([true, "Why?", 0]);
});

test("nothing typed sends nothing", () => {
  const { api, send, news } = asking({ type: "ok", body: {} });
  const { el, open } = createQuestion(api, urls, news);
  open();
  el.querySelector<HTMLButtonElement>(".btn-primary")?.click();
  expect(send).not.toHaveBeenCalled();
});

test("similar questions show with their official answer", async () => {
  const body = [{ id: 1, text: "Irony?", official: { text: "Negative." } }];
  const { api, news } = asking({ type: "ok", body });
  const { el, open } = createQuestion(api, urls, news);
  open();
  const input = el.querySelector("textarea") as HTMLTextAreaElement;
  input.value = "irony";
  input.dispatchEvent(new Event("input"));
  await vi.waitFor(() => expect(el.querySelector(".similar-list")?.textContent).toBe("Irony?Negative."));
});

test("a digit flags the item", async () => {
  const { api, send, onAsked, news } = asking({ type: "ok", body: {} });
  const { el, open } = createFlag(api, urls, news);
  open();
  el.dispatchEvent(new KeyboardEvent("keydown", { code: "Digit3" }));
  await vi.waitFor(() => expect(onAsked).toHaveBeenCalledOnce());
  expect(send).toHaveBeenCalledWith(
    "POST",
    "/ask/",
    expect.objectContaining({ text: "Flag: The guideline does not cover this", item: 7 }),
  );
});
