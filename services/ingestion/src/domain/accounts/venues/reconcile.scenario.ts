import type { Event } from '@gimbal/contracts';
import { TradeSide } from '@gimbal/contracts/ingestion/v1/venue_events';
import { evolveIngestion } from '../../evolveIngestion.js';
import { createIngestionState, type IngestionState } from '../../ingestionState.js';
import { openStepLedger } from '../../stepLedger.js';
import { judgeVenueIdentity } from '../../venues/judgeVenueIdentity.js';
import { fillFact, positionFact } from '../../venues/venueFacts.js';
import { venueIdentity } from '../../venues/venueIdentity.js';
import { reconcileVenues } from './reconcileVenues.js';

/** Test support: an account at a venue, whose facts are admitted as the stage admits them, and step by step held together. */

export const SOURCE = { feed: 'deribit', venue: 'deribit' } as const;
export const PERP = 'perp:deribit:ETH-USDC';

/** Microseconds of a second. */
export const at = (second: number): bigint => BigInt(second) * 1_000_000n;

/** A fill of the account: what is sold is below 0. */
export function fill(
  tradeId: string,
  second: number,
  quantity: number,
  instrumentId = PERP,
  source = 'deribit',
): Event {
  const side = quantity < 0 ? TradeSide.TRADE_SIDE_SELL : TradeSide.TRADE_SIDE_BUY;
  const size = String(Math.abs(quantity));
  const terms = { instrumentId, side, size, price: '1800', source };
  return fillFact(SOURCE, { accountId: 'desk', tradeId, ...terms, observedAtUs: at(second) }).event;
}

/** What the venue says that the account holds. */
export function position(second: number, quantity: string, instrumentId = PERP, source = 'deribit'): Event {
  const said = { accountId: 'desk', instrumentId, quantity, source, cause: 'positions', observedAtUs: at(second) };
  return positionFact(SOURCE, said).event;
}

export interface Account {
  readonly state: IngestionState;
  /** Takes what is new of some facts, and gives back what was said of breaks. */
  step(second: number, facts?: readonly Event[]): readonly Event[];
}

export function account(): Account {
  const state = createIngestionState();
  let number = 0;
  return {
    state,
    step(second, facts = []) {
      number += 1;
      const timeUs = at(second);
      const ledger = openStepLedger(state, { number, timeUs });
      for (const fact of facts) {
        const identity = venueIdentity(fact);
        if (identity === undefined || judgeVenueIdentity(ledger.now.venues, identity).kind !== 'new') continue;
        ledger.say('account', 'desk', fact);
      }
      reconcileVenues(ledger);
      for (const { key, event: said } of ledger.drafts) {
        evolveIngestion(state, { ...said, key, timeUs, causationId: `step/${number}` });
      }
      return ledger.drafts.map((draft) => draft.event).filter(({ type }) => type.includes('PositionBreak'));
    },
  };
}
