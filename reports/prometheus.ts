import type { Comparison } from '../harness/core/comparison.ts';
import { logVerdicts, testVerdicts } from '../harness/core/comparison.ts';
import type { RunRecord } from '../harness/core/run-record.ts';
import { tracks } from '../harness/core/track.ts';
import { plainLine } from './model/plain-text.ts';

/**
 * The run as metrics in Prometheus' text exposition format 0.0.4, for node_exporter's textfile collector. Every sample has
 * the labels `environment` and `control`, so that a control run does not take the place of a real one.
 */
export function prometheusMetrics(record: RunRecord, comparison: Comparison): string {
  const common = { environment: record.definition.name, control: String(record.control) };
  return metrics(record, comparison)
    .filter(({ samples }) => samples.length > 0)
    .map((metric) => metricText(metric, common))
    .join('');
}

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

function metrics(record: RunRecord, comparison: Comparison): readonly Metric[] {
  return [
    ...runMetrics(record, comparison),
    ...countMetrics(comparison),
    ...timeMetrics(record),
    ...trackMetrics(record),
  ];
}

const gates = ['go', 'no-go', 'inconclusive'] as const;

function runMetrics({ id, startedAt, state, builds }: RunRecord, { gate }: Comparison): readonly Metric[] {
  const version = (track: 'train' | 'next') => builds[track]?.version ?? '';
  return [
    {
      name: 'gm1_run_info',
      help: 'The run that the other metrics are of, and the versions of MediaWiki that it compared.',
      samples: [{ labels: { run: id, state, train: version('train'), next: version('next') }, value: 1 }],
    },
    {
      name: 'gm1_run_start_time_seconds',
      help: 'When the run was started, in seconds since 1970.',
      samples: timeOf(startedAt),
    },
    {
      name: 'gm1_gate',
      help: '1 for the verdict of the gate, 0 for the others.',
      samples: gates.map((verdict) => ({ labels: { verdict }, value: Number(gate.verdict === verdict) })),
    },
  ];
}

function timeOf(iso: string): readonly Sample[] {
  const milliseconds = Date.parse(iso);
  return Number.isNaN(milliseconds) ? [] : [{ value: milliseconds / 1000 }];
}

function countMetrics({ counts, logCounts, tests, logs, controls }: Comparison): readonly Metric[] {
  const gating = [...tests, ...logs].filter((finding) => finding.gates).length;
  const sum = (key: 'falseTests' | 'falseLogs') => controls.reduce((so, control) => so + control[key], 0);
  return [
    {
      name: 'gm1_tests',
      help: 'Tests of either track by verdict; they add up to all tests.',
      samples: testVerdicts.map((verdict) => ({ labels: { verdict }, value: counts[verdict] })),
    },
    {
      name: 'gm1_log_signatures',
      help: 'Log signatures of either track by verdict.',
      samples: logVerdicts.map((verdict) => ({ labels: { verdict }, value: logCounts[verdict] })),
    },
    { name: 'gm1_gating_findings', help: 'Findings that hold the train.', samples: [{ value: gating }] },
    {
      name: 'gm1_control_runs',
      help: 'Control runs of train against train that tell what is noise.',
      samples: [{ value: controls.length }],
    },
    {
      name: 'gm1_control_false_findings',
      help: 'What those control runs called regressed, new or raised although nothing was.',
      samples: [
        { labels: { kind: 'test' }, value: sum('falseTests') },
        { labels: { kind: 'log' }, value: sum('falseLogs') },
      ],
    },
  ];
}

function timeMetrics({ phases, builds }: RunRecord): readonly Metric[] {
  return [
    {
      name: 'gm1_phase_seconds',
      help: 'How long each phase of a track took: building, provisioning, suites.',
      samples: tracks.flatMap((track) =>
        [...Map.groupBy(phases[track], ({ name }) => name)].map(([phase, same]) => ({
          labels: { track, phase },
          value: same.reduce((sum, { seconds }) => sum + seconds, 0),
        })),
      ),
    },
    {
      name: 'gm1_build_seconds',
      help: 'How long the build of a track took; full, incremental and cached ones do not compare.',
      samples: tracks.flatMap((track) => {
        const build = builds[track];
        return build ? [{ labels: { track, kind: build.kind }, value: build.seconds }] : [];
      }),
    },
  ];
}

function trackMetrics({ builds, environments, attempts, logs }: RunRecord): readonly Metric[] {
  const perTrack = (value: (track: 'train' | 'next') => number | undefined): readonly Sample[] =>
    tracks.flatMap((track) => {
      const number = value(track);
      return number === undefined ? [] : [{ labels: { track }, value: number }];
    });
  const attempted = Map.groupBy(attempts, ({ track, purpose, status }) => `${track} ${purpose} ${status}`);
  return [
    {
      name: 'gm1_image_bytes',
      help: 'Size of the image.',
      samples: perTrack((track) => builds[track]?.bytes),
    },
    {
      name: 'gm1_ready_seconds',
      help: 'From the image to wikis that answer.',
      samples: perTrack((track) => environments[track]?.readySeconds),
    },
    {
      name: 'gm1_requests',
      help: 'Requests that the wikis of a track answered.',
      samples: perTrack((track) => logs[track]?.requests),
    },
    {
      name: 'gm1_attempts',
      help: 'Attempts at tests by what they were for and how they ended.',
      samples: [...attempted.values()].flatMap(([first, ...others]) => {
        if (!first) return [];
        const { track, purpose, status } = first;
        return [{ labels: { track, purpose, status }, value: others.length + 1 }];
      }),
    },
  ];
}

function metricText({ name, help, samples }: Metric, common: Readonly<Record<string, string>>): string {
  const lines = samples.map(
    ({ labels, value }) => `${name}{${labelText({ ...common, ...labels })}} ${value}\n`,
  );
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escapeLabel(value)}"`)
    .join(',');
}

/** The format's three escapes; what else is no text was made visible before. */
function escapeLabel(value: string): string {
  return plainLine(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
