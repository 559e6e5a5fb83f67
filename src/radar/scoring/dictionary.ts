import type { Sql } from '../../kernel/index.ts';
import { addShapes, shapesAfter } from './gather.store.ts';
import { shapeKey, type Shape } from './shape.ts';

/** Shapes by number, as this process has them so far. */
export interface Dictionary {
  /** Grows; a shape's place is its number. */
  shapes: (Shape | undefined)[];
  /** Numbers of these, new ones given one. Inside the scorer's transaction, so that nobody numbers at the same time. */
  number(sql: Sql, shapes: readonly Shape[]): Promise<number[]>;
  /** Takes up what others have added. */
  refresh(sql: Sql): Promise<void>;
  /** Starts again from what the store has. */
  forget(): void;
}

export function createDictionary(): Dictionary {
  const shapes: (Shape | undefined)[] = [];
  const numbers = new Map<string, number>();
  const refresh = async (sql: Sql): Promise<void> => {
    for (const { id, shape } of await shapesAfter(sql, shapes.length - 1)) {
      const read = shape as unknown as Shape;
      shapes[id] = read;
      numbers.set(shapeKey(read), id);
    }
  };
  return {
    shapes,
    refresh,
    forget() {
      shapes.length = 0;
      numbers.clear();
    },
    async number(sql, wanted) {
      const keys = wanted.map(shapeKey);
      const missing = new Map(keys.flatMap((key, i) => (numbers.has(key) ? [] : [[key, wanted[i]!] as const])));
      if (missing.size > 0) {
        await addShapes(sql, [...missing].map(([key, shape]) => ({ key, shape: { ...shape } })));
        await refresh(sql);
      }
      return keys.map((key) => numbers.get(key) ?? 0);
    },
  };
}
