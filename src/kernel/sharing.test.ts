import { expect, test } from 'vitest';
import { sharing } from './sharing.ts';

test('runs one at a time; all who ask meanwhile share one run that starts after they asked, whatever became of the first', async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let runs = 0;
  let together = 0;
  const shared = sharing(async () => {
    expect(++together).toBe(1);
    try {
      await gates[runs++]?.promise;
    } finally {
      together--;
    }
  });
  const first = shared();
  const waiting = [shared(), shared(), shared()];
  expect(runs).toBe(1);
  gates[0]?.reject(new Error('failed'));
  await expect(first).rejects.toThrow('failed');
  gates[1]?.resolve();
  await Promise.all(waiting);
  expect(runs).toBe(2);
  gates[2]?.resolve();
  await shared();
  expect(runs).toBe(3);
});
