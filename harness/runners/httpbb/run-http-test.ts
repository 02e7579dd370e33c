import type { Endpoints } from '../../core/endpoint.ts';
import { testName } from '../../core/result.ts';
import type { Clock } from '../../system/clock.ts';
import type { EndedTest, TextAttachment } from '../allure-writer.ts';
import { type Answer, checkAnswer } from './check-answer.ts';
import type { HttpTest } from './read-suite-file.ts';
import { type Sent, sendRequest } from './send-request.ts';

/** Characters of a body that are kept as evidence. */
const keptBody = 256 * 1024;

/** Sends one request and checks its answer. A host that names no wiki of the environment is a skipped test. */
export async function runHttpTest(
  { test, host, request }: HttpTest,
  endpoints: Endpoints,
  clock: Clock,
  signal: AbortSignal,
): Promise<EndedTest> {
  const start = clock.now().getTime();
  const begin = clock.seconds();
  const wiki = endpoints.wikis.find(({ dbname }) => dbname === host);
  if (!wiki) {
    const message = `The environment "${endpoints.environment}" has no wiki "${host}".`;
    return { test, start, seconds: 0, status: 'skipped', message };
  }
  const testHeaders = { 'X-GM1-Test': encodeURIComponent(testName(test)) };
  const sent = await sendRequest(wiki.url, request, testHeaders, signal);
  const seconds = clock.seconds() - begin;
  return { test, start, seconds, ...judge(sent, `${request.method} ${wiki.url}${request.path}`, request) };
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
