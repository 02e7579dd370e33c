import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';

export type Env = Readonly<Record<string, string | undefined>>;

interface Program {
  /** Its path, when the system's own is not to be used. */
  readonly variable: string;
  readonly names: readonly string[];
  readonly failure: Failure;
}

const chromium: Program = {
  variable: 'GM1_CHROMIUM',
  names: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'],
  failure: {
    kind: 'infrastructure',
    what: 'Chromium was not found.',
    next: 'Run "npm run setup" (on Debian it installs the package chromium), or put the path into GM1_CHROMIUM.',
  },
};

/** Chromium without its windows starts and draws in four fifths of the time; Playwright prefers it, too. */
const withoutWindows = ['chromium-headless-shell', 'chrome-headless-shell'];

const chromedriver: Program = {
  variable: 'GM1_CHROMEDRIVER',
  names: ['chromedriver'],
  failure: {
    kind: 'infrastructure',
    what: 'ChromeDriver was not found.',
    next: 'Run "npm run setup" (on Debian it installs the package chromium-driver), or put the path into GM1_CHROMEDRIVER.',
  },
};

/**
 * `GM1_CHROMIUM`, else the system's, else the one that Playwright downloaded. For a `headless` one the system's headless
 * shell comes first.
 */
export async function findChromium(env: Env, look?: 'headless'): Promise<Outcome<string>> {
  const names = look ? [...withoutWindows, ...chromium.names] : chromium.names;
  const found = await find({ ...chromium, names }, env);
  if (found.ok || env[chromium.variable]) return found;
  // Loaded only when it is needed: it takes longer than all else here.
  const playwright = await import('@playwright/test');
  const downloaded = playwright.chromium.executablePath();
  return (await isExecutable(downloaded)) ? ok(downloaded) : found;
}

/** `GM1_CHROMEDRIVER`, else the system's. */
export function findChromeDriver(env: Env): Promise<Outcome<string>> {
  return find(chromedriver, env);
}

async function find({ variable, names, failure }: Program, env: Env): Promise<Outcome<string>> {
  const named = env[variable];
  if (named) {
    if (await isExecutable(named)) return ok(named);
    return failed({ ...failure, what: `${variable} names ${named}, which is no program that can be run.` });
  }
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  for (const path of names.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    if (await isExecutable(path)) return ok(path);
  }
  return failed(failure);
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
