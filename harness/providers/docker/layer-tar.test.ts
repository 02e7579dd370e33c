import { expect, test } from 'vitest';
import type { TreeEntry } from '../../core/tree.ts';
import { membersOf } from './layer-tar.ts';

const folder = (path: string): TreeEntry => ({ kind: 'folder', path });
const file = (path: string, sha256: string): TreeEntry => ({
  kind: 'file',
  path,
  executable: false,
  bytes: 1,
  sha256,
});

test('names every folder down to the target, before what is in it', () => {
  const parts = [
    { directory: '/tree', target: 'php-1', entries: [folder('b'), file('b/c', 'x'), file('b-a', 'x')] },
  ];
  expect(membersOf(parts, '/srv/mediawiki').map(({ name }) => name)).toEqual([
    'srv',
    'srv/mediawiki',
    'srv/mediawiki/php-1',
    'srv/mediawiki/php-1/b',
    'srv/mediawiki/php-1/b-a',
    'srv/mediawiki/php-1/b/c',
  ]);
});

test('takes the later of two entries with one path', () => {
  const parts = [
    { directory: '/code', target: 'php-1', entries: [file('LocalSettings.php', 'theirs')] },
    { directory: '/beside', target: '', entries: [folder('php-1'), file('php-1/LocalSettings.php', 'ours')] },
  ];
  const members = membersOf(parts, '/srv');
  expect(members.filter(({ name }) => name.endsWith('.php'))).toMatchObject([
    { entry: { sha256: 'ours' }, source: '/beside/php-1/LocalSettings.php' },
  ]);
});
