import type { Image } from '../core/build-record.ts';
import type { Outcome } from '../core/failure.ts';
import type { TreePart } from '../core/tree.ts';

export interface BuiltImage extends Image {
  readonly bytes: number;
  /** The content hash of each layer, lowest first. An image above another starts with the other's. */
  readonly layers: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** An image with gm1's label, as the engine has it. */
export interface FoundImage {
  /** At least one name and tag. */
  readonly refs: readonly string[];
  readonly digest: string;
  readonly bytes: number;
  /** ISO time: when it was made or last named on this engine, whichever came later. */
  readonly created: string;
  readonly layers: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** The environments, or else the ids, of the containers of it, running or not. */
  readonly usedBy: readonly string[];
}

export interface ContainerfileBuild {
  /** Name and tag of the image to make. */
  readonly ref: string;
  /** Holds `Containerfile` and what it copies. */
  readonly directory: string;
  readonly args: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly onLine?: (line: string) => void;
}

export interface LayerBuild {
  readonly ref: string;
  readonly parent: Image;
  /** They become the content of `target` in the image, owned by root, with fixed times; a later part wins. */
  readonly parts: readonly TreePart[];
  readonly target: string;
  /** Paths below `target` that the parent has and the image has not. */
  readonly removed?: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Makes and finds images in a container engine. */
export interface ImageBuilder {
  find(ref: string): Promise<Outcome<BuiltImage | undefined>>;
  /** A bare Debian of the suite: pulled when a registry answers, else made from the distribution's packages. */
  base(suite: string, signal: AbortSignal): Promise<Outcome<BuiltImage>>;
  fromContainerfile(build: ContainerfileBuild): Promise<Outcome<BuiltImage>>;
  /** The same parent, parts and labels make the same digest. */
  addLayer(build: LayerBuild): Promise<Outcome<BuiltImage>>;
  /** Gives an image another name as well, which another image may have had. */
  tag(ref: string, as: string): Promise<Outcome<void>>;
  /** Removes a name, and the image with its last one. False when a container needs it or it is gone. */
  remove(ref: string): Promise<Outcome<boolean>>;
  /** Every image with gm1's label that has a name. */
  list(): Promise<Outcome<readonly FoundImage[]>>;
  /**
   * Publishes an image as `REGISTRY/gm1/mediawiki:TAG` and verifies that the registry has what was pushed. The result
   * has the name there and the digest that the registry gave back.
   */
  push(
    ref: string,
    registry: string,
    signal: AbortSignal,
    onLine?: (line: string) => void,
  ): Promise<Outcome<Image>>;
}
