/** One side of the comparison: `train` ships today, `next` would ship. */
export type Track = 'train' | 'next';

export const tracks: readonly Track[] = ['train', 'next'];
