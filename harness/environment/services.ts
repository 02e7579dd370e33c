import type { Service } from './provider.ts';

/** The services of one track; a track that is up has them all. */
export const serviceNames = ['database', 'memcached', 'app', 'debug', 'web', 'jobrunner', 'edge'] as const;

export type ServiceName = (typeof serviceNames)[number];

/** Where the image of a seed has the files of its wikis. */
export const seedUploads = '/srv/seed-uploads';

const mebibyte = 1024 ** 2;

/**
 * A runaway service ends before the machine does. Twice what the suites were seen to take; PHP's workers at their usual
 * size, with the programs that they start.
 */
export const limits: Readonly<Record<ServiceName, NonNullable<Service['limits']>>> = {
  database: { memory: 1536 * mebibyte, processes: 512 },
  memcached: { memory: 512 * mebibyte, processes: 64 },
  app: { memory: 3072 * mebibyte, processes: 512 },
  debug: { memory: 1536 * mebibyte, processes: 256 },
  web: { memory: 768 * mebibyte, processes: 256 },
  jobrunner: { memory: 2048 * mebibyte, processes: 256 },
  edge: { memory: 512 * mebibyte, processes: 64 },
};
