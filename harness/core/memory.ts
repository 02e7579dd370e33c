/** Answers that are kept. Beyond it all are forgotten, as what comes then is unlike what was. */
const mostAnswers = 20_000;

/** Remembers what came of a text: most texts of a night come again and again. */
export class Memory<T> {
  readonly #answers = new Map<string, T>();

  recall(text: string, workOut: (text: string) => T): T {
    const known = this.#answers.get(text);
    if (known !== undefined) return known;
    const answer = workOut(text);
    if (this.#answers.size >= mostAnswers) this.#answers.clear();
    this.#answers.set(text, answer);
    return answer;
  }
}
