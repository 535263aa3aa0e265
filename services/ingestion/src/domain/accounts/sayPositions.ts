import { event } from '@gimbal/contracts';
import { AccountPositionObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
import { formatDecimal, fromUnits } from '@gimbal/money';
import type { ChainChange } from '../chain/chainChange.js';
import type { ChainPlace, HeldPosition } from '../chain/chainFact.js';
import { chainRowOf } from '../chain/chainRows.js';
import { isPositionKey } from '../chain/heldPositionKey.js';
import { newestVersion } from '../chain/rowVersions.js';
import { sameData } from '../chain/sameData.js';
import type { StepLedger } from '../stepLedger.js';
import { positionKey } from './accountRows.js';
import { isVoid } from './isVoid.js';

/**
 * Says what accounts hold on a chain at its head, of each position that is other than it was last said, or that was said of
 * a block that is undone. What a step's blocks come to is said once.
 */
export function sayPositions(ledger: StepLedger, { feed: { chain }, touched }: ChainChange): void {
  for (const key of [...touched].filter(isPositionKey).sort()) {
    const version = newestVersion(ledger.now.chain, chain, key);
    const before = newestVersion(ledger.before.chain, chain, key)?.value as HeldPosition | undefined;
    const held = (version?.value as HeldPosition | undefined) ?? nothingOf(before);
    if (held === undefined) continue;
    const last = ledger.now.accounts.positions.get(positionKey({ ...held, place: chain }));
    const undone = last !== undefined && isVoid(ledger.now.chain, chain, last);
    if (last === undefined && held.units === 0n && held.owed.length === 0) continue;
    if (last !== undefined && !undone && sameData(worthOf(last), worthOf(observed(held, version?.place)))) continue;
    const place = undone || version === undefined ? headPlace(ledger, chain, version?.place) : version.place;
    ledger.say('account', held.accountId, event(AccountPositionObserved, observed(held, place)));
  }
}

/** A position that began in a block that is undone: nothing is left of it. */
function nothingOf(held: HeldPosition | undefined): HeldPosition | undefined {
  return held === undefined ? undefined : { ...held, units: 0n, owed: [] };
}

/** Rests on the version that stands (or the head, when none does); it was learnt with the head that undid the other one. */
function headPlace(ledger: StepLedger, chain: string, standing: ChainPlace | undefined): ChainPlace | undefined {
  const { head } = chainRowOf(ledger.now.chain, chain);
  if (head === undefined) return standing;
  const { adoption, number, blockHash } = standing ?? head;
  return {
    chain,
    adoption,
    number,
    blockHash,
    blockTimeUs: head.blockTimeUs,
    cause: `reorganisation/${head.blockHash}`,
  };
}

function observed(held: HeldPosition, place: ChainPlace | undefined): AccountPositionObserved {
  const { accountId, instrumentId, source, units, unitDecimals, owed } = held;
  return {
    accountId,
    place: place?.chain ?? '',
    instrumentId,
    quantity: formatDecimal(fromUnits(units, unitDecimals)),
    units: units.toString(),
    source,
    entryPrice: '',
    markPrice: '',
    liquidationPrice: '',
    unrealisedPnlUsd: '',
    leverage: '',
    owed: owed.map((due) => ({ asset: due.asset, amount: formatDecimal(fromUnits(due.units, due.decimals)) })),
    adoption: place?.adoption ?? 0n,
    number: place?.number ?? 0n,
    blockHash: place?.blockHash ?? '',
    cause: place?.cause ?? '',
    observedAtUs: place?.blockTimeUs ?? 0n,
  };
}

function worthOf({ units, quantity, owed }: AccountPositionObserved): unknown {
  return { units, quantity, owed };
}
