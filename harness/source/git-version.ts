/**
 * The version of MediaWiki as scap names its folder: `next` on the branch `wmf/next`, `1.45.0-wmf.3` on
 * `wmf/1.45.0-wmf.3`, `master` on master, else what `includes/Defines.php` says.
 */
export function versionOfBranch(branch: string, defined: string): string {
  const name = branch.replace(/^refs\/heads\//, '');
  if (name === 'master') return name;
  return /^wmf\/([\w.-]+)$/.exec(name)?.[1] ?? defined;
}
