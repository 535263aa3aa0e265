import type { Event } from '@gimbal/contracts';
import { isEvent } from '@gimbal/contracts';
import { PositionBreakClosed, PositionBreakFound } from '@gimbal/contracts/ingestion/v1/chain_events';
import { VenueFillObserved, VenueOrderObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import type { AccountTruth } from '@gimbal/testkit';

/** The orders and fills of an account by the facts that were said of it, and the breaks that are open. */
export class ObservedAccount {
  private readonly fills = new Set<string>();
  private fillsTwice = 0;
  private readonly open = new Set<string>();
  private readonly breaks = new Map<string, string>();

  fold(said: Event): void {
    if (isEvent(said, VenueFillObserved)) {
      const { tradeId } = said.value;
      if (this.fills.has(tradeId)) this.fillsTwice++;
      this.fills.add(tradeId);
    } else if (isEvent(said, VenueOrderObserved)) {
      if (said.value.open) this.open.add(said.value.orderId);
      else this.open.delete(said.value.orderId);
    } else if (isEvent(said, PositionBreakFound)) {
      this.breaks.set(`${said.value.instrumentId} of ${said.value.source}`, said.value.difference);
    } else if (isEvent(said, PositionBreakClosed)) {
      this.breaks.delete(`${said.value.instrumentId} of ${said.value.source}`);
    }
  }

  /** Orders that ended while nobody listened needn't be known; fills have to be, since positions rest on them. */
  differences({ fills, orders }: AccountTruth): readonly string[] {
    const missing = fills.filter((id) => !this.fills.has(id));
    const isOpen = (id: string): boolean => orders.get(id)?.open === true;
    return [
      ...(missing.length === 0 ? [] : [`fills: ${missing.length} of ${fills.length} missing, the first ${missing[0]}`]),
      ...(this.fillsTwice === 0 ? [] : [`fills: ${this.fillsTwice} said twice`]),
      ...[...orders.keys()].filter((id) => isOpen(id) && !this.open.has(id)).map((id) => `order ${id}: is open`),
      ...[...this.open].filter((id) => !isOpen(id)).map((id) => `order ${id}: ended`),
      ...[...this.breaks].map(([name, difference]) => `break of ${name}: ${difference}`),
    ];
  }
}
