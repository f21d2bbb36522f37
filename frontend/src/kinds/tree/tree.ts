import type { Label } from "../choice/keys";

export interface TreeConfig {
  /** Lines `id | title`, each level indented by two spaces more. */
  readonly tree: readonly string[];
  readonly is_leaf_only: boolean;
}

export interface Node {
  readonly id: string;
  readonly title: string;
  /** The ids above it, from the top. */
  readonly above: readonly string[];
  readonly isLeaf: boolean;
}

/** Return the nodes of the lines, in their order. */
export function nodesOf({ tree }: TreeConfig): readonly Node[] {
  const depths = tree.map((line) => (line.length - line.trimStart().length) / 2);
  let path: string[] = [];
  return tree.map((line, place) => {
    const depth = depths[place] ?? 0;
    const [id = "", title = id] = line.trim().split(" | ", 2);
    path = [...path.slice(0, depth), id];
    return { id, title, above: path.slice(0, -1), isLeaf: (depths[place + 1] ?? 0) <= depth };
  });
}

/** Return the nodes right under this path; at the top for an empty one. */
export function childrenOf(nodes: readonly Node[], path: readonly string[]): readonly Node[] {
  return nodes.filter(
    (node) => node.above.length === path.length && node.above.every((id, place) => id === path[place]),
  );
}

/** Return the node in words, with those above it: "Animal › Dog". */
export function told(nodes: readonly Node[], id: string): string {
  const node = nodes.find((one) => one.id === id);
  if (!node) return id;
  const titles = node.above.map((above) => nodes.find((one) => one.id === above)?.title ?? above);
  return [...titles, node.title].join(" › ");
}

/** Return the nodes that answer, as labels to be found by their words and those above them. */
export function findable(nodes: readonly Node[], isLeafOnly: boolean): readonly Label[] {
  const answering = nodes.filter((node) => node.isLeaf || !isLeafOnly);
  return answering.map((node) => ({ id: node.id, title: told(nodes, node.id) }));
}
