import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isMissing } from '../system/files.ts';

/** The kinds of wikis that a configuration knows, sorted: the files of its `wmf-config/shapes/`; none without them. */
export async function readShapes(configFolder: string): Promise<readonly string[]> {
  try {
    const files = await readdir(join(configFolder, 'wmf-config', 'shapes'));
    return files
      .filter((file) => file.endsWith('.php'))
      .map((file) => basename(file, '.php'))
      .sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
