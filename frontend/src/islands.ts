/** Wake an island in its element; what comes back puts it to sleep again. */
export type Mount<Props = unknown> = (el: HTMLElement, props: Props) => () => void;

type Island = () => Promise<{ mount: Mount<never> }>;

const ISLANDS: Readonly<Record<string, Island>> = {
  work: () => import("./islands/work"),
  review: () => import("./islands/review"),
  "schema-preview": () => import("./islands/schema-preview"),
  adjudicate: () => import("./islands/adjudicate"),
  norming: () => import("./islands/norming"),
  "verify-file": () => import("./islands/verify-file"),
};

const awake = new Map<HTMLElement, () => void>();
const waking = new Set<HTMLElement>();

/** Wake every island in this part of the page once. */
export function mountIslands(root: HTMLElement): void {
  for (const el of islandsIn(root)) void wake(el);
}

/** Put every island in this part of the page to sleep. */
export function unmountIslands(root: HTMLElement): void {
  for (const el of islandsIn(root)) {
    waking.delete(el);
    awake.get(el)?.();
    awake.delete(el);
  }
}

/** Return the props of an island: the JSON of the script its `data-props` names, or an empty object. */
export function propsOf(el: HTMLElement): unknown {
  const script = el.dataset.props && document.getElementById(el.dataset.props);
  return script ? JSON.parse(script.textContent ?? "") : {};
}

function islandsIn(root: HTMLElement): HTMLElement[] {
  const inside = [...root.querySelectorAll<HTMLElement>("[data-island]")];
  return root.matches("[data-island]") ? [root, ...inside] : inside;
}

async function wake(el: HTMLElement): Promise<void> {
  const load = ISLANDS[el.dataset.island ?? ""];
  if (!load) throw new Error(`There is no island called "${el.dataset.island}".`);
  if (awake.has(el) || waking.has(el)) return;
  waking.add(el);
  const { mount } = await load();
  if (!waking.delete(el)) return;
  awake.set(el, mount(el, propsOf(el) as never));
}
