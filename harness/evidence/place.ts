/** One call of a trace. */
export interface Frame {
  readonly file: string;
  readonly line: number;
}

/**
 * Code through which a fault only passes: libraries, what reports and logs errors, and the database layer that every
 * query goes through.
 */
const passedThrough =
  /(?:^|\/)(?:vendor|includes\/(?:debug|exception|Exception|libs\/rdbms|libs\/Rdbms)|wmf-config|multiversion)\/|(?:^|\/)includes\/GlobalFunctions\.php$/;

/** `path/in/the/tree.php:12` of the first frame that is to blame, of the very first when all are passed through. */
export function placeOf(frames: readonly Frame[]): string | undefined {
  const frame = frames.find(({ file }) => !passedThrough.test(file)) ?? frames[0];
  return frame && `${pathInTree(frame.file)}:${frame.line}`;
}

/** Frames of PHP's own form of a trace, `#0 /srv/…/Foo.php(12): bar()`. */
export function framesOf(trace: string): readonly Frame[] {
  return [...trace.matchAll(/^#\d+ (\S.*?)\((\d+)\)/gm)].map(([, file = '', line]) => ({
    file,
    line: Number(line),
  }));
}

function pathInTree(file: string): string {
  return file.replace(/^.*?\/php-[^/]+\//, '').replace(/^\/srv\/mediawiki\//, '');
}
