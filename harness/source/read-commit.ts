import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { type Outcome, ok } from '../core/failure.ts';
import { readIfPresent, writeWhole } from '../system/files.ts';
import { parseJson } from '../system/parse-json.ts';
import { type CommitAt, type GitEntry, listCommit, readObjects } from './git-objects.ts';

export interface CommitContent {
  /** Seconds since 1970. */
  readonly committed: number;
  /** All that the commit has, submodules included. */
  readonly listed: readonly GitEntry[];
}

const contentSchema: z.ZodType<CommitContent> = z.object({
  committed: z.number(),
  listed: z.array(
    z.object({
      kind: z.enum(['file', 'link', 'submodule']),
      path: z.string(),
      mode: z.string(),
      id: z.string(),
    }),
  ),
});

/**
 * What a commit is: as noted beside its kept tree, since starting git for scores of submodules would take most of a
 * build's time; else as git says. Fails when objects of it are missing.
 */
export async function readCommit(at: CommitAt): Promise<Outcome<CommitContent>> {
  const noted = contentSchema.safeParse(parseJson((await readIfPresent(noteIn(keptTreeOf(at)))) ?? ''));
  if (noted.success) return ok(noted.data);
  const listed = await listCommit(at);
  if (!listed.ok) return listed;
  const date = ['show', '--no-patch', '--no-show-signature', '--format=%ct', at.commit];
  const shown = await readObjects(at, date);
  return shown.ok ? ok({ committed: Number(shown.value), listed: listed.value }) : shown;
}

/** Notes what `readCommit` finds the next time; `directory` becomes the commit's kept tree. */
export async function noteCommit(directory: string, content: CommitContent): Promise<void> {
  await writeWhole(noteIn(directory), JSON.stringify(content));
}

/** Where the files of a commit are kept. */
export function keptTreeOf({ gitDir, commit }: Pick<CommitAt, 'gitDir' | 'commit'>): string {
  return join(dirname(gitDir), 'trees', basename(gitDir), commit);
}

function noteIn(directory: string): string {
  return join(directory, 'commit.json');
}
