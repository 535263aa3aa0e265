import { formatInstrument } from '@gimbal/instruments';
import type { Inputs } from './inputs.js';
import type { MarketView } from './marketView.js';
import { spotPrice } from './spotPrice.js';

/** A contract of one venue with an expiry: an option or a dated future. */
export interface DatedContract {
  readonly venue: string;
  readonly underlying: string;
  readonly quote: string;
  readonly expiryMs: number;
}

export interface Forward {
  readonly forwardUsd: number;
  readonly spotUsd: number;
}

/** The ids that may mark a contract's forward. Formatting them costs more than Black-76, and instruments live long. */
const idsOfContract = new WeakMap<DatedContract, readonly string[]>();

function forwardIds(contract: DatedContract): readonly string[] {
  const known = idsOfContract.get(contract);
  if (known !== undefined) return known;
  const { venue, underlying, quote, expiryMs } = contract;
  const ids = [
    formatInstrument({ kind: 'future', venue, underlying, quote, expiryMs, inverse: false }),
    formatInstrument({ kind: 'perp', venue, underlying, quote, inverse: false }),
  ];
  idsOfContract.set(contract, ids);
  return ids;
}

/**
 * The forward to an expiry: the mark of the venue's future of that expiry; else the mark of its perpetual, which has
 * no expiry but trades where the futures do; else spot, which is the forward at a rate of 0.
 */
export function forwardPrice(contract: DatedContract, view: MarketView, inputs: Inputs): Forward | undefined {
  const marked = forwardIds(contract).find((id) => view.markFeeds.has(id));
  const mark = marked === undefined ? undefined : inputs.read(view.markFeeds.get(marked), 'perp', marked);
  const spotUsd = spotPrice(contract.underlying, view, inputs);
  return spotUsd === undefined ? undefined : { forwardUsd: mark?.markUsd ?? spotUsd, spotUsd };
}
