import type { RpcAnswer, RpcOutcome } from './rpcClient.js';

/**
 * Sorts the responses of a batch to their calls, whose ids count from `firstId`. A response is matched by its id alone:
 * nodes answer a batch in any order. An id that is missing or there twice makes the whole batch untrustworthy.
 */
export function answersOf(responses: unknown, firstId: number, count: number): RpcOutcome {
  const list = Array.isArray(responses) ? (responses as readonly unknown[]) : [responses];
  const answers: (RpcAnswer | undefined)[] = Array.from({ length: count });
  for (const response of list) {
    const answer = answerOf(response);
    if (answer === undefined) return wrong(`${typeof response} where a response belongs`);
    const place = Number(idOf(response)) - firstId;
    // A server that refuses a whole batch answers with one error, without an id; viem repeats it for each question.
    if (!answer.ok && idOf(response) === undefined) return { ok: true, answers: answers.map(() => answer) };
    if (!Number.isInteger(place) || place < 0 || place >= count) return wrong('an answer to another question');
    if (answers[place] !== undefined) return wrong('two answers to one question');
    answers[place] = answer;
  }
  const missing = answers.filter((answer) => answer === undefined).length;
  if (missing > 0) return wrong(`${count - missing} answers to ${count} questions`);
  return { ok: true, answers: answers as RpcAnswer[] };
}

function answerOf(response: unknown): RpcAnswer | undefined {
  if (typeof response !== 'object' || response === null) return undefined;
  const { error, result } = response as { readonly error?: unknown; readonly result?: unknown };
  if (error !== undefined && error !== null) {
    if (typeof error !== 'object') return { ok: false, code: 0, message: textOf(error), data: undefined };
    const { code, message, data } = error as { code?: unknown; message?: unknown; data?: unknown };
    return { ok: false, code: typeof code === 'number' ? code : 0, message: textOf(message), data };
  }
  return result === undefined ? undefined : { ok: true, result };
}

function idOf(response: unknown): unknown {
  return (response as { readonly id?: unknown }).id ?? undefined;
}

const MESSAGE_CHARACTERS_MAX = 500;

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MESSAGE_CHARACTERS_MAX) : '';
}

function wrong(detail: string): RpcOutcome {
  return { ok: false, failure: { kind: 'wrong_json', detail } };
}
