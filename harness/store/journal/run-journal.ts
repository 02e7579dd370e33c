import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CollectedLogs } from '../../core/log-record.ts';
import type { RunEvent, RunEventBody } from '../../core/run-record.ts';
import type { Track } from '../../core/track.ts';
import type { Clock } from '../../system/clock.ts';
import { appendDurably, writeWhole } from '../../system/files.ts';
import type { Journal } from '../store.ts';
import { writeLogsFiles } from './logs-files.ts';

/** Appends the events of one run to `events.ndjson` in the order in which they were given. */
export class RunJournal implements Journal {
  readonly id: string;
  readonly directory: string;
  readonly #clock: Clock;
  #last: Promise<unknown> = Promise.resolve();

  constructor(id: string, directory: string, clock: Clock) {
    this.id = id;
    this.directory = directory;
    this.#clock = clock;
  }

  write(body: RunEventBody): Promise<RunEvent> {
    const event: RunEvent = { at: this.#clock.now().toISOString(), ...body };
    const written = this.#last.then(() => this.#append(event));
    // The next event is written also when this one could not be; whoever wrote this one is told.
    this.#last = written.catch(() => {});
    return written.then(() => event);
  }

  writeLogs(logs: CollectedLogs): Promise<void> {
    return writeLogsFiles(this.directory, logs);
  }

  async resultsDirectory(track: Track, suite: string): Promise<string> {
    const directory = join(this.directory, track, 'results', suite);
    await mkdir(directory, { recursive: true });
    return directory;
  }

  async #append(event: RunEvent): Promise<void> {
    await appendDurably(join(this.directory, 'events.ndjson'), JSON.stringify(event));
    if (event.type === 'built') await this.#writeCopy(event.track, 'build.json', event.build);
    if (event.type === 'environment-ready')
      await this.#writeCopy(event.track, 'environment.json', event.environment);
  }

  /** For people and other programs; the events are what is read back. */
  #writeCopy(track: Track, name: string, value: unknown): Promise<void> {
    return writeWhole(join(this.directory, track, name), `${JSON.stringify(value, null, 2)}\n`);
  }
}
