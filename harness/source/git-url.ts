import { hash } from 'node:crypto';

/** The text without the user names and passwords of the URLs in it. */
export function withoutUserinfo(text: string): string {
  return text.replaceAll(/:\/\/[^/\s'"]*@/g, '://');
}

/** The URL with its start replaced; of several starts the longest counts. */
export function mirrorOf(url: string, mirrors: Readonly<Record<string, string>>): string {
  const starts = Object.keys(mirrors).filter((start) => url.startsWith(start));
  const longest = starts.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? url : `${mirrors[longest]}${url.slice(longest.length)}`;
}

/** A submodule's URL as `.gitmodules` has it, which may be relative to the URL of the repository around it. */
export function resolveUrl(parent: string, url: string): string {
  let [base, separator, rest] = [parent.replace(/\/+$/, ''), '/', url];
  for (let step = relativeStep(rest); step; step = relativeStep(rest)) {
    rest = rest.slice(step.length);
    if (step === './') continue;
    // In `git@host:core` the host is followed by a colon.
    separator = /[/:](?=[^/:]*$)/.exec(base)?.[0] ?? '/';
    base = base.replace(/[/:][^/:]*$/, '');
  }
  return rest === url ? url : `${base}${separator}${rest}`;
}

function relativeStep(url: string): string | undefined {
  return /^\.{1,2}\//.exec(url)?.[0];
}

/** A repository's name without its host, `mediawiki/extensions/Echo`; of a local path the last two parts. */
export function repositoryName(url: string): string {
  const named = (path: string) => path.replace(/\/+$/, '').replace(/\/?\.git$/, '');
  const remote = /^(?!file:)[\w+.-]+:\/\/[^/]*\/(.*)$/.exec(url) ?? /^[^/:]+:(?!\/\/)\/?(.*)$/.exec(url);
  if (remote) return named(remote[1] ?? '').replace(/^\/*(r\/)?/, '');
  return named(url).split('/').slice(-2).join('/');
}

/** A folder's name for what is kept of the repository: readable, and different for different URLs. */
export function repositoryKey(url: string): string {
  const plain = withoutUserinfo(url)
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  const readable = repositoryName(plain).replaceAll(/[^\w.-]+/g, '-');
  return `${readable}-${hash('sha256', plain).slice(0, 8)}`;
}
