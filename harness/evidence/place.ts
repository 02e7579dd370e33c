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
export function placeOf(frames: Iterable<Frame>): string | undefined {
  const frame = firstToBlame(frames);
  return frame && `${pathInTree(frame.file)}:${frame.line}`;
}

function firstToBlame(frames: Iterable<Frame>): Frame | undefined {
  let first: Frame | undefined;
  for (const frame of frames) {
    if (!passedThrough.test(frame.file)) return frame;
    first ??= frame;
  }
  return first;
}

/** Frames of PHP's own form of a trace, `#0 /srv/…/Foo.php(12): bar()`; each is read when it is asked for. */
export function* framesOf(trace: string): Generator<Frame> {
  for (const [, file = '', line] of trace.matchAll(/^#\d+ (\S.*?)\((\d+)\)/gm))
    yield { file, line: Number(line) };
}

function pathInTree(file: string): string {
  return file.replace(/^.*?\/php-[^/]+\//, '').replace(/^\/srv\/mediawiki\//, '');
}
