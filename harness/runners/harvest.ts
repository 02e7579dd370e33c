import { copyFile, glob, readFile, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import { AllureWriter, type EndedTest } from './allure-writer.ts';
import { type JunitCase, parseJunit } from './junit-file.ts';
import { isResultFile } from './results.ts';

/** Takes what a tool left since it started, as far as it is whole; `last` after its end. */
export interface Harvest {
  take(when: 'meanwhile' | 'last'): Promise<void>;
  /** What could not be used, a sentence each. */
  readonly problems: readonly string[];
}

const pollMilliseconds = 300;

/** Harvests again and again while the tool runs, and once after its end. */
export async function whileHarvesting<T>(harvest: Harvest, run: () => Promise<T>): Promise<T> {
  let taking = Promise.resolve();
  const timer = setInterval(() => {
    taking = taking.then(() => harvest.take('meanwhile'));
  }, pollMilliseconds);
  try {
    return await run();
  } finally {
    clearInterval(timer);
    await taking;
    await harvest.take('last');
  }
}

export interface JunitPlace {
  readonly suite: string;
  readonly directory: string;
  /** Relative to the directory. */
  readonly pattern: string;
  readonly resultsDirectory: string;
  /** Whether the tool leaves an empty file where none of the tests was chosen. */
  readonly mayBeEmpty?: boolean;
  /** A last word on each test, for example what cannot work here. */
  readonly revise?: (test: EndedTest) => EndedTest;
}

/** Turns JUnit files into Allure's. A file that was there before the tool started is not of this run. */
export class JunitHarvest implements Harvest {
  readonly problems: string[] = [];
  readonly #place: JunitPlace;
  readonly #writer: AllureWriter;
  readonly #started = Date.now();
  /** How many cases of each file are written already, and as of when. */
  readonly #done = new Map<string, { readonly changed: number; readonly cases: number }>();

  constructor(place: JunitPlace) {
    this.#place = place;
    this.#writer = new AllureWriter(place.resultsDirectory);
  }

  async take(when: 'meanwhile' | 'last'): Promise<void> {
    const { directory, pattern } = this.#place;
    for await (const name of glob(pattern, { cwd: directory }))
      await this.#takeFile(resolve(directory, name), when);
  }

  async #takeFile(path: string, when: 'meanwhile' | 'last'): Promise<void> {
    const changed = (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
    const done = this.#done.get(path);
    if (changed < this.#started - 1000 || changed === done?.changed) return;
    const text = await readFile(path, 'utf8').catch(() => '');
    if (text === '' && this.#place.mayBeEmpty) return;
    const cases = parseJunit(text);
    if ('why' in cases) {
      if (when === 'last') this.problems.push(`The JUnit file ${basename(path)} is not used: ${cases.why}.`);
      return;
    }
    this.#done.set(path, { changed, cases: cases.length });
    for (const one of cases.slice(done?.cases ?? 0)) this.#write(one);
  }

  #write(one: JunitCase): void {
    const { suite, directory, revise = (test) => test } = this.#place;
    const { titlePath, status, seconds, message, start = Date.now() - seconds * 1000 } = one;
    const test = { suite, file: placeOf(one.file, directory), titlePath, project: suite };
    this.#writer.write(revise({ test, status, start, seconds, ...(message && { message }) }));
  }
}

/** Relative to the tool's directory; a tool that names no file has one of this name. */
function placeOf(file: string | undefined, directory: string): string {
  if (file === undefined) return 'junit.xml';
  const inside = relative(directory, resolve(directory, file.replace(/^file:\/\//, '')));
  const path = inside.startsWith('..') || isAbsolute(inside) ? basename(file) : inside;
  return /\.\w+$/.test(path) ? path : `${path}.xml`;
}

/** Copies Allure's files from where the tool leaves them. */
export class AllureHarvest implements Harvest {
  readonly problems: readonly string[] = [];
  readonly #from: string;
  readonly #to: string;
  readonly #started = Date.now();
  readonly #done = new Set<string>();

  constructor(from: string, to: string) {
    this.#from = from;
    this.#to = to;
  }

  /** Attachments first, so that a result's are there when it is read. */
  async take(): Promise<void> {
    if (this.#from === this.#to) return;
    const names: string[] = [];
    for await (const name of glob('*', { cwd: this.#from })) names.push(name);
    const inOrder = names.sort((a, b) => Number(isResultFile(a)) - Number(isResultFile(b)));
    for (const name of inOrder) await this.#copy(name);
  }

  async #copy(name: string): Promise<void> {
    const found = await stat(join(this.#from, name)).catch(() => undefined);
    if (this.#done.has(name) || !found?.isFile() || found.mtimeMs < this.#started - 1000) return;
    if (isResultFile(name) && !isWhole(await readFile(join(this.#from, name), 'utf8'))) return;
    this.#done.add(name);
    await copyFile(join(this.#from, name), join(this.#to, name));
  }
}

function isWhole(json: string): boolean {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}
