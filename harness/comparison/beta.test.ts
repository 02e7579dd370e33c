import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Beta, chanceOfGreater } from './beta.ts';

const beta = (alpha: number, beta: number): Beta => ({ alpha, beta });

describe('chanceOfGreater', () => {
  test.each<[string, Beta, Beta, number]>([
    ['two that are alike', beta(0.3, 4), beta(0.3, 4), 1 / 2],
    // The greatest of three uniform values is one of the first two.
    ['the greater of two uniform values and a third', beta(2, 1), beta(1, 1), 2 / 3],
    ['a uniform value and the lesser of two', beta(1, 1), beta(1, 2), 2 / 3],
    // The least of 32 uniform values is most often one of the 25.
    ['the least of 7 and the least of 25 more', beta(1, 7), beta(1, 25), 25 / 32],
    ['one that is far greater', beta(500, 1), beta(0.5, 500), 1],
  ])('%s', (_, one, other, chance) => {
    expect(chanceOfGreater(one, other)).toBeCloseTo(chance, 12);
  });

  test('agrees with the integral', () => {
    const [one, other] = [beta(1.5, 13), beta(2.5, 40)];
    expect(chanceOfGreater(one, other)).toBeCloseTo(integrate(one, other), 6);
  });
});

const anyBeta = fc.record({
  alpha: fc.double({ min: 0.01, max: 400, noNaN: true }),
  beta: fc.integer({ min: 1, max: 400 }),
});

test('one of two is the greater', () => {
  fc.assert(
    fc.property(anyBeta, anyBeta, (one, other) => {
      expect(chanceOfGreater(one, other) + chanceOfGreater(other, one)).toBeCloseTo(1, 8);
    }),
  );
});

/** The chance of `one` > `other` by adding up a million slices; the density is not normalized. */
function integrate(one: Beta, other: Beta): number {
  const slices = 1_000_000;
  const density = (x: number, { alpha, beta }: Beta) => x ** (alpha - 1) * (1 - x) ** (beta - 1);
  let [below, all, greater] = [0, 0, 0];
  for (let slice = 0.5; slice < slices; slice += 1) {
    const x = slice / slices;
    const here = density(x, other);
    all += density(x, one);
    greater += density(x, one) * (below + here / 2);
    below += here;
  }
  return greater / (all * below);
}
