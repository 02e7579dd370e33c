import type { Image } from '../core/build-record.ts';
import type { WikiDefinition } from '../core/definition.ts';
import type { Outcome } from '../core/failure.ts';
import { placeWikis, planSeed } from '../environment/plan-environment.ts';
import { makeSecrets } from '../environment/secrets.ts';
import { connectDocker } from '../providers/docker/docker-parts.ts';
import { systemCommand } from '../system/command.ts';
import { homeAt } from '../system/home.ts';
import { measure } from './measure.ts';

/**
 * Starts containers, and then for one wiki after the other runs `install.php` and `update.php`, and imports accounts,
 * pages and files: what gm1 does once for a seed, done for each environment. Seconds until the last wiki has it all.
 */
export async function timePlainWay(
  home: string,
  images: { readonly track: Image; readonly services: Image },
  wikis: readonly WikiDefinition[],
): Promise<number> {
  const { provider } = unwrap(await connectDocker(homeAt(home), systemCommand));
  const [environment, track] = ['bench-plain', 'next'] as const;
  const ports = wikis.map((_wiki, index) => 1 + index);
  const plan = planSeed({
    ...{ environment, track, secrets: makeSecrets() },
    wikis: placeWikis(track, wikis, ports),
    trackImage: images.track.ref,
    servicesImage: images.services.ref,
  });
  const sharing = wikis.filter(({ shape }) => shape === 'commons');
  const others = wikis.filter(({ shape }) => shape !== 'commons');
  const app = { environment, track, service: 'app' };
  const install = async (...args: readonly string[]) => {
    const run = unwrap(await provider.execute(app, ['php', 'multiversion/install-farm.php', ...args]));
    if (run.exitCode !== 0) throw new Error(`${run.stdout}${run.stderr}`);
  };
  try {
    const plain = await measure(async () => {
      unwrap(await provider.start(plan, AbortSignal.timeout(300_000)));
      for (const { dbname } of wikis) await install(`--install=${dbname}`);
      // Pages that show files come after the files.
      for (const { dbname } of sharing) await install(`--fill=${dbname}`, '--files');
      for (const { dbname } of others) await install(`--fill=${dbname}`);
    });
    return plain.seconds;
  } finally {
    await provider.remove(environment);
  }
}

function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`${outcome.failure.what} ${outcome.failure.why ?? ''}`);
}
