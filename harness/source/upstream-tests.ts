import { posix } from 'node:path';
import { failed, type Outcome, ok } from '../core/failure.ts';
import { mergeParts } from '../core/tree.ts';
import type { UpstreamTests } from '../core/upstream-tests.ts';
import { fetchDebianTests } from './debian-tests.ts';
import type { FetchedTree } from './fetched-tree.ts';
import { type SourceRequest, sourceOf } from './source.ts';

const testFile = /^(?:(?:extensions|skins)\/[^/]+\/)?tests\/(?:selenium|api-testing)\//;

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
  if (tests.files.length > 0) return ok(tests);
  return failed({
    kind: 'infrastructure',
    what: `The code of ${request.track} has no tests/selenium and no tests/api-testing.`,
    next: 'Take it from git, from a directory with its tests or from Debian, or leave these suites out.',
  });
}

/** Of the first version of a tree, wherever its parts lie. */
function testsOf({ versions }: FetchedTree): UpstreamTests {
  const [first] = versions;
  const files = mergeParts(first?.parts ?? []).flatMap(({ entry, source }) => {
    const to = posix.relative(`php-${first?.version}`, entry.path);
    return source && entry.kind === 'file' && testFile.test(to) ? [{ from: source, to }] : [];
  });
  return { version: first?.version ?? '', files };
}
