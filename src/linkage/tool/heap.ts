/** Two groups that may merge, and how strongly. */
export interface Offer {
  strength: number;
  x: number;
  y: number;
  size: number;
}

const before = (p: Offer, q: Offer): boolean => p.strength > q.strength || (p.strength === q.strength && (p.x < q.x || (p.x === q.x && p.y < q.y)));

/** Offers, the strongest first; of equals, the one with the lowest ids. */
export function newHeap() {
  const items: Offer[] = [];
  const swap = (i: number, j: number): void => void ([items[i], items[j]] = [items[j]!, items[i]!]);
  return {
    push(offer: Offer): void {
      items.push(offer);
      for (let i = items.length - 1; i > 0; ) {
        const up = (i - 1) >> 1;
        if (!before(items[i]!, items[up]!)) break;
        swap(i, up);
        i = up;
      }
    },
    pop(): Offer | undefined {
      const [top] = items;
      const last = items.pop();
      if (last === undefined || items.length === 0) return top;
      items[0] = last;
      for (let i = 0; ; ) {
        let best = i;
        for (const child of [2 * i + 1, 2 * i + 2]) if (child < items.length && before(items[child]!, items[best]!)) best = child;
        if (best === i) return top;
        swap(i, best);
        i = best;
      }
    },
  };
}
