import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isMissing } from '../system/files.ts';

/**
 * Makes a folder whose name says what is in it, unless it is there; whole or not at all, so that two who make the same
 * one cannot meet a half.
 */
export async function makeFolderOnce(
  directory: string,
  fill: (draft: string) => Promise<void>,
): Promise<void> {
  if (await isThere(directory)) return;
  const draft = `${directory}.${process.pid}.${crypto.randomUUID().slice(0, 8)}.part`;
  try {
    await fill(draft);
    await mkdir(dirname(directory), { recursive: true });
    await putInPlace(draft, directory);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** What somebody else put there meanwhile is as good. */
async function putInPlace(draft: string, directory: string): Promise<void> {
  try {
    await rename(draft, directory);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOTEMPTY')) throw error;
  }
}
