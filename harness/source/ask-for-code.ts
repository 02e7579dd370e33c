import type { Definition } from '../core/definition.ts';
import type { Track } from '../core/track.ts';
import type { Clock } from '../system/clock.ts';
import type { FindEntries } from '../system/find-entries.ts';
import type { Http } from '../system/http.ts';
import { releaseSeconds, releaseUrl } from './debian.ts';
import { privateNames } from './directory-layout.ts';
import { findTrees } from './directory-trees.ts';

/** What tells of code, which answers where it is. */
export interface CodeTellers {
  readonly http: Http;
  readonly find: FindEntries;
}

export interface CodeAsked extends CodeTellers {
  readonly definition: Definition;
  readonly tracks: readonly Track[];
  /** `Home.cache`. */
  readonly cache: string;
  readonly clock: Clock;
}

/** A folder may be another after a while, when another build was waited for or built first. Seconds. */
const freshFor = 2;

/**
 * Asks the mirrors what their suites hold, and the folders what is in them, at once, and hands the answers to whoever asks
 * the same through what it returns, once each: network and disk work while this process loads what it builds with.
 */
export async function askForCode(asked: CodeAsked): Promise<CodeTellers> {
  const { definition, tracks } = asked;
  const sources = tracks.map((track) => definition.tracks[track]);
  const suites = sources.flatMap((source) => (source.kind === 'debian' ? [source.suite] : []));
  const paths = sources.flatMap((source) => (source.kind === 'directory' ? [source.path] : []));
  const [http, find] = await Promise.all([askMirrors(asked, suites), askFolders(asked, paths)]);
  return { http, find };
}

async function askMirrors({ cache, http }: CodeAsked, suites: readonly string[]): Promise<Http> {
  const urls = await Promise.all([...new Set(suites)].map((suite) => releaseUrl({ cache, suite })));
  const answers = new Map(
    urls.flatMap((url) => (url ? [[url, http.send({ url, seconds: releaseSeconds })] as const] : [])),
  );
  return {
    send(request) {
      const answer = request.form || request.headers ? undefined : answers.get(request.url);
      if (answer) answers.delete(request.url);
      return answer ?? http.send(request);
    },
  };
}

async function askFolders({ clock, find }: CodeAsked, paths: readonly string[]): Promise<FindEntries> {
  const found = await Promise.all([...new Set(paths)].map(findTrees));
  const trees = found.flatMap((each) => (each.ok ? each.value : []));
  const start = clock.seconds();
  const answers = new Map(trees.map(({ directory }) => [directory, find(directory, privateNames)]));
  return (directory, unopened) => {
    const answer = unopened === privateNames ? answers.get(directory) : undefined;
    answers.delete(directory);
    return answer && clock.seconds() - start < freshFor ? answer : find(directory, unopened);
  };
}
