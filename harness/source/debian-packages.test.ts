import { expect, test } from 'vitest';
import { debianCheckouts, parseDebianPackages } from './debian-packages.ts';

const hash = 'e'.repeat(64);
const whole = `Get:1 mirror trixie InRelease
package mediawiki 1:1.43.9+dfsg-1~deb13u1 ${hash}
package mediawiki-classes 1:1.43.9+dfsg-1~deb13u1 ${hash}
version 1.43.9
tree 6252277f7102
`;

test('reads packages, version and tree among the lines of apt', () => {
  const version = '1:1.43.9+dfsg-1~deb13u1';
  expect(parseDebianPackages(whole)).toEqual({
    version: '1.43.9',
    tree: '6252277f7102',
    packages: [
      { name: 'mediawiki', version, sha256: hash },
      { name: 'mediawiki-classes', version, sha256: hash },
    ],
  });
});

test.each(['package', 'version', 'tree'])('takes nothing from an output without a line of %s', (word) => {
  expect(parseDebianPackages(whole.replaceAll(new RegExp(`^${word} .*$`, 'gm'), ''))).toBeUndefined();
});

test('makes a checkout of each package, all in the tree of the version', () => {
  const packages = parseDebianPackages(whole);
  expect(packages && debianCheckouts('trixie', packages)[1]).toEqual({
    repo: 'debian/mediawiki-classes',
    path: 'php-1.43.9',
    branch: 'trixie',
    commit_ref: '1:1.43.9+dfsg-1~deb13u1',
    sha256: hash,
  });
});
