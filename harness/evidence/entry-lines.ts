const mostLines = 200;

/** The lines of one entry of a log; of more than any trace has, only the number is kept. */
export class EntryLines {
  #lines: string[] = [];
  #more = 0;

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  add(line: string): void {
    if (this.#lines.length < mostLines) this.#lines.push(line);
    else this.#more += 1;
  }

  /** All of them, to begin with the next entry. */
  take(): readonly string[] {
    const lines = this.#more > 0 ? [...this.#lines, `… (${this.#more} more lines)`] : this.#lines;
    this.#lines = [];
    this.#more = 0;
    return lines;
  }
}
