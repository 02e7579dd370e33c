import { statfs } from 'node:fs/promises';

/** Bytes that whoever is not root may still write to the disk of a folder; undefined when the system does not tell. */
export async function freeBytes(folder: string): Promise<number | undefined> {
  const disk = await statfs(folder).catch(() => undefined);
  return disk && disk.bavail * disk.bsize;
}
