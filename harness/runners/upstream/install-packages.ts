import { hash } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, type Outcome, ok } from '../../core/failure.ts';
import type { Command } from '../../system/command.ts';
import { exists, moveUnlessThere, writeWhole } from '../../system/files.ts';
import table from './packages.json' with { type: 'json' };

export interface Packages {
  /** Whether its WebdriverIO drives Chromium by ChromeDriver, not by DevTools. */
  readonly needsChromeDriver: boolean;
  readonly packages: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, string>>;
}

/** The npm packages that belong to a MediaWiki's tests; the nearest known ones when its version is not in the table. */
export function packagesOf(version: string): Packages {
  const asked = minorOf(version);
  const known = table.find(({ to }) => asked <= minorOf(to)) ?? table[table.length - 1];
  if (!known) throw new Error('packages.json is empty.');
  return known;
}

/** A folder with `node_modules`, installed once for each set of packages: later no network is needed. */
export async function installPackages(
  { packages, overrides }: Pick<Packages, 'packages' | 'overrides'>,
  cache: string,
  command: Command,
  signal: AbortSignal,
): Promise<Outcome<string>> {
  const manifest = JSON.stringify({ private: true, dependencies: packages, overrides }, null, 2);
  const folder = join(cache, 'upstream', 'packages', hash('sha256', manifest).slice(0, 12));
  if (await exists(join(folder, 'node_modules'))) return ok(folder);
  await mkdir(join(folder, '..'), { recursive: true });
  const draft = await mkdtemp(`${folder}.part-`);
  await writeWhole(join(draft, 'package.json'), manifest);
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const installed = await command.run('npm', args, { cwd: draft, signal, ownGroup: true });
  if (installed.exitCode === 0 && (await moveUnlessThere(draft, folder))) return ok(folder);
  await rm(draft, { recursive: true, force: true });
  if (installed.exitCode === 0) return ok(folder);
  return failed({
    kind: 'infrastructure',
    what: "The npm packages of upstream's suites could not be installed.",
    why: installed.stderr.trim().split('\n').slice(-3).join(' ') || installed.reason || '',
    next: 'See whether npm reaches its registry, then run the suite again; once they are there no network is needed.',
  });
}

function minorOf(version: string): number {
  return Number(version.split('.')[1] ?? Number.POSITIVE_INFINITY);
}
