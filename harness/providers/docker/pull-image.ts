import type { EngineApi } from './engine.ts';
import { readProgress } from './engine-progress.ts';
import type { RegistryAuth } from './registry-auth.ts';

export interface Pull {
  readonly ref: string;
  readonly auth: RegistryAuth | undefined;
  readonly signal: AbortSignal;
}

export interface RefParts {
  /** Host, and port if there is one, by Docker's rule. */
  readonly registry: string;
  /** With the registry, as far as it is named. */
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Milliseconds without a word from the registry; on a closed network a pull may wait for ever. */
const patience = 60_000;

/** Pulls an image by its digest, or by its tag when it has none. Throws what the engine says. */
export async function pullImage(api: EngineApi, { ref, auth, signal }: Pull): Promise<void> {
  const { name, tag = 'latest', digest } = splitRef(ref);
  const silence = new AbortController();
  const giveUp = () => silence.abort();
  let timer = setTimeout(giveUp, patience);
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, patience);
  };
  try {
    const abortSignal = AbortSignal.any([signal, silence.signal]);
    const wanted = { fromImage: name, tag: digest ?? tag, abortSignal };
    await readProgress(await api.createImage(auth ?? {}, wanted), heard);
  } catch (error) {
    if (!silence.signal.aborted || signal.aborted) throw error;
    throw new Error(`timeout: it said nothing for ${patience / 1000} s`);
  } finally {
    clearTimeout(timer);
  }
}

/** `name@sha256:…` with or without a tag, `name:tag`, `name`, or an engine's own `sha256:…`. */
export function splitRef(ref: string): RefParts {
  const [named = '', digest] = ref.split('@');
  const [, name = named, tag] = /^(.+?)(?::([^:/]+))?$/.exec(named) ?? [];
  const [host = '', ...rest] = name.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(host) || host === 'localhost');
  return {
    registry: isHost ? host : 'docker.io',
    name,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  };
}
