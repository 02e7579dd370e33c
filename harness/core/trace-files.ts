import type { LogRecord } from './log-record.ts';

/** A file that a trace names. */
export interface TracedFile {
  /** Of MediaWiki, when the path names it: `php-<version>/`. */
  readonly version?: string;
  /** Below `php-<version>/`, or below the staging directory for the configuration. */
  readonly path: string;
}

/** Deeper frames are those of every request. */
const mostFiles = 30;

const extension = '(?:php|inc|lua|js|mjs|vue|json|less|css|sql)';

/** In PHP's traces and our places, `/srv/mediawiki/php-1.43/a/b.php(12)` or `a/b.php:12`; in a browser's, URLs. */
const named = new RegExp(
  String.raw`(?:https?://[^/\s]+/w/|(?<![^\s("'@])(?:/srv/mediawiki/)?)((?:[\w.+-]+/)*[\w.+-]+\.${extension})(?=[(:?\s)]|$)`,
  'gm',
);

/** The files of a record's place and trace, from where it went wrong outwards, each once. */
export function filesOfTrace({ place, trace }: Pick<LogRecord, 'place' | 'trace'>): readonly TracedFile[] {
  const files = new Map<string, TracedFile>();
  for (const [, path = ''] of `${place ?? ''}\n${trace ?? ''}`.matchAll(named)) {
    if (files.size === mostFiles) break;
    const file = withoutVersion(path);
    const known = files.get(file.path);
    if (!known?.version) files.set(file.path, file);
  }
  return [...files.values()];
}

function withoutVersion(path: string): TracedFile {
  const [, version, rest] = /^php-([^/]+)\/(.*)$/.exec(path) ?? [];
  return version && rest ? { version, path: rest } : { path };
}
