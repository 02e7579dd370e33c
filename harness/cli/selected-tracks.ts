import { type Track, tracks } from '../core/track.ts';

export function selectedTracks(choice: Track | 'both'): readonly Track[] {
  return choice === 'both' ? tracks : [choice];
}
