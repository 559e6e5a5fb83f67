export interface Quality {
  precision: number;
  recall: number;
  f1: number;
}

const pairsIn = (labels: readonly string[]): number => {
  const sizes = new Map<string, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
};

/** Pairwise precision, recall and F1 of clusters against the truth, row by row. */
export function scoreClusters(truth: readonly string[], found: readonly string[]): Quality {
  const both = pairsIn(truth.map((t, i) => `${t}\u001f${found[i]}`));
  const [all, said] = [pairsIn(truth), pairsIn(found)];
  return { precision: said === 0 ? 1 : both / said, recall: all === 0 ? 1 : both / all, f1: all + said === 0 ? 1 : (2 * both) / (all + said) };
}

/** Counts pairs said to be of one person, for pairwise precision, recall and F1 over all true pairs. */
export function scorePairs(truth: readonly string[]): { add(same: boolean): void; quality(): Quality } {
  const all = pairsIn(truth);
  let [said, right] = [0, 0];
  return {
    add(same) {
      said++;
      if (same) right++;
    },
    quality: () => ({ precision: said === 0 ? 1 : right / said, recall: all === 0 ? 1 : right / all, f1: said + all === 0 ? 1 : (2 * right) / (said + all) }),
  };
}
