import type { FaultKind } from './fault.ts';

interface Call {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: readonly unknown[];
}

interface Answer {
  readonly id?: unknown;
  readonly result?: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

const HEAD_LEAD = 100n;

/** Makes the answers wrong in the way of the fault, and says whether there was anything to bend. */
export function bendAnswers(
  calls: readonly Call[],
  answers: readonly Answer[],
  fault: FaultKind,
  oldHead: unknown,
): { readonly answers: readonly Answer[]; readonly bent: boolean } {
  let bent = false;
  const all = answers.map((answer) => {
    const call = calls.find(({ id }) => id === answer.id);
    const result = call === undefined ? undefined : bentResult(call, answer.result, fault, oldHead);
    if (result === undefined) return answer;
    bent = true;
    return { ...answer, result };
  });
  return { answers: all, bent };
}

function bentResult(call: Call, result: unknown, fault: FaultKind, oldHead: unknown): unknown {
  const isHead = call.method === 'eth_getBlockByNumber' && call.params?.[0] === 'latest';
  if (isHead && fault === 'newerHead') return newer(result as Fields);
  if (isHead && fault === 'olderHead') return oldHead ?? undefined;
  if (call.method !== 'eth_getLogs' || !Array.isArray(result) || result.length === 0) return undefined;
  if (fault === 'duplicateLogs') return [...(result as unknown[]), ...(result as unknown[])];
  if (fault === 'otherLogs') return result.length > 1 ? result.slice(1) : [];
  return undefined;
}

/** The same header under a later number and a hash that nobody has. */
function newer(head: Fields): Fields {
  const hash = String(head['hash']);
  return { ...head, number: `0x${(BigInt(String(head['number'])) + HEAD_LEAD).toString(16)}`, hash: turned(hash) };
}

function turned(hash: string): string {
  return `0x${hash.slice(2).split('').reverse().join('')}`;
}
