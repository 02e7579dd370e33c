interface Timed {
  readonly time: string;
  readonly value: string;
}

/** The values that came first, each once, whatever order they are added in. */
export class Earliest {
  readonly #most: number;
  readonly #kept: Timed[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(value: string, time: string): void {
    const added = { time, value };
    const last = this.#kept.at(-1);
    if (last && this.#kept.length === this.#most && compareTimed(last, added) <= 0) return;
    const known = this.#kept.findIndex((kept) => kept.value === value);
    const same = this.#kept[known];
    if (same && same.time <= time) return;
    if (same) this.#kept.splice(known, 1);
    this.#kept.push(added);
    this.#kept.sort(compareTimed);
    this.#kept.length = Math.min(this.#kept.length, this.#most);
  }

  list(): readonly string[] {
    return this.#kept.map(({ value }) => value);
  }
}

function compareTimed(a: Timed, b: Timed): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}
