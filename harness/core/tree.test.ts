import { expect, test } from 'vitest';
import { countFiles, mergeParts, type TreeEntry } from './tree.ts';

const file = (path: string): TreeEntry => ({ kind: 'file', path, executable: false, bytes: 1, sha256: 'a' });

test('a file that a part at the root replaces is counted once, as the merged tree has it', () => {
  const parts = [
    { directory: '/code', target: 'php-1', entries: [file('LocalSettings.php'), file('index.php')] },
    { directory: '/config', target: '', entries: [file('php-1/LocalSettings.php'), file('w/index.php')] },
  ];
  const merged = mergeParts(parts).filter(({ entry }) => entry.kind === 'file');
  expect([countFiles(parts), merged.length]).toEqual([3, 3]);
});
