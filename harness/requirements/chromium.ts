import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import { installCommand, installPackages } from './apt.ts';
import type { Machine } from './machine.ts';
import type { Detection, Requirement } from './requirement.ts';

/** The DejaVu fonts have Hebrew, which the right-to-left wiki shows. */
const packages = ['chromium', 'chromium-headless-shell', 'fonts-dejavu-core'];

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

const download = ['npx', 'playwright', 'install', 'chromium'] as const;

/** Playwright's own browser is as good, and needs no rights on the machine. */
export const chromium: Requirement = {
  name: 'Chromium',
  neededFor: 'the suites that use a browser',
  optional: false,
  async detect(machine) {
    const browser = await findBrowser(machine);
    return browser ? { state: 'found', detail: browser } : missing(machine);
  },
  install(machine) {
    if (machine.platform !== 'debian') return undefined;
    return { what: packages.join(' '), run: () => install(machine) };
  },
};

/** As the suites look for it: the one that was named and no other, else the system's, else Playwright's. */
async function findBrowser({ env, find, playwrightsOwn }: Machine): Promise<string | undefined> {
  if (env.GM1_CHROMIUM) return find(env.GM1_CHROMIUM);
  for (const name of names) {
    const browser = await find(name);
    if (browser) return browser;
  }
  return find(await playwrightsOwn());
}

function missing(machine: Machine): Detection {
  const detail = machine.env.GM1_CHROMIUM
    ? `GM1_CHROMIUM names ${machine.env.GM1_CHROMIUM}, which is no program`
    : 'neither on the PATH nor downloaded by Playwright';
  const usesApt = machine.platform === 'debian' && machine.authority !== 'none';
  return { state: 'missing', detail, mend: usesApt ? installCommand(machine, packages) : download.join(' ') };
}

/** Some systems with apt have no Chromium in it, and some users no right to install it. */
async function install(machine: Machine): Promise<Outcome<void>> {
  if (machine.authority === 'none') return downloadPlaywrights(machine);
  const installed = await installPackages(machine, packages);
  if (installed.ok) return installed;
  const downloaded = await downloadPlaywrights(machine);
  return downloaded.ok ? downloaded : installed;
}

async function downloadPlaywrights({ command, project }: Machine): Promise<Outcome<void>> {
  const [npx, ...args] = download;
  const { exitCode, stderr } = await command.run(npx, args, { cwd: project });
  return exitCode === 0 ? ok(undefined) : failed(noDownload(stderr));
}

function noDownload(stderr: string): Failure {
  return {
    kind: 'infrastructure',
    what: 'Playwright could not download its Chromium.',
    why: stderr.trim().split('\n').slice(-3).join('\n'),
    next: 'Install Chromium in your own way, and let GM1_CHROMIUM name it if it is not on the PATH.',
  };
}
