import type { FrameSink } from '../live/connector.js';
import type { LiveIo } from '../live/liveIo.js';
import { pauseFor } from '../live/pauseFor.js';
import { QUESTIONS_ASIDE_MAX } from './limits.js';
import { questionName } from './questionName.js';
import type { RestClient, RestOutcome, RestRequest } from '../live/restClient.js';

/** A question that is asked again and again. */
export interface Poll {
  readonly everyMs: number;
  /** Asked anew each time, as some questions name a time. */
  question(nowMs: number): Question;
  /** Hears each answer; true when the next question has to come at once, for the next page. */
  answered?(body: Uint8Array): boolean;
}

export interface Question {
  readonly request: RestRequest;
  /** What stands beside the answer as `request`, JSON: answers name neither question nor account. */
  readonly asked: string;
}

export interface PollTarget {
  readonly connector: string;
  readonly feed: string;
  readonly client: RestClient;
  readonly sink: FrameSink;
  readonly io: LiveIo;
}

const UTF8 = new TextEncoder();
const MIDDLE = UTF8.encode(',"response":');
const END = UTF8.encode('}');

/**
 * Asks each question at its interval until the signal is aborted, and delivers `{"request", "response"}` with the answer's own bytes. A question
 * that goes unanswered is said once, and once more when answers come again.
 */
export async function pollRest(polls: readonly Poll[], target: PollTarget, signal: AbortSignal): Promise<void> {
  await Promise.all(polls.map((poll) => askAgain(poll, target, signal)));
}

/** Asks once, out of turn, and delivers the answer; what came of a refusal is the outcome. */
async function askRest(question: Question, target: PollTarget, signal: AbortSignal): Promise<RestOutcome> {
  const outcome = await target.client.request(question.request, signal);
  if (outcome.kind === 'answer' && !signal.aborted) {
    const raw = answered(question.asked, outcome.body);
    await target.sink.deliver({ feed: target.feed, raw, receivedAtUs: outcome.receivedAtUs });
  }
  return outcome;
}

/** Asks beside the polls, with nobody to wait for it: what stays unanswered, or is one too many, leaves a hole that was said. */
export function askAside(target: PollTarget, signal: AbortSignal): (question: Question) => void {
  let underWay = 0;
  return (question) => {
    if (underWay >= QUESTIONS_ASIDE_MAX) return;
    underWay++;
    void askRest(question, target, signal)
      .catch(() => undefined)
      .finally(() => underWay--);
  };
}

async function askAgain(poll: Poll, target: PollTarget, signal: AbortSignal): Promise<void> {
  const { connector, feed, io, sink } = target;
  let isDegraded = false;
  while (!signal.aborted) {
    const question = poll.question(Number(io.nowUs() / 1000n));
    const outcome = await askRest(question, target, signal);
    if (signal.aborted) return;
    const failed = outcome.kind !== 'answer';
    if (failed !== isDegraded) {
      isDegraded = failed;
      const detail = failed ? (outcome.kind === 'refused' ? `status ${outcome.status}` : outcome.detail) : '';
      const reason = questionName(question.asked);
      const control = { kind: failed ? 'degraded' : 'restored', connector, reason, detail } as const;
      await sink.deliver({ feed, raw: new Uint8Array(), receivedAtUs: io.nowUs(), control });
    }
    if (outcome.kind === 'answer' && poll.answered?.(outcome.body) === true) continue;
    await pauseFor(poll.everyMs, io, signal);
  }
}

function answered(asked: string, body: Uint8Array): Uint8Array {
  return Buffer.concat([UTF8.encode(`{"request":${asked}`), MIDDLE, body, END]);
}
