import { expect, test } from 'vitest';
import type { ListedBuild } from '../image/describe-builds.ts';
import { buildListText } from './build-list.ts';

const now = new Date('2026-11-22T12:00:00Z');

const build: ListedBuild = {
  id: '20261122T115500Z-train-0123abcd',
  track: 'train',
  environment: 'group-minus-1',
  version: '1.43.9',
  kind: 'incremental',
  startedAt: '2026-11-22T11:55:00Z',
  seconds: 2.4,
  bytes: 1_581_000_000,
  image: { ref: 'gm1/mediawiki:1.43.9-0123456789ab', digest: 'sha256:1' },
  there: true,
  users: ['environment mine (train)', 'run 20261122-115500-abcd', 'newest build of group-minus-1 (train)'],
};
const { environment: _environment, ...nameless } = build;
const older: ListedBuild = {
  ...nameless,
  id: '20261101T115500Z-next-0123abcd',
  version: '1.47.0-wmf.12',
  kind: 'full',
  startedAt: '2026-11-01T11:55:00Z',
  seconds: 125,
  there: false,
  users: [],
};

test('builds are columns with version, image and users below, in 100 characters', () => {
  const text = buildListText([build, older], now);
  expect(text).toMatchInlineSnapshot(`
    "BUILD                            AGE    ENVIRONMENT    KIND         SIZE      TOOK
    20261122T115500Z-train-0123abcd  5 min  group-minus-1  incremental  1 581 MB  2.4 s
      MediaWiki 1.43.9 in gm1/mediawiki:1.43.9-0123456789ab · environment mine (train)
      run 20261122-115500-abcd · newest build of group-minus-1 (train)
    20261101T115500Z-next-0123abcd   21 d   -              full         1 581 MB  2 min 05 s
      MediaWiki 1.47.0-wmf.12 in gm1/mediawiki:1.43.9-0123456789ab · gone
    "
  `);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
});

test.each([
  ['2026-11-22T11:59:30Z', '0 min'],
  ['2026-11-22T12:00:30Z', '0 min'],
  ['2026-11-22T10:00:01Z', '119 min'],
  ['2026-11-22T10:00:00Z', '2 h'],
  ['2026-11-20T12:00:01Z', '47 h'],
  ['2026-11-20T12:00:00Z', '2 d'],
])('a build of %s is %s old', (startedAt, age) => {
  expect(buildListText([{ ...build, startedAt }], now)).toContain(`-0123abcd  ${age}  `);
});

test('without builds the list says how to make one', () => {
  expect(buildListText([], now)).toBe('Nothing was built yet; "gm1 build" builds the image of a track.\n');
});
