import type { Wiki } from '../core/environment-record.ts';
import { type Failure, failed, interrupted, type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import { lastLogLines } from './last-log-lines.ts';
import type { FoundService } from './provider.ts';
import type { Surroundings } from './surroundings.ts';
import { askLogin, askSiteinfo, type WikiAnswer } from './wiki-answers.ts';

export interface Awaited {
  readonly environment: string;
  readonly track: Track;
  readonly wikis: readonly Wiki[];
  readonly sysopPassword: string;
  readonly signal: AbortSignal;
}

/** How long it took until a wiki was ready. */
export interface WikiReady {
  readonly dbname: string;
  readonly seconds: number;
}

/** A wiki that answers wrongly for so long will not recover by itself; one that is silent may take longer. Seconds. */
const limits = { wrong: 10, silent: 90 };

/**
 * Waits until every wiki answers its API as itself and lets the sysop log in. Fails as soon as a service has
 * ended, or when a wiki answers wrongly or not at all for too long, with what it said and what is in the logs.
 * Seconds count from the call.
 */
export async function awaitWikis(
  around: Surroundings,
  awaited: Awaited,
): Promise<Outcome<readonly WikiReady[]>> {
  const start = around.clock.seconds();
  const progress = awaited.wikis.map((wiki) => new Progress(wiki, start));
  while (!awaited.signal.aborted) {
    await askAll(around, awaited, progress);
    if (awaited.signal.aborted) break;
    const unready = progress.filter(({ answer }) => answer.state !== 'ready');
    if (unready.length === 0)
      return ok(progress.map(({ wiki, since }) => ({ dbname: wiki.dbname, seconds: since - start })));
    const failure = (await endedService(around, awaited)) ?? (await givenUp(around, awaited, unready));
    if (failure) return failed(failure);
    await around.pause(0.1, awaited.signal);
  }
  return failed(interrupted);
}

/** The first request compiles the code for all: were it made of all wikis at once, each would compile it for itself. */
async function askAll(
  around: Surroundings,
  awaited: Awaited,
  [first, ...others]: readonly Progress[],
): Promise<void> {
  await first?.ask(around, awaited);
  if (first?.answer.state === 'silent') return;
  await Promise.all(others.map((each) => each.ask(around, awaited)));
}

/** How one wiki answers, and since when it does so. */
class Progress {
  readonly wiki: Wiki;
  answer: WikiAnswer = { state: 'silent', said: 'nothing yet' };
  since: number;

  constructor(wiki: Wiki, since: number) {
    this.wiki = wiki;
    this.since = since;
  }

  async ask({ http, clock }: Surroundings, { sysopPassword, signal }: Awaited): Promise<void> {
    if (this.answer.state === 'ready') return;
    const site = await askSiteinfo(http, this.wiki, signal);
    const answer = site.state === 'ready' ? await askLogin(http, this.wiki, sysopPassword, signal) : site;
    if (answer.state !== this.answer.state) this.since = clock.seconds();
    this.answer = answer;
  }

  hasHadItsTime(now: number): boolean {
    return this.answer.state !== 'ready' && now - this.since >= limits[this.answer.state];
  }
}

async function endedService(around: Surroundings, awaited: Awaited): Promise<Failure | undefined> {
  const services = await around.provider.list();
  if (!services.ok) return services.failure;
  const ended = services.value.find((each) => isPartOf(each, awaited) && each.state === 'stopped');
  if (!ended) return undefined;
  const { service, detail, image } = ended;
  const lines = await around.provider.lastLines(ended, 5);
  const words = [...(lines.ok ? lines.value : []), ...(await logLines(around, awaited))];
  return {
    kind: 'infrastructure',
    what: `The service ${service} of ${awaited.environment} (${awaited.track}) has ended (${detail ?? 'no reason known'}).`,
    why: words.length > 0 ? `Last lines: ${words.join(' | ')}` : 'It wrote nothing.',
    next: `See what is wrong with its image, ${image}.`,
  };
}

/** The database server sees the logs and does not depend on the image. */
function logLines({ provider }: Surroundings, { environment, track }: Awaited): Promise<readonly string[]> {
  return lastLogLines(provider, { environment, track, service: 'database' });
}

function isPartOf(service: FoundService, { environment, track }: Awaited): boolean {
  return service.environment === environment && service.track === track;
}

async function givenUp(
  around: Surroundings,
  awaited: Awaited,
  unready: readonly Progress[],
): Promise<Failure | undefined> {
  const now = around.clock.seconds();
  const hopeless = unready.find((each) => each.hasHadItsTime(now));
  if (!hopeless || hopeless.answer.state === 'ready') return undefined;
  const names = unready.map(({ wiki }) => wiki.dbname).join(', ');
  const seconds = Math.round(now - hopeless.since);
  const words = await logLines(around, awaited);
  const said = `${hopeless.wiki.dbname} has said for ${seconds} s: ${hopeless.answer.said}`;
  return {
    kind: 'infrastructure',
    what: `The image does not boot: ${names} of ${awaited.environment} (${awaited.track}) did not become ready.`,
    why: [`${said}.`, ...(words.length > 0 ? [`Last log lines: ${words.join(' | ')}`] : [])].join(' '),
    next: 'Mend the code or the configuration that these lines name, and build again.',
  };
}
