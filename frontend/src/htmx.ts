import htmx from "htmx.org";
import "idiomorph/htmx";
import { csrfToken } from "./csrf";
import { mountIslands, unmountIslands } from "./islands";
import { tellFailure } from "./page";
import { stackTables } from "./tables";

interface ConfigRequest {
  verb: string;
  headers: Record<string, string>;
}

Object.assign(htmx.config, {
  allowEval: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "409|422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
});

htmx.on("htmx:configRequest", (event) => {
  const { verb, headers } = (event as CustomEvent<ConfigRequest>).detail;
  if (verb !== "get") headers["X-CSRFToken"] = csrfToken(document);
});
htmx.on("htmx:load", (event) => {
  const { elt } = (event as CustomEvent<{ elt: HTMLElement }>).detail;
  mountIslands(elt);
  stackTables(elt);
});
htmx.on("htmx:beforeCleanupElement", (event) => {
  // It is told of texts between elements too.
  const { elt } = (event as CustomEvent<{ elt: Node }>).detail;
  if (elt instanceof HTMLElement) unmountIslands(elt);
});
htmx.on("htmx:sendError", () => tellFailure(document, 0));
htmx.on("htmx:responseError", (event) =>
  tellFailure(document, (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr.status),
);
