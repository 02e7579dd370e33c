/** The tests that MediaWiki, its extensions and skins have in their trees, at one revision. */
export interface UpstreamTests {
  /** Of MediaWiki, `1.43.9`. */
  readonly version: string;
  readonly files: readonly UpstreamFile[];
}

interface UpstreamFile {
  /** Absolute. */
  readonly from: string;
  /** In MediaWiki's tree: `tests/selenium/specs/page.js`, `extensions/Echo/tests/selenium/specs/echo.js` and the like. */
  readonly to: string;
}
