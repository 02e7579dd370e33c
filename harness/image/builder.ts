import type { Image } from '../core/build-record.ts';
import type { Outcome } from '../core/failure.ts';
import type { TreePart } from '../core/tree.ts';

export interface BuiltImage extends Image {
  readonly bytes: number;
  /** The content hash of each layer, lowest first. An image above another starts with the other's. */
  readonly layers: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
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
}
