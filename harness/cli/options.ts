import { Option } from '@commander-js/extra-typings';

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
