import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import { mergeParts, type TreeEntry, type TreePart } from '../core/tree.ts';
import { forbiddenNames, forbiddenTexts, isPublished, notToBeThere } from './audit-rules.ts';
import { stagePath } from './recipe.ts';

export interface LayerAudit {
  readonly ref: string;
  /** The layer, as parts of the staging directory. */
  readonly layer: readonly TreePart[];
  /** Paths in the staging directory whose content counts; the names of all do. */
  readonly counts: (path: string) => boolean;
}

/**
 * Looks into the one layer that an image has above an image which was looked into under the same rules. Nothing else is in
 * the finished image: its contents were packed under the hashes that are compared here.
 */
export async function auditLayer({ ref, layer, counts }: LayerAudit): Promise<Outcome<void>> {
  const placed = mergeParts(layer);
  const found = placed.flatMap(({ entry }) => findName(entry));
  for (const { entry, source } of placed) {
    if (entry.kind !== 'file' || source === undefined || !counts(entry.path)) continue;
    const content = await readFile(source);
    if (hash('sha256', content) !== entry.sha256) return failed(changedMeanwhile(source));
    found.push(...findTexts(content).map((what) => `${what}: ${stagePath}/${entry.path}`));
  }
  const secret = [...new Set(found)].filter((finding) => !isPublished(finding));
  return secret.length > 0 ? failed(notToBeThere(ref, secret)) : ok(undefined);
}

/** The outermost folder or file of a path with a forbidden name. */
function findName({ path, kind }: TreeEntry): readonly string[] {
  const names = path.split('/');
  for (const [index, name] of names.entries()) {
    const isFile = kind === 'file' && index === names.length - 1;
    const rule = forbiddenNames.find((each) => each.names.some((known) => isNamed(name, known, isFile)));
    if (rule) return [`${rule.what}: ${stagePath}/${names.slice(0, index + 1).join('/')}`];
  }
  return [];
}

/** What ends in such a way counts as a file alone: libraries have folders of such names. */
function isNamed(name: string, known: string, isFile: boolean): boolean {
  return known.startsWith('*') ? isFile && name.endsWith(known.slice(1)) : name === known;
}

const texts = forbiddenTexts.map(({ what, pattern }) => ({ what, pattern: new RegExp(pattern) }));

function findTexts(content: Buffer): readonly string[] {
  // What has such a byte is no text to grep, either.
  if (content.includes(0)) return [];
  const lines = content.toString('latin1').split('\n');
  return texts.filter(({ pattern }) => lines.some((line) => pattern.test(line))).map(({ what }) => what);
}

function changedMeanwhile(source: string): Failure {
  return {
    kind: 'usage',
    what: `${source} changed while the image was being built.`,
    next: 'Build again once nothing writes there any more.',
  };
}
