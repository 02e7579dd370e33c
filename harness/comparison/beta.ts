/** A Beta distribution; `beta` is a positive whole number, `alpha` is positive. */
export interface Beta {
  readonly alpha: number;
  readonly beta: number;
}

/**
 * The chance that a value of `one` is greater than one of `other`, exactly: E. Miller, Formulas for Bayesian A/B Testing,
 * 2015 (https://www.evanmiller.org/bayesian-ab-testing.html), which sums over one whole parameter, here of 1 − value. All
 * terms are positive and follow from the one before, so that nothing cancels; the first is a logarithm lest it vanish.
 */
export function chanceOfGreater(one: Beta, other: Beta): number {
  let term = 0;
  for (let j = 0; j < one.beta; j += 1) term += Math.log((one.alpha + j) / (other.alpha + one.alpha + j));
  let chance = 0;
  for (let i = 0; i < other.beta; i += 1) {
    chance += Math.exp(term);
    const grows = ((one.beta + i) * (other.alpha + i)) / (one.beta + one.alpha + other.alpha + i);
    term += Math.log(grows / (1 + i));
  }
  return Math.min(1, chance);
}
