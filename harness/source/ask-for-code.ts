import type { Definition } from '../core/definition.ts';
import type { Track } from '../core/track.ts';
import type { Http } from '../system/http.ts';
import { releaseSeconds, releaseUrl } from './debian.ts';

export interface CodeAsked {
  readonly definition: Definition;
  readonly tracks: readonly Track[];
  /** `Home.cache`. */
  readonly cache: string;
  readonly http: Http;
}

/**
 * Asks the mirrors at once what their suites hold, and hands the answers to whoever asks the same through the client
 * that it returns, once each: the network works while this process loads what it builds with.
 */
export async function askForCode({ definition, tracks, cache, http }: CodeAsked): Promise<Http> {
  const sources = tracks.map((track) => definition.tracks[track]);
  const suites = new Set(sources.flatMap((source) => (source.kind === 'debian' ? [source.suite] : [])));
  const urls = await Promise.all([...suites].map((suite) => releaseUrl({ cache, suite })));
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
