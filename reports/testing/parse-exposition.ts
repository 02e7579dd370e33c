export interface ParsedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * Reads Prometheus' text exposition format 0.0.4 as strictly as its description puts it
 * (https://prometheus.io/docs/instrumenting/exposition_formats/): throws at a line that is not of it, a metric whose lines
 * are not together, a type that does not come first, and a sample that comes twice.
 */
export function parseExposition(text: string): readonly ParsedSample[] {
  if (!text.endsWith('\n')) throw new Error('The last line has no end.');
  const samples: ParsedSample[] = [];
  const seen = new Set<string>();
  const finished = new Set<string>();
  let current = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const name = nameOf(line);
    if (name !== current) {
      if (finished.has(name)) throw new Error(`${name} is in two places.`);
      if (current) finished.add(current);
      current = name;
      if (!line.startsWith('# HELP ')) throw new Error(`${name} has no HELP before it.`);
    }
    if (line.startsWith('#')) continue;
    const sample = parseSample(line);
    const key = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
    if (seen.has(key)) throw new Error(`${key} is there twice.`);
    seen.add(key);
    samples.push(sample);
  }
  return samples;
}

const metricName = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const labelPair = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"`;
const commentLine = new RegExp(
  String.raw`^# (?:HELP (${metricName}) (?:[^\\]|\\[\\n])*|TYPE (${metricName}) gauge)$`,
);
const sampleLine = new RegExp(
  String.raw`^(${metricName})\{(${labelPair}(?:,${labelPair})*)\} (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$`,
);

function nameOf(line: string): string {
  const [, help, type] = commentLine.exec(line) ?? [];
  const name = help ?? type ?? sampleLine.exec(line)?.[1];
  if (name === undefined) throw new Error(`This is no line of the format: ${line}`);
  return name;
}

function parseSample(line: string): ParsedSample {
  const [, name = '', pairs = '', value = ''] = sampleLine.exec(line) ?? [];
  const labels = [...pairs.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', text = '']) => [
    label,
    text.replaceAll(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped)),
  ]);
  return { name, labels: Object.fromEntries(labels), value: Number(value) };
}
