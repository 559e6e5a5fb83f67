import { Graph, layout } from '@dagrejs/dagre';
import type { PathwayDefinition } from '../../../pathways/index.ts';

export interface Point {
  x: number;
  y: number;
}

/** A state drawn: its middle, its size, its title in lines. */
export interface DrawnState extends Point {
  id: string;
  lines: string[];
  width: number;
  height: number;
}

/** A transition drawn: its line, and its words in a place of their own. */
export interface DrawnStep {
  from: string;
  to: string;
  /** Place among the state's transitions. */
  transition: number;
  points: Point[];
  label: Point & { lines: string[]; width: number; height: number };
}

export interface Drawing {
  width: number;
  height: number;
  states: DrawnState[];
  steps: DrawnStep[];
}

/** Units of the drawing. Letters are a little wider than they mostly are, so that a line of wide ones fits too. */
const type = { state: { letter: 8.4, line: 19, most: 20, pad: 12 }, step: { letter: 6.8, line: 15, most: 22, pad: 4 } };

/** Words in lines of about so many letters; a longer word has a line of its own. */
export function linesOf(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function boxOf(text: string, { letter, line, most, pad }: (typeof type)['state']): { lines: string[]; width: number; height: number } {
  const lines = linesOf(text, most);
  return { lines, width: Math.ceil(Math.max(...lines.map((l) => l.length)) * letter) + 2 * pad, height: lines.length * line + 2 * pad };
}

/**
 * Where the states of a pathway and the steps between them stand: in layers from the first state down, each label with room kept
 * for it (Sugiyama's method, by dagre).
 */
export function draw({ states, start }: Pick<PathwayDefinition, 'states' | 'start'>): Drawing {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 28, edgesep: 18, ranksep: 34, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  const ids = start === undefined ? Object.keys(states) : [start, ...Object.keys(states).filter((id) => id !== start)];
  const boxes = new Map(ids.map((id) => [id, boxOf(states[id]!.title, type.state)]));
  for (const [id, { width, height }] of boxes) graph.setNode(id, { width, height });
  const labels = new Map<string, ReturnType<typeof boxOf>>();
  for (const id of ids) {
    for (const [i, { to, action }] of states[id]!.transitions.entries()) {
      const box = boxOf(action, type.step);
      labels.set(`${id} ${i}`, box);
      graph.setEdge(id, to, { width: box.width, height: box.height, labelpos: 'c' }, String(i));
    }
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    states: ids.map((id) => ({ id, ...boxes.get(id)!, ...at(graph.node(id) as Point) })),
    steps: ids.flatMap((id) =>
      states[id]!.transitions.map(({ to }, i): DrawnStep => {
        const { points, ...label } = graph.edge({ v: id, w: to, name: String(i) }) as Point & { points: Point[] };
        return { from: id, to, transition: i, points: points.map(at), label: { ...labels.get(`${id} ${i}`)!, ...at(label) } };
      }),
    ),
  };
}

const at = ({ x, y }: Point): Point => ({ x: Math.round(x), y: Math.round(y) });
