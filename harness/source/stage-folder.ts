import { rm } from 'node:fs/promises';
import { exists, moveUnlessThere } from '../system/files.ts';

/**
 * Makes a folder whose name says what is in it, unless it is there; whole or not at all, so that two who make the same
 * one cannot meet a half.
 */
export async function makeFolderOnce(
  directory: string,
  fill: (draft: string) => Promise<void>,
): Promise<void> {
  if (await exists(directory)) return;
  const draft = `${directory}.${process.pid}.${crypto.randomUUID().slice(0, 8)}.part`;
  try {
    await fill(draft);
    await moveUnlessThere(draft, directory);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
