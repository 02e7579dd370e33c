import { execa } from 'execa';
import type { BuildRecord, Image } from '../core/build-record.ts';
import { BuildRecords } from '../image/build-records.ts';
import { homeAt } from '../system/home.ts';
import { definitionYaml, type RigDefinition } from './definitions.ts';
import { type Ended, type Invocation, Rig } from './rig.ts';

/** Builds with the real binary in a home of its own; the images go with it. */
export class BuildRig implements AsyncDisposable {
  readonly rig: Rig;
  readonly #before: readonly string[];

  private constructor(rig: Rig, before: readonly string[]) {
    this.rig = rig;
    this.#before = before;
  }

  static async create(): Promise<BuildRig> {
    return new BuildRig(await Rig.create('own'), await namesOf('gm1'));
  }

  get directory(): string {
    return this.rig.directory;
  }

  /** Gives the tracks of the environment other sources, YAML each; `few` languages are those of the wikis. */
  define(sources: Pick<RigDefinition, 'train' | 'next'>, languages: 'few' | 'all' = 'few'): Promise<string> {
    const few = languages === 'few' ? { languages: [] } : {};
    return this.rig.define('rig', definitionYaml({ ...sources, ...few, suites: ['http'] }));
  }

  start(...args: readonly string[]): Invocation {
    return this.rig.start('build', '--environment', `${this.directory}/rig.yaml`, ...args);
  }

  tryBuild(...args: readonly string[]): Promise<Ended> {
    return this.start(...args).ended;
  }

  /** The record of a build that is to succeed. */
  async build(...args: readonly string[]): Promise<BuildRecord> {
    const ended = await this.tryBuild(...args);
    const record = (await this.records()).at(-1);
    if (ended.exitCode === 0 && record) return record;
    throw new Error(`gm1 build ended with ${ended.exitCode}: ${ended.stderr}`);
  }

  records(): Promise<readonly BuildRecord[]> {
    return new BuildRecords(homeAt(this.rig.home).builds).list();
  }

  /** Removes the images that builds of this rig made, and those below them that were not there before. */
  async removeImages(): Promise<void> {
    const made = (await this.records()).filter(({ kind }) => kind !== 'cached').map(({ image }) => image.ref);
    const below = (await Promise.all(made.map(parentOf))).filter((ref) => ref && !this.#before.includes(ref));
    for (const ref of new Set([...made, ...below])) await execa('docker', ['rmi', ref], { reject: false });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.removeImages();
    await this.rig[Symbol.asyncDispose]();
  }
}

/** Names and tags of the images, drafts too, that builds put directly on an image. */
export function imagesOn(ref: string): Promise<readonly string[]> {
  return namesOf(`vnd.wikimedia.parent-image=${ref}`);
}

async function namesOf(label: string): Promise<readonly string[]> {
  const format = '{{.Repository}}:{{.Tag}}';
  const { stdout } = await execa('docker', ['images', '--filter', `label=${label}`, '--format', format]);
  return stdout.split('\n').filter(Boolean);
}

/** Whether a name still stands for the image. */
export async function isThere({ ref, digest }: Image): Promise<boolean> {
  return (await inspect(ref, '{{.Id}}')) === digest;
}

/** The name of the image below. */
export function parentOf(ref: string): Promise<string> {
  return inspect(ref, '{{index .Config.Labels "vnd.wikimedia.parent-image"}}');
}

async function inspect(ref: string, format: string): Promise<string> {
  const { stdout } = await execa('docker', ['inspect', '--type=image', '--format', format, ref], {
    reject: false,
  });
  return stdout;
}
