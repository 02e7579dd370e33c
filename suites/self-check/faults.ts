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
  fault('history-throws', 'PHP', 'browser', 'history lists each revision'),
  fault('section-edit-takes-the-page', 'PHP', 'browser', 'edit of one section'),
  fault('summary-is-lost', 'PHP', 'browser', 'edit by form is saved'),
  fault('any-password-is-right', 'PHP', 'api', 'wrong password is refused'),
  fault('export-is-empty', 'PHP', 'api', 'export of a history holds'),
  fault('hebrew-is-written-from-the-left', 'PHP', 'api', 'written from right to left'),
  fault('user-links-are-escaped-twice', 'PHP', 'browser', 'contributions|recent changes shows'),
  fault('search-shows-no-text', 'API', 'api', 'result of a search shows'),
  fault('links-are-not-refreshed', 'job', 'api', 'edit to a template the job|edit of a template reaches'),
  fault('every-page-throws', 'JavaScript', 'browser', 'link to a missing page'),
  fault('watch-link-does-nothing', 'JavaScript', 'browser', 'page is watched'),
  fault('minerva-is-too-wide', 'CSS', 'browser', 'phone'),
  fault('vector-hides-its-views', 'CSS', 'browser', 'shows a page, its tabs'),
  fault('message-is-missing', 'message', 'browser', 'preview shows the text'),
  fault('uploads-are-off', 'configuration', 'api', 'uploaded image is described'),
  fault('scribunto-is-not-loaded', 'configuration', 'api', 'every bundled extension'),
  fault('everybody-may-protect', 'configuration', 'api', 'nobody but a sysop protects|user has the rights'),
];

function fault(name: string, kind: Fault['kind'], suite: Fault['likely']['suite'], grep: string): Fault {
  const target = kind === 'configuration' ? 'configuration' : 'mediawiki';
  return { name, kind, target, likely: { suite, grep } };
}
