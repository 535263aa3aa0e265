import type { AccountPositionObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
import { absDecimal, formatDecimal, negDecimal, parseDecimal } from '@gimbal/money';
import { amountInUnits } from '../amountInUnits.js';
import { isRawObject, RawFields, shownRaw } from '../rawJson/rawFields.js';
import type { RawJson } from '../rawJson/readRawJson.js';
import type { ReadingDraft } from '../readingDraft.js';
import { flatPosition, type PositionScope, sayPositions } from '../venuePositions.js';
import { type DeribitSession, instrumentOf } from './deribitSession.js';

/** The answer of `get_positions`, and the positions of `user.changes.…`: all of the list, or nothing of it. */
export function readDeribitPositions(
  session: DeribitSession,
  draft: ReadingDraft,
  accountId: string,
  subject: string,
  list: readonly RawJson[],
  scope: PositionScope,
  observedAtUs: bigint,
): void {
  const said: AccountPositionObserved[] = [];
  for (const raw of list) {
    if (!isRawObject(raw)) return draft.problem('refused', subject, `Expected a position, was ${shownRaw(raw)}.`);
    const fields = new RawFields(raw);
    const symbol = fields.text('instrument_name');
    const size = fields.decimal('size');
    const direction = fields.word('direction', ['buy', 'sell', 'zero']);
    if (fields.failure !== undefined) return draft.problem('refused', subject, fields.failure);
    const instrument = instrumentOf(session, draft, symbol, observedAtUs);
    if (instrument === undefined) {
      // A name that nobody knows may be that of a position which would then count as flat.
      if (session.instruments.get(symbol)?.kind !== 'not_modelled') return;
      continue;
    }
    const units = amountInUnits(signedSize(size, direction), instrument.instrument);
    if (units === undefined) fields.refuse('size', 'a whole number of contracts');
    const terms = instrument.instrument;
    const isInDollars = 'inverse' in terms && !terms.inverse;
    said.push({
      ...flatPosition('deribit', accountId, 'deribit', instrument.id, subject, observedAtUs),
      quantity: units ?? '0',
      entryPrice: fields.optionalDecimal('average_price'),
      markPrice: fields.optionalDecimal('mark_price'),
      liquidationPrice: fields.optionalDecimal('estimated_liquidation_price'),
      // Of an inverse contract the profit stands in coin.
      unrealisedPnlUsd: isInDollars ? fields.optionalDecimal('floating_profit_loss') : '',
      leverage: fields.optionalDecimal('leverage'),
    });
    if (fields.failure !== undefined) return draft.problem('refused', subject, fields.failure);
  }
  const flat = (id: string): AccountPositionObserved =>
    flatPosition('deribit', accountId, 'deribit', id, subject, observedAtUs);
  sayPositions(session, draft, said, scope, flat);
}

function signedSize(size: string, direction: 'buy' | 'sell' | 'zero'): string {
  const parsed = parseDecimal(size);
  if (!parsed.ok || direction === 'zero') return '0';
  const held = absDecimal(parsed.value);
  return formatDecimal(direction === 'sell' ? negDecimal(held) : held);
}
