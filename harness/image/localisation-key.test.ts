import { expect, test } from 'vitest';
import type { TreeEntry, TreePart } from '../core/tree.ts';
import { localisationKey } from './localisation-key.ts';

const code = [
  'languages/i18n/de.json',
  'extensions/Echo/i18n/en.json',
  'extensions/VisualEditor/lib/ve/i18n/fr.json',
  'languages/messages/MessagesHe.php',
  'extensions/Cite/extension.json',
  'extensions/Cite/Cite.alias.php',
  'extensions/CategoryTree/CategoryTree.i18n.magic.php',
  'includes/language/Language.php',
];
const others = ['includes/actions/EditAction.php', 'extensions/Cite/src/Cite.php', 'skins/Vector/skin.css'];
const key = (changed?: string, version = '1.43.9') => localisationKey(version, parts(changed));

test.each([...code, 'wmf-config/extensions.php', 'wmf-config/extensions-off.json'])(
  'changes with %s',
  (path) => expect(key(path)).not.toBe(key()),
);

test.each([...others, 'wmf-config/logging.php'])('stays when %s changes', (path) =>
  expect(key(path)).toBe(key()),
);

test('changes with the version', () => expect(key(undefined, '1.43.11')).not.toBe(key()));

function parts(changed?: string): readonly TreePart[] {
  const file = (path: string): TreeEntry => ({
    kind: 'file',
    path,
    executable: false,
    bytes: 1,
    sha256: path === changed ? 'changed' : 'same',
  });
  return [
    { directory: '/a', target: 'php-1.43.9', entries: [...code, ...others].map(file) },
    {
      directory: '/b',
      target: '',
      entries: ['wmf-config/extensions-off.json', 'wmf-config/extensions.php', 'wmf-config/logging.php'].map(
        file,
      ),
    },
  ];
}
