import { curlCall, curlList, type CurlAnswer } from './curlCall.ts';

/** Where the services answer, and a token that may read everything. */
export interface ForeignTarget {
  readonly addresses: readonly string[];
  readonly token: string;
  readonly portfolioId: string;
}

export interface ForeignCall {
  readonly address: string;
  readonly method: string;
  readonly answer: CurlAnswer;
  /** Undefined for a call that passed. */
  readonly fault: string | undefined;
}

/** gRPC's open services are the client's own business. */
const OPEN = /^grpc\./;
const READING = /\/(Get|List|Watch|Tail|Explain|Verify|Export|Price|Assess)(?!Instruments$)/;
/** What the recording says nothing of: it has no options, so there is no surface. */
const UNRECORDED = /Surface$/;
const STREAMING = /\/(Watch|Tail)/;

const STREAM_SECONDS = 2;
const PARTITIONS = 4;
const IN_FLIGHT = 4;

/** Calls every method that reads, as the servers list them by reflection, each on the first server that has it. */
export async function foreignCalls(
  target: ForeignTarget,
  onCall: (call: ForeignCall) => void = () => {},
): Promise<readonly ForeignCall[]> {
  const queue: { readonly address: string; readonly method: string }[] = [];
  for (const address of target.addresses) {
    for (const method of await curlList(address, 'methods')) {
      const isNew = !queue.some((known) => known.method === method);
      if (isNew && !OPEN.test(method) && READING.test(method) && !UNRECORDED.test(method))
        queue.push({ address, method });
    }
  }
  const calls: ForeignCall[] = [];
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const { address, method } = next;
        const isStream = STREAMING.test(method);
        const answer = await curlCall({
          address,
          method,
          token: target.token,
          request: requestOf(method, target.portfolioId),
          ...(isStream ? { streamSeconds: STREAM_SECONDS } : {}),
        });
        const call = { address, method, answer, fault: faultOf(answer) };
        calls.push(call);
        onCall(call);
      }
    }),
  );
  return calls;
}

function faultOf({ code, error, messages }: CurlAnswer): string | undefined {
  if (code !== 0) return `code ${code}: ${error}`;
  return messages.length === 0 ? 'Expected at least one message, there was none.' : undefined;
}

/** Streams are asked for what has been, so that they have something to say. */
function requestOf(method: string, portfolioId: string): object {
  const from = (topic: string): object[] =>
    Array.from({ length: PARTITIONS }, (_, partition) => ({ topic, partition, offset: 0 }));
  switch (method.slice(method.lastIndexOf('/') + 1)) {
    case 'GetPortfolio':
    case 'GetExposure':
    case 'VerifyExposure':
    case 'ListProposals':
    case 'ListLimits':
    case 'ListPnl':
      return { portfolioId };
    case 'ListMarginCalls':
      return { portfolioId, includeCleared: true };
    case 'GetExposureAsOf':
      // Beyond the recording: the newest step.
      return { portfolioId, trueAtUs: '4102444800000000' };
    case 'AssessFailure':
      return { portfolioId, failed: [{ kind: 'DEPENDENCY_KIND_ISSUER', name: 'Circle' }] };
    case 'AssessMargin':
      return { portfolioId, accountId: `aave:${portfolioId}`, trades: [{ legId: 'USDC', quantity: '1000' }] };
    case 'ExplainPnl':
      return { portfolioId, fromExposureSequence: 1, toExposureSequence: 10 };
    case 'WatchExposures':
      return { portfolioIds: [portfolioId], withCurrent: true };
    case 'ListBreaches':
      return { portfolioId, includeClosed: true };
    case 'ExplainNumber':
      return { portfolioId, component: 'delta_usd' };
    case 'ListPendingChanges':
      return { includeEnded: true };
    case 'WatchExposure':
    case 'WatchExecution':
      return { portfolioId, fromOffset: 0 };
    case 'WatchChanges':
      return { from: from('governance') };
    case 'WatchMarks':
      return { from: from('marks.kept') };
    case 'PriceBatch':
      // 1600 as a little-endian double in base64.
      return { blocks: [{ spot: { priceUsd: 'AAAAAAAAmUA=' } }] };
    case 'TailTopic':
      return { topic: 'exposure' };
    default:
      return {};
  }
}
