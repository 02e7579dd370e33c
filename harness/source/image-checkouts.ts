import { z } from 'zod';
import type { Checkout } from '../core/manifest.ts';
import type { TreeEntry } from '../core/tree.ts';
import { treeHash } from '../system/list-tree.ts';
import { parseJson } from '../system/parse-json.ts';

const infoSchema = z.object({
  versions: z.record(
    z.string(),
    z.array(z.object({ repo: z.string(), branch: z.string().nullish(), commit_ref: z.string() })),
  ),
});

export interface ImageCheckoutsRequest {
  readonly version: string;
  /** Of the version's tree. */
  readonly entries: readonly TreeEntry[];
  /** The text of the image's own `deployment-info.json`. */
  readonly info?: string;
  /** Stands for checkouts that the image does not tell of: its name without a tag, and its digest. */
  readonly image: { readonly name: string; readonly digest: string };
}

/**
 * The checkouts of a version in an image, as its `deployment-info.json` has them, where their names say that they lie;
 * without that file one, which the image's digest identifies. The hash of the tree counts, since nobody vouches that it
 * is what the commits say.
 */
export function imageCheckouts({
  version,
  entries,
  info,
  image,
}: ImageCheckoutsRequest): readonly Checkout[] {
  const known = infoSchema.safeParse(parseJson(info ?? '')).data?.versions[version] ?? [];
  const told = known.length > 0 ? known : [{ repo: image.name, commit_ref: image.digest, branch: undefined }];
  const folders = new Set(entries.flatMap(({ kind, path }) => (kind === 'folder' ? [path] : [])));
  const content = treeHash(entries);
  return told.map(({ repo, branch, commit_ref }, index) => {
    const below = folderOf(repo);
    const path = folders.has(below) ? `php-${version}/${below}` : `php-${version}`;
    return { repo, path, ...(branch && { branch }), commit_ref, ...(index === 0 && { content }) };
  });
}

/** Where wmf branches have a repository of Gerrit, relative to MediaWiki's root; empty for core and unknown ones. */
function folderOf(repo: string): string {
  return /(?:^|\/)mediawiki\/((?:extensions|skins)\/.+|vendor)$/.exec(repo)?.[1] ?? '';
}
