import type { Definition } from '../core/definition.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import { mergeParts, type TreePart } from '../core/tree.ts';
import { type LocalisationKeys, localisationKeys } from './localisation-keys.ts';
import { LocalisationStore } from './localisation-store.ts';
import { type LocalisationRequest, rebuildLocalisation } from './rebuild-localisation.ts';

/**
 * The localisation caches of every version in a staging directory, as parts of it. Built are those of languages
 * whose messages, fallbacks or rules changed; the others are carried over.
 */
export async function ensureLocalisation(
  request: LocalisationRequest,
): Promise<Outcome<readonly TreePart[]>> {
  const tree = mergeParts(request.staged.parts);
  const store = new LocalisationStore(request.cache);
  const parts: TreePart[] = [];
  for (const version of request.staged.manifest.versions) {
    const keys = wantedKeys(await localisationKeys(version, tree), request.definition);
    if (!keys.ok) return keys;
    const built = await buildMissing(request, version, keys.value, store);
    if (!built.ok) return built;
    parts.push({ ...(await store.tree(keys.value)), target: `php-${version}/cache/l10n` });
  }
  return ok(parts);
}

/** Key by language: all, or those of the definition with the wikis' own and what they fall back to. */
function wantedKeys(
  all: LocalisationKeys,
  { languages, wikis }: Definition,
): Outcome<ReadonlyMap<string, string>> {
  const asked = [...(languages ?? []), ...wikis.map(({ lang }) => lang), 'en'];
  const unknown = asked.find((code) => !all.has(code));
  if (unknown !== undefined)
    return failed({
      kind: 'usage',
      what: `MediaWiki has no language ${unknown}.`,
      next: 'Correct `languages` or the `lang` of a wiki in the environment definition.',
    });
  const wanted = languages
    ? asked.flatMap((code) => [code, ...(all.get(code)?.fallbacks ?? [])])
    : all.keys();
  return ok(new Map([...new Set(wanted)].sort().flatMap((code) => [[code, all.get(code)?.key ?? '']])));
}

async function buildMissing(
  request: LocalisationRequest,
  version: string,
  keys: ReadonlyMap<string, string>,
  store: LocalisationStore,
): Promise<Outcome<void>> {
  const kept = await store.kept();
  const missing = new Map([...keys].filter(([, key]) => !kept.has(key)));
  if (missing.size === 0) return ok(undefined);
  return rebuildLocalisation({ ...request, version, languages: [...missing.keys()] }, (directory) =>
    store.add(directory, missing),
  );
}
