import { medianOf } from './timed-build.ts';

export const modes = ['on', 'off'] as const;
export type Mode = (typeof modes)[number];

/** The order within a round: what the machine does by and by meets both sides alike. */
export const turns: readonly (readonly Mode[])[] = [
  ['on', 'off'],
  ['off', 'on'],
];

/** How long one thing took on either side, once a round. Seconds. */
export type Pair = Readonly<Record<Mode, readonly number[]>>;

/**
 * The time of all pairs on against off. Each counts with the least time that it took, as whatever disturbs it only adds.
 */
export function ratio(pairs: readonly Pair[]): number {
  const total = (mode: Mode) => sum(pairs.map((pair) => least(pair[mode])));
  return total('on') / total('off');
}

/** The ratio of the pair in the middle, so that a few long ones do not decide. */
export function middle(pairs: readonly Pair[]): number {
  return medianOf(pairs.map(({ on, off }) => least(on) / least(off)));
}

/** Where `ratio` lies in 95 of 100 draws of as many pairs: bounds, lower first (percentile bootstrap, Efron 1979). */
export function interval(pairs: readonly Pair[]): readonly [number, number] {
  const draw = () => ratio(pairs.map(() => pairs[Math.floor(Math.random() * pairs.length)] as Pair));
  const drawn = Array.from({ length: 2000 }, draw).sort((one, other) => one - other);
  return [drawn[49] as number, drawn[1949] as number];
}

/** What chance makes of the same thing: one side's odd rounds against as many even ones. */
export function halves(pairs: readonly Pair[], mode: Mode): number {
  const half = (values: readonly number[], odd: number) =>
    values.filter((_, index) => index % 2 === odd && index < values.length - (values.length % 2));
  const total = (odd: number) => sum(pairs.map((pair) => least(half(pair[mode], odd))));
  return total(1) / total(0);
}

/** A ratio as what it adds: 1.03 is "+3.0 %". */
export function percent(value: number): string {
  return `${value >= 1 ? '+' : ''}${((value - 1) * 100).toFixed(1)} %`;
}

function least(values: readonly number[]): number {
  return Math.min(...values);
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
