import { spawn } from 'node:child_process';

type Env = Readonly<Record<string, string | undefined>>;

/** The program that opens an address as the desktop is set up to; undefined when there is no desktop. */
function browserOpener(platform: NodeJS.Platform, env: Env): string | undefined {
  if (platform === 'darwin') return 'open';
  return env.DISPLAY || env.WAYLAND_DISPLAY ? 'xdg-open' : undefined;
}

/** Opens an address in the system's browser, which outlives this process; false when there is none. */
export function openBrowser(url: string, env: Env): Promise<boolean> {
  const opener = browserOpener(process.platform, env);
  if (opener === undefined) return Promise.resolve(false);
  const browser = spawn(opener, [url], { detached: true, stdio: 'ignore' });
  return new Promise((resolve) => {
    browser.once('error', () => resolve(false));
    browser.once('spawn', () => {
      browser.unref();
      resolve(true);
    });
  });
}
