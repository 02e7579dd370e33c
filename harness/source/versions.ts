/** Which versions a build includes and which wiki runs which, where that is decided over the staging directory. */
export interface VersionChoice {
  /** Stands for the staged `wikiversions.json`: dbname to `php-<version>`. */
  readonly wikiversions?: Readonly<Record<string, string>>;
  /** The one version of the image, for every wiki, without `php-`. */
  readonly singleVersion?: string;
}
