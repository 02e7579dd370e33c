import { open, rename, rm } from 'node:fs/promises';
import { linesOfFile } from '../../harness/system/lines-of-file.ts';

/** Base64 of a file that the page holds: `d('history/history.json','…')`. */
const historyLine = /d\('history\/([\w-]+\.json)',\s*'([^']*)'\)/;

/**
 * Takes the script of Google's analytics out of the page that Allure wrote, for a report tells nobody that it is read, and
 * gives the files of its history by name. Goes line by line: the page holds every screenshot.
 */
export async function finishPage(index: string): Promise<ReadonlyMap<string, string>> {
  const history = new Map<string, string>();
  const draft = `${index}.part`;
  try {
    {
      await using file = await open(draft, 'w');
      let isAnalytics = false;
      for (const line of linesOfFile(index)) {
        const [, name, data] = historyLine.exec(line) ?? [];
        if (name && data) history.set(name, Buffer.from(data, 'base64').toString('utf8'));
        isAnalytics ||= line.includes('<script') && line.includes('googletagmanager.com');
        if (!isAnalytics) await file.appendFile(`${line}\n`);
        if (line.trim() === '</script>') isAnalytics = false;
      }
    }
    await rename(draft, index);
    return history;
  } finally {
    await rm(draft, { force: true });
  }
}
