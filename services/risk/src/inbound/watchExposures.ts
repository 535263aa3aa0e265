import { isEvent } from '@gimbal/contracts';
import { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import type { WatchExposuresRequest, WatchExposuresResponse } from '@gimbal/contracts/risk/v1/risk_service';
import type { StageHost } from '@gimbal/projection';
import { type CallContext, RpcFailure, toPosition } from '@gimbal/runtime';
import { newestExposures } from '../domain/queries/newestExposures.js';
import { newestExposure } from '../domain/queries/findExposure.js';
import type { RiskState } from '../domain/riskState.js';
import { tenantOfKey } from '../domain/rowKeys.js';
import { WATCHED_PORTFOLIOS_MAX } from '../limits.js';
import type { RiskPorts } from '../outbound/riskPorts.js';
import { ownPortfolioOf, servingState } from './ownPortfolioOf.js';

/**
 * The newest exposures of many portfolios. Nothing is queued for a subscriber: all that is kept of it is the sequence that
 * it was last sent of each portfolio. What is newest is looked up when the connection takes another message, and the
 * gap between the two sequences is what it missed. A subscriber that doesn't read is not asked, and costs nothing.
 */
export async function* watchExposures(
  host: StageHost<RiskState>,
  ports: RiskPorts,
  { portfolioIds, withCurrent }: WatchExposuresRequest,
  call: CallContext,
): AsyncGenerator<WatchExposuresResponse, void, undefined> {
  const named = namedPortfolios(host, call, portfolioIds);
  const watched = (): Iterable<string> => named ?? ownKeys(host.state, call.principal.tenant);
  const sent = new Map<string, number>();
  for (const key of watched()) {
    const head = host.state.exposureHeads.get(key) ?? 0;
    sent.set(key, withCurrent ? Math.max(0, head - 1) : head);
  }
  const advances = countAdvances(host, call.signal);
  try {
    for (let seen = -1; !call.signal.aborted; await advances.beyond(seen)) {
      seen = advances.count();
      // A pass gives each portfolio its turn once, so a busy one keeps no quiet one waiting.
      for (const key of watched()) {
        const last = sent.get(key) ?? 0;
        if ((host.state.exposureHeads.get(key) ?? 0) <= last) continue;
        const newest = await newestOf(servingState(host), ports, key);
        if (newest === undefined) continue;
        const sequence = Number(newest.exposure!.sequence);
        sent.set(key, sequence);
        yield { ...newest, skipped: BigInt(sequence - last - 1) };
        if (call.signal.aborted) return;
      }
    }
  } finally {
    advances.stop();
  }
}

/** Undefined for all of the caller's. */
function namedPortfolios(
  host: StageHost<RiskState>,
  call: CallContext,
  portfolioIds: readonly string[],
): ReadonlySet<string> | undefined {
  if (portfolioIds.length > WATCHED_PORTFOLIOS_MAX) {
    const message = `Expected at most ${WATCHED_PORTFOLIOS_MAX} portfolios, or none for all of yours, was ${portfolioIds.length}.`;
    throw new RpcFailure('INVALID_ARGUMENT', message, { field: 'portfolio_ids' });
  }
  if (portfolioIds.length > 0) return new Set(portfolioIds.map((id) => ownPortfolioOf(host, call, id).key));
  servingState(host);
  return undefined;
}

/** Portfolios that are opened later are among them: asked for at each pass. */
function* ownKeys(state: RiskState, tenant: string): Iterable<string> {
  for (const key of state.portfolios.keys()) if (tenantOfKey(key) === tenant) yield key;
}

/** From memory, or from the log after a restart; undefined when it was indicative and has expired. */
async function newestOf(
  state: RiskState,
  ports: RiskPorts,
  key: string,
): Promise<Omit<WatchExposuresResponse, 'skipped'> | undefined> {
  const held = newestExposures(state).get(key);
  if (held !== undefined) return { position: toPosition(held.row), exposure: held.exposure };
  const row = newestExposure(state, key);
  const found = row && (await ports.readEvent(row));
  if (found === undefined || !isEvent(found, ExposureCalculated)) return undefined;
  return { position: toPosition(row!), exposure: found.value };
}

/** Steps and commands since the beginning, as a number to wait on: whoever comes late has missed none. */
function countAdvances(host: StageHost<RiskState>, signal: AbortSignal) {
  let count = 0;
  let wake: () => void = () => undefined;
  const off = host.onAdvance(() => {
    count++;
    wake();
  });
  signal.addEventListener('abort', () => wake(), { once: true });
  return {
    count: () => count,
    async beyond(seen: number): Promise<void> {
      if (count > seen || signal.aborted) return;
      await new Promise<void>((resolve) => (wake = resolve));
    },
    stop: off,
  };
}
