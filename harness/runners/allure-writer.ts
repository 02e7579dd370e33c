import { Stage, Status } from 'allure-js-commons';
import { FileSystemWriter, getSuiteLabels, ReporterRuntime } from 'allure-js-commons/sdk/reporter';
import type { AttemptStatus, TestIdentity } from '../core/result.ts';

/** One test as a runner of ours saw it end. */
export interface EndedTest {
  readonly test: TestIdentity;
  readonly status: AttemptStatus;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly seconds: number;
  readonly message?: string;
  readonly attachments?: readonly TextAttachment[];
  /** Files that are copied, screenshots for example. */
  readonly files?: readonly FileAttachment[];
}

export interface TextAttachment {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

export interface FileAttachment {
  readonly name: string;
  readonly type: string;
  readonly path: string;
}

const statuses = { passed: Status.PASSED, failed: Status.FAILED, skipped: Status.SKIPPED } as const;

/** Writes Allure result files, so that our own runners leave what every other test tool leaves. */
export class AllureWriter {
  readonly #runtime: ReporterRuntime;

  constructor(directory: string) {
    this.#runtime = new ReporterRuntime({ writer: new FileSystemWriter({ resultsDir: directory }) });
  }

  write({ test, status, start, seconds, message, attachments = [], files = [] }: EndedTest): void {
    const runtime = this.#runtime;
    const uuid = runtime.startTest({ ...description(test), start });
    for (const { name, type, text } of attachments) {
      runtime.writeAttachment(uuid, undefined, name, Buffer.from(text), { contentType: type });
    }
    for (const { name, type, path } of files) {
      runtime.writeAttachment(uuid, undefined, name, path, { contentType: type });
    }
    runtime.updateTest(uuid, (result) => {
      result.status = statuses[status];
      result.stage = Stage.FINISHED;
      if (message) result.statusDetails = { message };
    });
    runtime.stopTest(uuid, { stop: Math.round(start + seconds * 1000) });
    runtime.writeTest(uuid);
  }
}

function description({ suite, file, titlePath, project }: TestIdentity) {
  const suites = titlePath.slice(0, -1);
  return {
    name: titlePath.at(-1) ?? file,
    fullName: `${file}#${titlePath.join(' ')}`,
    titlePath: [...file.split('/'), ...suites],
    labels: getSuiteLabels([suite, file, ...suites]),
    ...(project !== suite && { parameters: [{ name: 'Project', value: project }] }),
  };
}
