/** Things that are linked -> ranks below each other, each in the order in which lines cross least. Pure. */
import * as dagre from '@dagrejs/dagre';

export interface Node {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface Link {
  readonly from: string;
  readonly to: string;
}

/** What is used of it: its own declarations name files that are not found under `NodeNext`. */
interface Layered {
  setGraph(label: object): void;
  setDefaultEdgeLabel(make: () => object): void;
  setNode(id: string, size: object): void;
  setEdge(from: string, to: string): void;
  node(id: string): { readonly x?: number; readonly y?: number };
}
const { Graph, layout } = dagre as unknown as {
  readonly Graph: new () => Layered;
  readonly layout: (graph: Layered) => void;
};

export function ranksOf<Of extends Node>(
  nodes: readonly Of[],
  links: readonly Link[],
  between: number,
): readonly (readonly Of[])[] {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: between, ranksep: between });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height });
  for (const { from, to } of links) graph.setEdge(from, to);
  layout(graph);
  const ranks = new Map<number, { readonly node: Of; readonly x: number }[]>();
  for (const node of nodes) {
    const { x = 0, y = 0 } = graph.node(node.id);
    ranks.set(y, [...(ranks.get(y) ?? []), { node, x }]);
  }
  return [...ranks]
    .sort(([one], [other]) => one - other)
    .map(([, some]) => [...some].sort((a, b) => a.x - b.x).map(({ node }) => node));
}
