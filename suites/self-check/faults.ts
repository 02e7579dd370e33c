/** A fault that tests should catch: the patch `<target>/<name>.patch` beside this file. */
export interface Fault {
  readonly name: string;
  readonly kind: 'PHP' | 'API' | 'JavaScript' | 'CSS' | 'message' | 'job' | 'configuration';
  /** What the patch changes: MediaWiki's tree or the configuration in `environments/contained`. */
  readonly target: 'mediawiki' | 'configuration';
  /** The suite, and a pattern for its tests, that most likely catch it: where a quick look suffices. */
  readonly likely: { readonly suite: 'http' | 'api' | 'browser'; readonly grep: string };
}

/** Small faults of the kinds that have broken trains, one by one in a build whose tests then have to fail. */
export const faults: readonly Fault[] = [
  fault('history-throws', 'PHP', 'browser', 'history'),
  fault('section-edit-takes-the-page', 'PHP', 'browser', 'section'),
  fault('summary-is-lost', 'PHP', 'browser', 'edit.spec'),
  fault('any-password-is-right', 'PHP', 'browser', 'log-in'),
  fault('export-is-empty', 'PHP', 'api', 'export'),
  fault('hebrew-is-written-from-the-left', 'PHP', 'api', 'Hebrew|right to left'),
  fault('user-links-are-escaped-twice', 'PHP', 'browser', 'history|changes'),
  fault('search-shows-no-text', 'API', 'api', 'search'),
  fault('links-are-not-refreshed', 'job', 'api', 'job|template|link'),
  fault('every-page-throws', 'JavaScript', 'browser', 'read.spec'),
  fault('watch-link-does-nothing', 'JavaScript', 'browser', 'watch'),
  fault('minerva-is-too-wide', 'CSS', 'browser', 'mobile'),
  fault('vector-hides-its-views', 'CSS', 'browser', 'history|read.spec|visual'),
  fault('message-is-missing', 'message', 'browser', 'edit.spec|preview'),
  fault('uploads-are-off', 'configuration', 'api', 'upload'),
  fault('scribunto-is-not-loaded', 'configuration', 'api', 'bundled|Lua|template|loaded'),
  fault('everybody-may-protect', 'configuration', 'api', 'protect|right'),
];

function fault(name: string, kind: Fault['kind'], suite: Fault['likely']['suite'], grep: string): Fault {
  const target = kind === 'configuration' ? 'configuration' : 'mediawiki';
  return { name, kind, target, likely: { suite, grep } };
}
