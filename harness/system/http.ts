import { failed, interrupted, type Outcome, ok } from '../core/failure.ts';

export interface HttpRequest {
  readonly url: string;
  /** Sent as a form by POST; the request is a GET without it. */
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** How long the whole answer may take. */
  readonly seconds: number;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  /** `name=value` of each cookie that the answer sets. */
  readonly cookies: readonly string[];
}

/** Asks web servers. Any status is an answer; no answer in time is a failure. Redirects are not followed. */
export interface Http {
  send(request: HttpRequest): Promise<Outcome<HttpAnswer>>;
}

export const systemHttp: Http = {
  async send({ url, form, headers, seconds, signal }) {
    const deadline = AbortSignal.timeout(seconds * 1000);
    try {
      const response = await fetch(url, {
        redirect: 'manual',
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
        ...(headers && { headers }),
        ...(form && { method: 'POST', body: new URLSearchParams(form) }),
      });
      const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] ?? '');
      return ok({ status: response.status, body: await response.text(), cookies });
    } catch (error) {
      if (signal?.aborted) return failed(interrupted);
      return failed(noAnswer(url, deadline.aborted ? `within ${seconds} s` : '', error));
    }
  },
};

function noAnswer(url: string, limit: string, error: unknown) {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return {
    kind: 'infrastructure' as const,
    what: `${url} did not answer${limit && ` ${limit}`}.`,
    ...(!limit && { why: `${cause instanceof Error ? cause.message : String(cause)}.` }),
    next: 'See `gm1 status` for what still runs.',
  };
}
