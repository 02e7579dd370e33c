import { join } from 'node:path';

export const projectRoot = join(import.meta.dirname, '../..');
export const gm1 = join(projectRoot, 'gm1');
