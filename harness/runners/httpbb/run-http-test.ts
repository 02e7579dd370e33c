import type { Endpoints } from '../../core/endpoint.ts';
import { testName } from '../../core/result.ts';
import type { Clock } from '../../system/clock.ts';
import type { EndedTest, TextAttachment } from '../allure-writer.ts';
import { type Answer, checkAnswer } from './check-answer.ts';
import { type HostMap, placeTest } from './host-map.ts';
import type { HttpTest } from './read-suite-file.ts';
import { type Sent, sendRequest } from './send-request.ts';
import { translateAnswer } from './translate-answer.ts';

/** Characters of a body that are kept as evidence. */
const keptBody = 256 * 1024;

export interface Surroundings {
  readonly hosts: HostMap;
  readonly endpoints: Endpoints;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Sends one request and checks its answer. One that no wiki of the environment can answer is a skipped test. */
export async function runHttpTest(
  http: HttpTest,
  { hosts, endpoints, clock, signal }: Surroundings,
): Promise<EndedTest> {
  const { test, request } = http;
  const start = clock.now().getTime();
  const begin = clock.seconds();
  const place = placeTest(http, hosts, endpoints);
  if (place.kind === 'nowhere') return { test, start, seconds: 0, status: 'skipped', message: place.why };
  const testHeaders = { 'X-GM1-Test': encodeURIComponent(testName(test)) };
  const { url, dbname } = place.wiki;
  const sent = await sendRequest(url, request, testHeaders, signal);
  const seconds = clock.seconds() - begin;
  const heard = http.host === dbname ? sent : translateSent(sent, url, http.origin);
  return { test, start, seconds, ...judge(heard, `${request.method} ${url}${request.path}`, request) };
}

function translateSent(sent: Sent, from: string, to: string): Sent {
  if (sent.kind === 'no answer') return sent;
  return { kind: 'answer', answer: translateAnswer(sent.answer, from, to) };
}

function judge(sent: Sent, asked: string, request: HttpTest['request']) {
  if (sent.kind === 'no answer') {
    return { status: 'failed' as const, message: `${asked} did not answer ${sent.why}.` };
  }
  const faults = checkAnswer(request, sent.answer);
  if (faults.length === 0) return { status: 'passed' as const };
  return {
    status: 'failed' as const,
    message: [asked, ...faults].join('\n'),
    attachments: [evidence(sent.answer)],
  };
}

function evidence({ status, headers, body }: Answer): TextAttachment {
  const head = [`HTTP ${status}`, ...[...headers].map(([name, value]) => `${name}: ${value}`)];
  return { name: 'answer', type: 'text/plain', text: `${head.join('\n')}\n\n${body.slice(0, keptBody)}` };
}
