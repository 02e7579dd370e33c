import {
  measureFalseVerdicts,
  measureNightsUntilNewlyFlaky,
  measureRegressionsFound,
  quantile,
} from './measure-noise.ts';
import { printTable } from './print-table.ts';

const suite = { tests: 1000, nights: 200, seed: 11 };
const shares = [0.015, 0.05, 0.2];

/** How often a suite runs a night: as it comes, and as `gm1 run --repeat 3` does. */
const repeats = [1, 3];

const kinds = repeats.flatMap((repeat) => shares.map((share) => ({ repeat, share })));

/** Simulates nights of a suite with flaky tests: how often the comparison is wrong, and how soon it is right. */
export async function benchNoise(): Promise<void> {
  console.log('1000 tests, 200 nights; each flaky test fails 1 % to 50 % of its attempts on both tracks\n');
  await printFalseVerdicts();
  await printFound();
  console.log('The 15 flaky tests of 1000, all of one rate, for 2000 nights\n');
  await printRates();
}

async function printFalseVerdicts(): Promise<void> {
  const lines: string[][] = [];
  for (const kind of kinds) {
    const { regressed, newlyFlaky, flaky, confirming } = await measureFalseVerdicts({ ...suite, ...kind });
    lines.push([
      ...named(kind),
      regressed.toFixed(3),
      newlyFlaky.toFixed(2),
      flaky.toFixed(1),
      confirming.toFixed(0),
    ]);
  }
  printTable(
    [
      'times a night',
      'flaky tests',
      'false regressed',
      'false newly-flaky',
      'flaky on next',
      'confirming attempts',
    ],
    lines,
  );
}

async function printFound(): Promise<void> {
  const lines: string[][] = [];
  for (const kind of kinds) {
    const { planted, found } = await measureRegressionsFound({ ...suite, ...kind, seed: 12 });
    const nights = await measureNightsUntilNewlyFlaky({ ...suite, ...kind, nights: 60, seed: 13 }, 200);
    const soon = nights.filter((night) => night <= 5).length / nights.length;
    lines.push([
      ...named(kind),
      `${found} of ${planted}`,
      ...[0.5, 0.9].map((part) => String(quantile(nights, part))),
      percent(soon),
    ]);
  }
  printTable(
    [
      'times a night',
      'flaky tests',
      'regressions found',
      'nights until newly-flaky: median',
      '90 %',
      'within 5 nights',
    ],
    lines,
  );
}

async function printRates(): Promise<void> {
  const lines: string[][] = [];
  for (const rate of [0.01, 0.05, 0.1, 0.3, 0.5]) {
    const measured = await Promise.all(
      Array.from({ length: 10 }, (_, seed) =>
        measureFalseVerdicts({ tests: 15, share: 1, rate, nights: 200, seed: 20 + seed }),
      ),
    );
    const mean = (value: (one: (typeof measured)[number]) => number) =>
      measured.reduce((sum, one) => sum + value(one), 0) / measured.length;
    lines.push([
      percent(rate),
      mean(({ regressed }) => regressed).toFixed(4),
      mean(({ newlyFlaky }) => newlyFlaky).toFixed(2),
      mean(({ flaky }) => flaky).toFixed(1),
    ]);
  }
  printTable(
    ['a night, of failing attempts', 'false regressed', 'false newly-flaky', 'flaky on next'],
    lines,
  );
}

function named({ repeat, share }: (typeof kinds)[number]): readonly string[] {
  return [String(repeat), percent(share)];
}

const percent = (share: number) => `${Number((100 * share).toFixed(1))} %`;
