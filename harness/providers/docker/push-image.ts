import type { Image } from '../../core/build-record.ts';
import { type Failure, failed, interrupted, type Outcome, ok } from '../../core/failure.ts';
import type { EngineApi } from './engine.ts';
import { hasStatus } from './engine-failure.ts';
import { readProgress } from './engine-progress.ts';
import { nameImage } from './name-image.ts';
import { pushFailure } from './push-failure.ts';
import type { RegistryAuth } from './registry-auth.ts';
import { removeImage } from './removal.ts';

export interface Push {
  readonly ref: string;
  /** `host`, `host:port`, or one of them with a path. */
  readonly registry: string;
  readonly auth: RegistryAuth | undefined;
  readonly signal: AbortSignal;
  readonly onLine?: (line: string) => void;
}

interface Target {
  readonly repo: string;
  readonly tag: string;
}

/**
 * Publishes an image as `REGISTRY/gm1/mediawiki:TAG` and checks that the registry has under that name what was pushed.
 * The name that the engine needs for it is removed again, unless it was there before.
 */
export async function pushImage(api: EngineApi, push: Push): Promise<Outcome<Image>> {
  const target = targetOf(push);
  if (!target) return failed(notARegistry(push.registry));
  const name = `${target.repo}:${target.tag}`;
  const wasThere = await isThere(api, name);
  try {
    await nameImage(api, push.ref, name);
    return await send(api, push, target, name);
  } catch (error) {
    return failed(pushFailure(name, error, push.signal));
  } finally {
    if (!wasThere) await removeImage(api, name);
  }
}

async function send(
  api: EngineApi,
  push: Push,
  { repo, tag }: Target,
  name: string,
): Promise<Outcome<Image>> {
  const { signal, onLine } = push;
  // An engine wants the header, be it empty.
  const options = { authconfig: { ...push.auth } };
  const image = api.getImage(repo);
  const digest = await readProgress(
    await image.push({ tag, abortSignal: signal, ...options }),
    onLine && onlyNew(onLine),
  );
  if (signal.aborted) return failed(interrupted);
  if (digest === undefined) return failed(unverified(name, 'The registry gave no digest back.'));
  const { Descriptor } = await api.getImage(name).distribution(options);
  if (Descriptor.digest !== digest)
    return failed(unverified(name, `It has ${Descriptor.digest} there, and ${digest} was pushed.`));
  const { Id, RepoDigests } = await api.getImage(push.ref).inspect();
  if (!RepoDigests?.includes(`${repo}@${digest}`))
    return failed(unverified(name, `The engine does not say that ${digest} is its image ${Id}.`));
  return ok({ ref: name, digest });
}

/** An image that was adopted from elsewhere gets a tag of its digest. */
function targetOf({ ref, registry }: Push): Target | undefined {
  if (!/^(localhost|[\w-]+(\.[\w-]+)+|[\w-]+(\.[\w-]+)*:\d+)(:\d+)?(\/[a-z0-9._-]+)*$/i.test(registry))
    return undefined;
  const tag = ref.includes('@') ? ref.slice(-12) : (/:([^/:]+)$/.exec(ref)?.[1] ?? 'latest');
  return { repo: `${registry}/gm1/mediawiki`, tag };
}

async function isThere(api: EngineApi, name: string): Promise<boolean> {
  try {
    await api.getImage(name).inspect();
    return true;
  } catch (error) {
    if (hasStatus(error, 404)) return false;
    throw error;
  }
}

/** An engine repeats "Pushing" for every piece of every layer. */
function onlyNew(onLine: (line: string) => void): (line: string) => void {
  let last = '';
  return (line) => {
    if (line !== last && line !== '') onLine(line);
    last = line;
  };
}

function notARegistry(registry: string): Failure {
  return {
    kind: 'usage',
    what: `${registry} is not the name of a registry.`,
    next: 'Give host, host:port or one of them with a path, registry.example.org/team for example.',
  };
}

function unverified(name: string, why: string): Failure {
  return {
    kind: 'infrastructure',
    what: `${name} was pushed, but the registry does not have it as it was pushed.`,
    why,
    next: 'Push again, and do not use that name before it succeeds.',
  };
}
