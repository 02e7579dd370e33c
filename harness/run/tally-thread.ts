import { parentPort, workerData } from 'node:worker_threads';
import { tallyLogs } from '../comparison/log-tally.ts';
import { readLogsFiles } from '../store/journal/logs-files.ts';
import type { LongLog } from './tally-long-logs.ts';

/** The thread of `tallyLongLogs`: counts one log and answers with its tally. */
const { directory, track }: LongLog = workerData;
const logs = await readLogsFiles(directory, track);
if (!logs) throw new Error(`The logs of ${track} are not whole any more.`);
parentPort?.postMessage(tallyLogs(logs.records));
