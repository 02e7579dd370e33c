import { z } from 'zod';
import { failed, type Outcome, ok } from '../core/failure.ts';
import { parseJson } from '../system/parse-json.ts';
import type { BuildSide } from './build-side.ts';

const checkoutSchema = z.object({
  repo: z.string(),
  branch: z.string().nullish(),
  commit_ref: z.string(),
});

const deploymentSchema = z.object({
  common: z.array(checkoutSchema).default([]),
  versions: z
    .record(z.string(), z.array(checkoutSchema))
    .refine((versions) => Object.keys(versions).length > 0),
});

/** Reads scap's `deployment-info.json`, or what `deployment-info.php?all` answers; `origin` is its file or URL. */
export function readDeploymentInfo(text: string, origin: string): Outcome<BuildSide> {
  const { data } = deploymentSchema.safeParse(parseJson(text));
  if (!data)
    return failed({
      kind: 'usage',
      what: `${origin} is not what scap calls deployment-info.json: a map of versions with their checkouts.`,
      next: 'Give such a file, or the URL /w/deployment-info.php?all of a wiki.',
    });
  const versions = Object.entries(data.versions).sort(([a], [b]) => order.compare(rankOf(a), rankOf(b)));
  return ok({
    common: data.common.map(toSide),
    versions: versions.map(([version, checkouts]) => ({ version, checkouts: checkouts.map(toSide) })),
  });
}

function toSide({ repo, branch, commit_ref }: z.infer<typeof checkoutSchema>) {
  return { repo, commit_ref, ...(branch && { branch }) };
}

const order = new Intl.Collator('en', { numeric: true });

/** scap's order: numbers, then `next` and `branch_cut_pretest`, then `master`. */
function rankOf(version: string): string {
  if (version === 'master') return `2 ${version}`;
  return /^\d/.test(version) ? `0 ${version}` : `1 ${version}`;
}
