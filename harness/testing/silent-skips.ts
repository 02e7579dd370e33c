import { parseSync } from 'oxc-parser';

/** As much of a syntax tree's node as is looked at (ESTree). */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

const skipping: ReadonlySet<unknown> = new Set(['skip', 'fixme', 'fail']);
const roots: ReadonlySet<unknown> = new Set(['test', 'it', 'describe', 'context', 'suite', 'this']);

/**
 * `file:line: what`, one for each test that is left out without a word why: a `skip`, `fixme` or `fail` whose last argument
 * is no sentence, and every `only`, which leaves out all others.
 */
export function findSilentSkips(file: string, source: string): readonly string[] {
  const { program, errors } = parseSync(file, source);
  const [error] = errors;
  if (error) throw new Error(`${file} cannot be parsed: ${error.message}`);
  return callsIn(program).flatMap((call) => {
    const line = source.slice(0, call.start).split('\n').length;
    const fault = faultOf(call);
    return fault ? [`${file}:${line}: ${fault}`] : [];
  });
}

function callsIn(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(callsIn);
  if (!isNode(value)) return [];
  const inside = Object.values(value).flatMap(callsIn);
  return value.type === 'CallExpression' ? [value, ...inside] : inside;
}

function faultOf({ callee, arguments: given }: Node): string | undefined {
  if (!isNode(callee) || callee.type !== 'MemberExpression' || !roots.has(rootOf(callee))) return undefined;
  const name = isNode(callee.property) ? callee.property.name : undefined;
  if (name === 'only') return 'only leaves out every other test';
  if (!skipping.has(name) || (Array.isArray(given) && saysWhy(given))) return undefined;
  return `${name} without a reason`;
}

/** `test.skip(condition, 'reason')`, or details with an annotation. */
function saysWhy(given: readonly unknown[]): boolean {
  const last = given.at(-1);
  const isSentence = isNode(last) && (last.type === 'TemplateLiteral' || isText(last));
  return (given.length > 1 && isSentence) || given.some(hasAnnotation);
}

function isText({ type, value }: Node): boolean {
  return type === 'Literal' && typeof value === 'string' && value.length > 0;
}

function hasAnnotation(value: unknown): boolean {
  if (!isNode(value) || value.type !== 'ObjectExpression' || !Array.isArray(value.properties)) return false;
  return value.properties.some(({ key }) => key?.name === 'annotation');
}

/** The name that a chain like `test.describe.skip` begins with. */
function rootOf(node: Node): unknown {
  if (node.type === 'ThisExpression') return 'this';
  return isNode(node.object) ? rootOf(node.object) : node.name;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}
