import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { LogRecord } from '../core/log-record.ts';
import { type Attempt, testName } from '../core/result.ts';
import type { Track } from '../core/track.ts';
import { seededNumbers } from '../testing/seeded-numbers.ts';

/** How much one track logs in a night. */
export interface NightSize {
  readonly requests: number;
  readonly records: number;
}

const start = Date.parse('2026-11-22T22:00:00Z');
const seconds = 8 * 3600;
const wikis = ['testwiki', 'testrtlwiki', 'testcommonswiki', 'testguardedwiki'];
const tests = 700;

/** Tests that ran one after the other all night long. */
export function attemptsOfNight(track: Track): readonly Attempt[] {
  return Array.from({ length: tests }, (_, at) => ({
    test: testAt(at),
    track,
    purpose: 'first',
    status: at % 50 === 0 ? 'failed' : 'passed',
    startedAt: new Date(start + (at / tests) * seconds * 1000).toISOString(),
    seconds: seconds / tests,
    attachments: [],
  }));
}

function testAt(at: number): Attempt['test'] {
  const titlePath = ['pages', `what a page ${at} shows is what was saved`];
  return { suite: 'browser', file: `browser/page-${at % 90}.spec.ts`, titlePath, project: 'browser' };
}

/** Writes to a folder what the services of a track would have left in `/var/log/gm1`, made of records that were. */
export async function writeNight(
  folder: string,
  track: Track,
  samples: readonly LogRecord[],
  size: NightSize,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const night = new Night(track, samples, size);
  await writeLines(join(folder, 'access.ndjson'), size.requests, (at) => night.request(at));
  await writeLines(join(folder, 'mediawiki.ndjson'), size.records, (at) => night.record(at));
}

async function writeLines(path: string, count: number, line: (at: number) => object): Promise<void> {
  const file = createWriteStream(path, { highWaterMark: 4 * 1024 * 1024 });
  for (let at = 0; at < count; at += 1)
    if (!file.write(`${JSON.stringify(line(at))}\n`)) await once(file, 'drain');
  file.end();
  await finished(file);
}

/** A few faults make most of the records, as everywhere, and each occurrence has values of its own. */
class Night {
  readonly #random: () => number;
  readonly #track: Track;
  readonly #version: string;
  readonly #samples: readonly LogRecord[];
  readonly #size: NightSize;

  constructor(track: Track, samples: readonly LogRecord[], size: NightSize) {
    this.#track = track;
    this.#version = track === 'train' ? '1.43.9' : '1.43.11';
    this.#random = seededNumbers(track === 'train' ? 1 : 2);
    this.#samples = samples;
    this.#size = size;
  }

  request(at: number): object {
    return {
      epoch: this.#time(at / this.#size.requests) / 1000,
      request_id: this.#requestId(at),
      wiki: wikis[at % wikis.length],
      method: at % 10 === 0 ? 'POST' : 'GET',
      uri: addressOf(at),
      status: at % 50 === 0 ? 500 : 200,
      seconds: 0.1 + this.#random(),
      // The others are told by the time alone.
      ...(at % 3 > 0 && { test: encodeURIComponent(testName(testAt(this.#testOf(at)))) }),
      service: 'edge',
    };
  }

  record(at: number): object {
    const { channel, level, message, normalizedMessage, exception, ...sample } = this.#choose();
    const request = Math.min(
      Math.floor((at / this.#size.records) * this.#size.requests),
      this.#size.requests - 1,
    );
    const thrown = this.#vary(withoutHeading(message));
    const heading = `[${this.#requestId(request)}] ${addressOf(request)}   `;
    return {
      time: new Date(this.#time(at / this.#size.records)).toISOString(),
      track: this.#track,
      wiki: wikis[request % wikis.length],
      reqId: this.#requestId(request),
      channel,
      level,
      message: exception ? `${heading}${thrown}` : thrown,
      normalized_message: normalizedMessage?.startsWith('[{reqId}]')
        ? `[{reqId}] {exception_url}   ${thrown}`
        : (normalizedMessage ?? thrown),
      mwversion: this.#version,
      url: `127.0.0.1:41001${addressOf(request)}`,
      method: 'GET',
      context: { reqId: this.#requestId(request), caught_by: 'mwe_handler' },
      ...(exception && { exception: this.#thrown(exception.class, thrown, sample) }),
      service: 'app',
    };
  }

  #time(share: number): number {
    return start + share * seconds * 1000;
  }

  #testOf(request: number): number {
    return Math.floor((request / this.#size.requests) * tests);
  }

  #requestId(at: number): string {
    return (at * 2 + (this.#track === 'train' ? 0 : 1)).toString(16).padStart(8, '0').repeat(4);
  }

  /** The share of a fault falls with its rank. */
  #choose(): LogRecord {
    const rank = Math.floor(this.#samples.length ** this.#random()) - 1;
    const sample = this.#samples[(rank * 7919) % this.#samples.length];
    if (!sample) throw new Error('A night needs records to be made of.');
    return sample;
  }

  /** Other numbers and hashes of the same length, but for the numbers of errors. */
  #vary(text: string): string {
    return text.replace(/(?<!rror |[\w.])(?:\d{2,}|[0-9a-f]{16,})(?![\w.])/g, (found) =>
      Array.from(found, () => Math.floor(this.#random() * 10)).join(''),
    );
  }

  #thrown(name: string, message: string, { place = '', trace = '' }: Partial<LogRecord>): object {
    const [file = '', line = '1'] = place.split(':');
    return {
      class: name,
      message: message.replace(`${name}: `, ''),
      file: `/srv/mediawiki/php-${this.#version}/${file}`,
      line: Number(line),
      trace: `${trace}\n${callers(this.#version)}`,
    };
  }
}

function withoutHeading(message: string): string {
  return message.replace(/^\[[^\]]*\] \S+\s+/, '');
}

function addressOf(at: number): string {
  const page = ((at * 2_654_435_761) >>> 0).toString(16);
  return at % 3 === 0
    ? `/w/api.php?action=query&titles=Page_${page}&format=json`
    : `/w/index.php?title=Page_${page}&action=${at % 2 ? 'history' : 'view'}`;
}

/** The frames through which every request of a page comes. */
function callers(version: string): string {
  const frames = [
    'includes/HookContainer/HookContainer.php(159): MediaWiki\\HookContainer\\HookContainer->run()',
    'includes/HookContainer/HookRunner.php(951): MediaWiki\\HookContainer\\HookRunner->onBeforeInitialize()',
    'includes/actions/ActionEntryPoint.php(492): MediaWiki\\Actions\\ActionEntryPoint->performRequest()',
    'includes/actions/ActionEntryPoint.php(146): MediaWiki\\Actions\\ActionEntryPoint->execute()',
    'includes/MediaWikiEntryPoint.php(200): MediaWiki\\MediaWikiEntryPoint->run()',
    'index.php(58): require()',
  ];
  return [1, 2]
    .flatMap(() => frames)
    .map((frame, at) => `#${at + 3} /srv/mediawiki/php-${version}/${frame}`)
    .join('\n');
}
