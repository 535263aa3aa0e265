import { describeFailure } from '../rpc/rpcFailure.js';
import type { Endpoint } from './endpoint.js';
import type { Question, Reading, Reply } from './question.js';

interface Voice<T> {
  readonly value: T;
  readonly endpoints: Endpoint[];
}

/** What came together while nodes were asked, one after the other. */
interface Hearing<T> {
  readonly voices: Map<string, Voice<T>>;
  readonly absent: Endpoint[];
  limit: { readonly blocks: number | undefined } | undefined;
  unable: string | undefined;
  lastFailure: string;
  heavy: boolean;
}

/**
 * Asks until as many nodes as the question needs say the same, from the best one on; a node that fails, or whose answer
 * can't be true, is passed over for the next. Those that contradict the answer that stood in the end are told so.
 */
export async function askNodes<T>(
  endpoints: readonly Endpoint[],
  question: Question<T>,
  signal: AbortSignal,
): Promise<Reply<T>> {
  const hearing: Hearing<T> = {
    voices: new Map(),
    absent: [],
    limit: undefined,
    unable: undefined,
    lastFailure: '',
    heavy: false,
  };
  const waiting = [...endpoints];
  for (;;) {
    const most = Math.max(0, ...[...hearing.voices.values()].map((voice) => voice.endpoints.length));
    const asked = waiting.splice(0, question.voices - most);
    if (asked.length === 0 || signal.aborted) break;
    await Promise.all(asked.map((endpoint) => hear(endpoint, question, hearing, signal)));
    for (const [digest, voice] of hearing.voices) {
      if (voice.endpoints.length >= question.voices) return stands(hearing, digest);
    }
  }
  return settled(hearing, question, signal);
}

async function hear<T>(
  endpoint: Endpoint,
  question: Question<T>,
  hearing: Hearing<T>,
  signal: AbortSignal,
): Promise<void> {
  const outcome = await endpoint.ask(question.calls, signal);
  if (!outcome.ok) {
    const { kind } = outcome.failure;
    hearing.lastFailure = `${endpoint.name}: ${describeFailure(outcome.failure)}`;
    if (kind === 'timeout' || kind === 'too_large' || kind === 'too_intricate') hearing.heavy = true;
    return;
  }
  const read = question.read(outcome.answers, endpoint);
  const proven = read.kind === 'value' ? await question.prove?.(read.value, signal) : undefined;
  note(endpoint, question, hearing, proven ?? read);
}

function note<T>(endpoint: Endpoint, question: Question<T>, hearing: Hearing<T>, reading: Reading<T>): void {
  switch (reading.kind) {
    case 'value': {
      const digest = question.digest(reading.value);
      const voice = hearing.voices.get(digest);
      if (voice === undefined) hearing.voices.set(digest, { value: reading.value, endpoints: [endpoint] });
      else voice.endpoints.push(endpoint);
      return;
    }
    case 'absent':
      hearing.absent.push(endpoint);
      return;
    case 'limit':
      hearing.limit = reading;
      return;
    case 'unable':
      hearing.unable = reading.detail;
      return;
    case 'wrong':
      hearing.lastFailure = `${endpoint.name}: ${reading.detail}`;
      endpoint.lied(reading.detail, reading.reason);
  }
}

/** This answer stands: who said otherwise lied. A node that is alone with what it said has not been confirmed by that. */
function stands<T>(hearing: Hearing<T>, standing: string, proven = false): Reply<T> {
  for (const [digest, { endpoints }] of hearing.voices) {
    for (const endpoint of endpoints) {
      if (digest === standing) {
        if (proven || endpoints.length > 1) endpoint.agreed();
      } else endpoint.lied('Expected the same answer about a block hash as other nodes gave, was another.');
    }
  }
  return { kind: 'value', value: hearing.voices.get(standing)!.value };
}

/** All nodes were asked and too few say the same. */
async function settled<T>(hearing: Hearing<T>, question: Question<T>, signal: AbortSignal): Promise<Reply<T>> {
  const { voices, absent, limit, unable, lastFailure, heavy } = hearing;
  if (voices.size > 1) {
    const truth = await question.settle?.(signal);
    if (truth === undefined) {
      const names = [...voices.values()].map(({ endpoints }) => endpoints.map(({ name }) => name).join(', '));
      return unavailable(`Expected one answer, had ${voices.size}: ${names.join(' against ')}.`, false);
    }
    const digest = question.digest(truth);
    if (!voices.has(digest)) voices.set(digest, { value: truth, endpoints: [] });
    return stands(hearing, digest, true);
  }
  const only = [...voices.values()][0];
  if (only !== undefined && (question.sampled === true || question.voices <= only.endpoints.length)) {
    return { kind: 'value', value: only.value };
  }
  if (absent.length > 0) return { kind: 'absent' };
  if (limit !== undefined) return { kind: 'limit', blocks: limit.blocks };
  if (only !== undefined) {
    const detail = `Expected ${question.voices} nodes to say the same, ${only.endpoints.length} answered. ${lastFailure}`;
    return unavailable(detail.trim(), heavy);
  }
  if (unable !== undefined) return { kind: 'unable', detail: unable };
  return unavailable(lastFailure === '' ? 'Expected a node to ask, all rest.' : lastFailure, heavy);
}

function unavailable(detail: string, heavy: boolean): { kind: 'unavailable'; detail: string; heavy: boolean } {
  return { kind: 'unavailable', detail, heavy };
}
