/** Content by path below the image's root. */
export type Files = Readonly<Record<string, string>>;

/** Not in one piece, or this file could not be in an image itself. */
export const privateKey = `-----BEGIN RSA ${'PRIVATE'} KEY-----\nMIIB\n-----END RSA ${'PRIVATE'} KEY-----\n`;
const patchMail = `${'From'} ${'0123456789'.repeat(4)} Mon Sep 17 00:00:00 2001\nSubject: [PATCH] SECURITY\n`;
export const core = 'srv/mediawiki/php-1.43.9';

/** What no audit may find fault with. */
export const clean: Files = {
  [`${core}/includes/Defines.php`]: '<?php',
  [`${core}/includes/a.php`]: '$wgSecretKey = $x;\n$wgSecretKey = false;\n$wgDBpassword = getenv( "X" );\n',
  [`${core}/includes/b.php`]: `$wgSecretKey = '';\n$wgUpgradeKey = "";\nif ( $wgSecretKey == 'x' ) {}\n`,
  [`${core}/resources/mediawiki.diff/styles.less`]: '',
  [`${core}/resources/lib/pako/pako_deflate.patch`]: '',
  [`${core}/extensions/One/patches/player.patch`]: '--- a\n+++ b\n',
  [`${core}/extensions/One/.npmrc`]: `//registry.example.org/:_authToken=\${NPM_TOKEN}\n`,
  [`${core}/extensions/One/.gitignore`]: '',
  [`${core}/extensions/One/src/Hooks.php`]: `$key = <<<EOK\n${privateKey}EOK;\n`,
  [`${core}/vendor/one/jwt/README.md`]: privateKey,
  [`${core}/tests/phpunit/key.pem`]: privateKey,
  [`${core}/tests/phpunit/LocalSettings.php`]: "$wgSecretKey = 'any';\n",
  'home/ada/.profile': '',
};

type Planted = readonly (readonly [what: string, path: string, content: string])[];

/** What an audit has to find, with its name for it. */
export const planted: Readonly<Record<string, Planted>> = {
  names: [
    ['a version control folder', `${core}/extensions/One/.git/HEAD`, 'ref: refs/heads/master\n'],
    ['a version control folder', `${core}/skins/Two/.git`, 'gitdir: ../../.git/modules/Two\n'],
    ['a patch', `${core}/x.patch`, ''],
    ['a file of secrets', 'opt/.netrc', ''],
  ],
  homes: [
    ["a file of somebody's home", `${core}/.ssh/config`, ''],
    ["a file of somebody's home", 'root/notes', ''],
    ["a file of somebody's home", 'home/ada/x', ''],
  ],
  texts: [
    ['a private key', `${core}/includes/notes.txt`, `As agreed:\n${privateKey}`],
    ['a private key', `${core}/extensions/One/deploy.key`, privateKey],
    ['a password of a wiki', 'srv/mediawiki/wmf-config/Secret.php', "$wgSecretKey\t=\t'0123abcd';\n"],
    ['a token', `${core}/includes/token.js`, `const token = 'ghp_${'a'.repeat(36)}';\n`],
    ["a commit's patch", `${core}/extensions/One/patches/innocent`, patchMail],
  ],
  'odd-names': [
    ['a private key', `${core}/-e\nnew line`, privateKey],
    ['a private key', `${core}/A 'quoted' "näme" $(id) \\.txt`, privateKey],
    ['a token', `${core}/extensions/One/.npmrc`, `//npm.example.org/:_authToken=${'01234567'.repeat(4)}\n`],
  ],
};
