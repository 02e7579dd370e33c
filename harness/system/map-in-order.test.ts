import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mapInOrder } from './map-in-order.ts';

test('keeps the order and never works on more at once than allowed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.integer()),
      fc.integer({ min: 1, max: 5 }),
      async (s, values, atOnce) => {
        let [working, most] = [0, 0];
        const mapped = mapInOrder(values, atOnce, async (value) => {
          most = Math.max(most, ++working);
          await s.schedule(Promise.resolve());
          working--;
          return value * 2;
        });
        await s.waitFor(mapped);
        expect(await mapped).toEqual(values.map((value) => value * 2));
        expect(most).toBeLessThanOrEqual(atOnce);
      },
    ),
  );
});
