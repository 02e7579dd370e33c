/** The tests that MediaWiki, its extensions and skins have in their trees, at one revision. */
export interface UpstreamTests {
  /** Of MediaWiki, `1.43.9`. */
  readonly version: string;
  readonly folders: readonly UpstreamFolder[];
}

export interface UpstreamFolder {
  /** Absolute. */
  readonly from: string;
  /** In MediaWiki's tree: `tests/selenium`, `extensions/Echo/tests/selenium` and the like. */
  readonly to: string;
}
