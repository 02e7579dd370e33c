import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Command } from '../../system/command.ts';
import { readIfPresent } from '../../system/files.ts';
import { parseJson } from '../../system/parse-json.ts';

/** What an engine passes on to a registry. Secret: never logged, never in a failure. */
export type RegistryAuth =
  | { readonly username: string; readonly password: string; readonly serveraddress: string }
  | { readonly identitytoken: string; readonly serveraddress: string };

const configSchema = z.object({
  auths: z
    .record(z.string(), z.object({ auth: z.string().optional(), identitytoken: z.string().optional() }))
    .default({}),
  credHelpers: z.record(z.string(), z.string()).default({}),
  credsStore: z.string().optional(),
});

const answerSchema = z.object({ Username: z.string(), Secret: z.string() });

/** Where `docker login` keeps what it was told. */
export function dockerConfigFile(): string {
  return join(process.env.DOCKER_CONFIG ?? join(homedir(), '.docker'), 'config.json');
}

/**
 * The login of a registry (`host` or `host:port`) from Docker's configuration file or the credential helper that it
 * names; undefined when there is none, so that the registry is asked without.
 */
export async function readRegistryAuth(
  registry: string,
  file: string,
  command: Command,
): Promise<RegistryAuth | undefined> {
  const config = configSchema.safeParse(parseJson((await readIfPresent(file)) ?? '')).data;
  if (!config) return undefined;
  const helper = config.credHelpers[registry] ?? config.credsStore;
  const helped = helper && (await askHelper(helper, registry, command));
  if (helped) return helped;
  const entry = config.auths[registry] ?? config.auths[`https://${registry}`];
  if (entry?.identitytoken) return { identitytoken: entry.identitytoken, serveraddress: registry };
  return entry?.auth ? loginOf(Buffer.from(entry.auth, 'base64').toString(), registry) : undefined;
}

async function askHelper(
  helper: string,
  registry: string,
  command: Command,
): Promise<RegistryAuth | undefined> {
  const { exitCode, stdout } = await command.run(`docker-credential-${helper}`, ['get'], { input: registry });
  const answer = exitCode === 0 ? answerSchema.safeParse(parseJson(stdout)).data : undefined;
  if (!answer) return undefined;
  const { Username: username, Secret: secret } = answer;
  return username === '<token>'
    ? { identitytoken: secret, serveraddress: registry }
    : { username, password: secret, serveraddress: registry };
}

/** `user:password`; a password may have colons. */
function loginOf(text: string, registry: string): RegistryAuth | undefined {
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  return { username: text.slice(0, colon), password: text.slice(colon + 1), serveraddress: registry };
}
