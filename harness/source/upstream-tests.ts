import { join, posix } from 'node:path';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { UpstreamTests } from '../core/upstream-tests.ts';
import { fetchDebianTests } from './debian-tests.ts';
import type { FetchedTree } from './fetched-tree.ts';
import { type SourceRequest, sourceOf } from './source.ts';

const testFolder = /^((?:(?:extensions|skins)\/[^/]+\/)?tests\/(?:selenium|api-testing))\//;

/** Upstream's tests at the revision of a track. `base` is the ref of a bare Debian to work in. */
export async function fetchUpstreamTests(
  request: SourceRequest,
  base: string,
): Promise<Outcome<UpstreamTests>> {
  const source = request.definition.tracks[request.track];
  if (source.kind === 'debian') return fetchDebianTests({ ...request, suite: source.suite, base });
  const fetched = await sourceOf(request).fetch(base);
  if (!fetched.ok) return fetched;
  const tests = testsOf(fetched.value);
  if (tests.folders.length > 0) return ok(tests);
  return failed({
    kind: 'infrastructure',
    what: `The code of ${request.track} has no tests/selenium and no tests/api-testing.`,
    next: 'Take it from git, from a directory with its tests or from Debian, or leave these suites out.',
  });
}

/** Of the first version of a tree, wherever its parts lie. */
function testsOf({ versions }: FetchedTree): UpstreamTests {
  const [first] = versions;
  const folders = new Map<string, string>();
  for (const { directory, target, entries } of first?.parts ?? []) {
    const below = posix.relative(`php-${first?.version}`, target);
    for (const { path } of entries) {
      const to = testFolder.exec(posix.join(below, path))?.[1];
      if (to) folders.set(to, join(directory, posix.relative(below, to)));
    }
  }
  return {
    version: first?.version ?? '',
    folders: [...folders].map(([to, from]) => ({ to, from })),
  };
}
