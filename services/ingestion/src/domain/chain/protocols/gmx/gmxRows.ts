import type { GmxMarketInfo } from '../../../venues/gmx/gmxFact.js';
import type { ProtocolRow } from '../protocolFold.js';

/** Open interest in units of the index token, of one side with one collateral. */
export interface GmxInterest {
  readonly collateralToken: string;
  readonly isLong: boolean;
  readonly units: bigint;
}

export interface GmxMarketRow extends ProtocolRow {
  readonly protocol: 'gmx-v2';
  readonly kind: 'market';
  readonly feed: string;
  readonly instrumentId: string;
  readonly indexDecimals: number;
  readonly price: { readonly min: bigint; readonly max: bigint } | undefined;
  readonly info: GmxMarketInfo | undefined;
  /** As far as logs have said it, in order of side and collateral. */
  readonly interest: readonly GmxInterest[];
}

export interface GmxPositionRow extends ProtocolRow {
  readonly protocol: 'gmx-v2';
  readonly kind: 'position';
  readonly chain: string;
  readonly accountId: string;
  readonly instrumentId: string;
  readonly indexDecimals: number;
  readonly positionKey: string;
  /** Below 0 for a short. */
  readonly units: bigint;
}

/** The emitter has the logs and the reader the answers: both are of one feed, and of one row for each market. */
export function gmxMarketKey(feed: string, market: string): string {
  return `gmx-v2/${feed}/market/${market}`;
}

export function gmxPositionKey(feed: string, positionKey: string): string {
  return `gmx-v2/${feed}/position/${positionKey}`;
}

/** Where a position is held, by its key of 32 bytes. */
export function gmxPositionSource(chain: string, positionKey: string): string {
  return `gmx-v2:${chain}/${positionKey}`;
}

/** The key in a source of {@link gmxPositionSource}. */
export function gmxPositionKeyIn(source: string): string | undefined {
  return /^gmx-v2:[^/]+\/(0x[0-9a-f]{64})$/.exec(source)?.[1];
}

/** Both sides together; undefined until every side has spoken with every collateral. */
export function openInterestOf({ info, interest }: GmxMarketRow): bigint | undefined {
  if (info === undefined) return undefined;
  const collaterals = new Set([info.longToken, info.shortToken]);
  const told = interest.filter(({ collateralToken }) => collaterals.has(collateralToken));
  if (told.length < collaterals.size * 2) return undefined;
  return told.reduce((sum, { units }) => sum + units, 0n);
}
