import { InvalidArgumentError, Option } from '@commander-js/extra-typings';

const defaultEnvironment = 'group-minus-1';

export function environmentOption() {
  return new Option('-e, --environment <name>', 'name below environments/, or a YAML file').default(
    defaultEnvironment,
  );
}

export function jsonOption() {
  return new Option('--json', 'print the result as JSON on standard output');
}

/** `next` is what a developer or tester wants to see; the train is there to compare with. */
export function trackOption() {
  return new Option('-t, --track <track>', 'which side')
    .choices(['train', 'next', 'both'] as const)
    .default('next' as const);
}

/** For commands that look into one track: without it the one that is up. */
export function oneTrackOption() {
  return new Option('-t, --track <track>', 'which side; the one that is up, of two the next').choices([
    'train',
    'next',
  ] as const);
}

export function serviceOption() {
  return new Option('--service <service>', 'one of those that "gm1 status" lists');
}

/** For commands whose output is that of another program. */
export function ownFailureOption() {
  return new Option('--json', 'print a failure of gm1 itself as JSON on standard output');
}

export function repeatOption(description: string) {
  return new Option('--repeat <times>', description).argParser(readTimes).default(1);
}

function readTimes(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a number from 1 to 9999.');
}
