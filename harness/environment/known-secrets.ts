import { z } from 'zod';
import type { Endpoints } from '../core/endpoint.ts';
import type { Track } from '../core/track.ts';
import type { Home } from '../system/home.ts';
import { parseJson } from '../system/parse-json.ts';
import { readPlan, readRecord, trackDirectory } from './environment-files.ts';
import type { Plan } from './provider.ts';
import { readAccounts, readSecretKey } from './secrets.ts';

/** What of a track must not stand in any log, by what it is; what cannot be read is left out. */
export async function knownSecrets(
  home: Home,
  environment: string,
  track: Track,
): Promise<Readonly<Record<string, string>>> {
  const [record, plan, { secretKey }] = await Promise.all([
    readRecord(home, environment, track, { owner: '', expires: '' }),
    readPlan(home, environment, track),
    readSecretKey(trackDirectory(home, environment, track)),
  ]);
  const accounts = record.ok && record.value ? await readAccounts(record.value) : undefined;
  const databasePassword = plan.ok && plan.value && databasePasswordOf(plan.value);
  return {
    ...(secretKey && { 'secret key of the wikis': secretKey }),
    ...(databasePassword && { 'password of the database': databasePassword }),
    ...(accounts?.ok && Object.fromEntries(accounts.value.flatMap(secretsOfAccount))),
  };
}

type Named = readonly [name: string, value: string];

function secretsOfAccount({ name, password, secondFactor }: Endpoints['accounts'][number]): readonly Named[] {
  return [
    [`password of ${name}`, password],
    ...(secondFactor ? [[`second factor of ${name}`, secondFactor.secret] as const] : []),
    ...(secondFactor?.recoveryCodes ?? []).map(
      (code, at) => [`recovery code ${at + 1} of ${name}`, code] as const,
    ),
  ];
}

/** Of `secrets.json`, as PHP gets it. */
function databasePasswordOf({ services }: Plan): string | undefined {
  const files = services.flatMap((service) => service.files);
  const file = files.find(({ path }) => path === '/etc/gm1/secrets.json');
  const { data } = z.object({ databasePassword: z.string() }).safeParse(parseJson(file?.content ?? ''));
  return data?.databasePassword;
}
