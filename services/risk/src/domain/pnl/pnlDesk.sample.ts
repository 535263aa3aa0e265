import { isEvent } from '@gimbal/contracts';
import { PnlExplained, PnlIncidentOpened, type PnlTerms } from '@gimbal/contracts/risk/v1/exposure_events';
import type { Draft } from '@gimbal/projection';
import { bookTrade } from '../commands/bookTrade.js';
import { bookedDesk, trading } from '../commands/requests.sample.js';
import { alice, type Desk, type MarkRow, PERP, RANGE, USDC, WETH } from '../desk.sample.js';
import { PNL_TERMS } from './pnlColumns.js';

export const PUT = 'option:paper:ETH-USD:20230825T080000Z:1650:P';
export const OSQTH = 'powerperp:ethereum:oSQTH';

/** Steps of the desk up to 22:00: it opens at 21:40, and a step is a minute. */
export const STEPS_TO_THE_HOUR = 21;

export function explainedIn(drafts: readonly Draft[], period = 'hour'): PnlExplained | undefined {
  return drafts
    .flatMap(({ event: said }) => (isEvent(said, PnlExplained) ? [said.value] : []))
    .find((value) => value.period === period);
}

export function incidentsIn(drafts: readonly Draft[]): PnlIncidentOpened[] {
  return drafts.flatMap(({ event: said }) => (isEvent(said, PnlIncidentOpened) ? [said.value] : []));
}

export function termsUsd(terms: PnlTerms | undefined): number {
  return PNL_TERMS.reduce((sum, term) => sum + terms![term], 0);
}

/** The desk of `requests.sample`, with an option, a range and a power perpetual listed too. */
export function pnlDesk(): Desk {
  const desk = bookedDesk();
  desk.list('ETH', PUT, RANGE, OSQTH);
  return desk;
}

let trades = 0;

/** Books a trade against USDC; a price of zero moves a balance in. */
export function book(desk: Desk, instrumentId: string, quantity: string, price = '0', fee = ''): string {
  const venueTradeId = `pnl-${++trades}`;
  desk.accept(bookTrade(desk.state, desk.step(), alice, trading({ venueTradeId, instrumentId, quantity, price, fee })));
  return venueTradeId;
}

/** Marks the coins, and what else is given, at a price of ETH; the dollar coin at a dollar. */
export function markAt(desk: Desk, spotUsd: number, rows: Readonly<Record<string, MarkRow>> = {}, usdcUsd = 1): void {
  desk.mark('ETH', spotUsd, { [WETH]: { priceUsd: spotUsd, forwardUsd: spotUsd, delta: 1 }, ...rows });
  desk.mark('USD', 1, { [USDC]: { priceUsd: usdcUsd, forwardUsd: usdcUsd, delta: usdcUsd } });
}

export const perpAt = (priceUsd: number, carryUsdPerDay = 0): Record<string, MarkRow> => ({
  [PERP]: { priceUsd, forwardUsd: priceUsd, delta: 1, carryUsdPerDay },
});

/** Repeats the last marks until the hour is over, and gives what was said then. */
export function throughTheHour(desk: Desk, mark: () => void): readonly Draft[] {
  for (;;) {
    mark();
    const drafts = desk.decide();
    if (explainedIn(drafts) !== undefined) return drafts;
  }
}
