import type { Track } from '../core/track.ts';
import type { Provider } from './provider.ts';

/** The logs of a track that tell why it does not work, most telling first. */
const logs = ['php.log', 'mediawiki.ndjson', 'php-fpm.log', 'apache.log'];

const longest = 500;

/** The last lines of the track's logs, shortened, each after the name of its file; none when there are none. */
export async function lastLogLines(
  provider: Provider,
  { environment, track }: { readonly environment: string; readonly track: Track },
): Promise<readonly string[]> {
  const script = `cd /var/log/gm1 && for f in ${logs.join(' ')}; do
    test -s "$f" && tail -n 3 "$f" | cut -c -${longest} | sed "s/^/$f: /"; done; true`;
  const tail = await provider.execute({ environment, track, service: 'edge' }, ['sh', '-c', script]);
  return tail.ok ? tail.value.stdout.split('\n').filter(Boolean) : [];
}
