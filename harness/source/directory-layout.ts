import { versionOf } from './versions.ts';

/** What a folder on disk is, judged by the names in it. */
export type DirectoryLayout =
  | { readonly kind: 'checkout' }
  /** A staging directory as scap lays it out; `trees` are its `php-<version>` folders, sorted. */
  | { readonly kind: 'staging'; readonly trees: readonly string[] }
  | { readonly kind: 'unknown' };

/** `names` are those in the folder; whether `includes` is MediaWiki's is for its reader to see. */
export function layoutOf(names: readonly string[]): DirectoryLayout {
  const trees = names.filter((name) => versionOf(name) !== undefined).sort();
  if (trees.length > 0 || names.includes('wikiversions.json')) return { kind: 'staging', trees };
  return names.includes('includes') ? { kind: 'checkout' } : { kind: 'unknown' };
}

/** MediaWiki's version as `includes/Defines.php` defines it. */
export function versionDefinedIn(definesPhp: string): string | undefined {
  return /define\(\s*['"]MW_VERSION['"]\s*,\s*['"]([\w.-]+)['"]\s*\)/.exec(definesPhp)?.[1];
}

/** What nobody but its owner looks into, wherever it lies. */
export const privateNames: readonly string[] = ['.git', '.gm1', 'node_modules'];

const leftOutAtRoot = ['LocalSettings.php', 'private', '.env'];

/** What of a checkout stays out of an image: history, development tools, secrets, and what a wiki wrote. */
export function isLeftOut(path: string): boolean {
  if (privateNames.includes(path.slice(path.lastIndexOf('/') + 1))) return true;
  return leftOutAtRoot.includes(path) || path.startsWith('cache/') || path.startsWith('images/');
}

/** The same for git: what of a checkout no one asks it about; `path` is the checkout's below MediaWiki's root. */
export function leftOutPathspecs(path: string): readonly string[] {
  const anywhere = privateNames.flatMap((name) => [`**/${name}`, `**/${name}/**`]);
  const atRoot = path === '' ? [...leftOutAtRoot, 'private/**', 'cache/**', 'images/**'] : [];
  return [...anywhere, ...atRoot].map((glob) => `:(exclude,glob)${glob}`);
}
