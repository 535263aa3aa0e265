import { isEvent, parseCanonical, readRecord } from '@gimbal/contracts';
import { TradeBooked } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { Segment } from '@gimbal/event-log';

interface NaivePosition {
  quantity: number;
  cost: number;
  facts: number;
}

/** The values of the trades alone, without their envelopes: what the handbook's figure for ts-proto was measured on. */
export function tradeValues(segments: Iterable<Segment>): Uint8Array[] {
  const values: Uint8Array[] = [];
  for (const { bytes } of segments) {
    for (const { headers, value } of parseCanonical(bytes)) {
      if (headers.some(([name, text]) => name === 'ce_type' && text === TradeBooked.$type)) values.push(value);
    }
  }
  return values;
}

/** ts-proto into a Map: every field becomes a property, the position is found by a joined key. No envelope, no identity. */
export function foldValuesIntoMap(values: readonly Uint8Array[]): Map<string, NaivePosition> {
  const positions = new Map<string, NaivePosition>();
  for (const value of values) addTo(positions, TradeBooked.decode(value));
  return positions;
}

/** The same job as the fused fold, done the usual way: record, envelope and message as objects, identities in Sets. */
export function foldRecordsIntoMap(segments: Iterable<Segment>): Map<string, NaivePosition> {
  const positions = new Map<string, NaivePosition>();
  const ids = new Set<string>();
  const trades = new Set<string>();
  let claimed = 0n;
  for (const { bytes } of segments) {
    for (const record of parseCanonical(bytes)) {
      const read = readRecord(record);
      if (read.kind !== 'event') throw new Error(read.reason);
      const { envelope, event } = read;
      if (event.type === 'gimbal.log.v1.WriterClaimed') claimed = envelope.epoch;
      if (envelope.epoch !== claimed) continue;
      if (event.type === 'gimbal.log.v1.StepEnded') ids.clear();
      if (!isEvent(event, TradeBooked) || ids.has(envelope.id)) continue;
      ids.add(envelope.id);
      const { portfolioId, venue, venueTradeId } = event.value;
      const identity = `${record.key}|${portfolioId}|${venue}|${venueTradeId}`;
      if (trades.has(identity)) continue;
      trades.add(identity);
      addTo(positions, event.value);
    }
  }
  return positions;
}

function addTo(positions: Map<string, NaivePosition>, trade: TradeBooked): void {
  const quantity = Number(trade.quantity);
  const paid = quantity * Number(trade.price) + Number(trade.fee);
  const account = `${trade.portfolioId}|${trade.accountId}|`;
  add(positions, account + trade.instrumentId, quantity, paid);
  add(positions, account + trade.quoteInstrumentId, -paid, 0);
}

function add(positions: Map<string, NaivePosition>, key: string, quantity: number, cost: number): void {
  const held = positions.get(key);
  if (held === undefined) {
    positions.set(key, { quantity, cost, facts: 1 });
    return;
  }
  held.quantity += quantity;
  held.cost += cost;
  held.facts++;
}
