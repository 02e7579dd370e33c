/** Prints one figure. */
export function row(what: string, value: string): void {
  console.log(`${what.padEnd(44)} ${value.padStart(12)}`);
}

export const seconds = (value: number) => `${value.toFixed(1)} s`;
export const megabytes = (value: number) => `${Math.round(value / 1_000_000)} MB`;
