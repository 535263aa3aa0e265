import type { AccountPositionObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
import { absDecimal, formatDecimal, negDecimal, parseDecimal } from '@gimbal/money';
import { amountInUnits } from '../amountInUnits.js';
import { isRawObject, RawFields, shownRaw } from '../rawJson/rawFields.js';
import type { RawJson } from '../rawJson/readRawJson.js';
import type { ReadingDraft } from '../readingDraft.js';
import { flatPosition, type PositionScope, sayPositions } from '../venuePositions.js';
import { deribitInstrument } from './deribitInstrument.js';
import { type DeribitSession, instrumentOf } from './deribitSession.js';

interface HeldSymbol {
  readonly symbol: string;
  /** What the venue says of it; the instrument is named when all of the list has been read. */
  readonly position: AccountPositionObserved;
}

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
  const flat = (id: string): AccountPositionObserved =>
    flatPosition('deribit', accountId, 'deribit', id, subject, observedAtUs);
  const held: HeldSymbol[] = [];
  for (const raw of list) {
    const read = positionOf(session, raw, flat(''));
    if (typeof read === 'string') return draft.problem('refused', subject, read);
    held.push(read);
  }
  // To meet a symbol says and remembers it, so none is met before the last entry is known to be sound.
  const said: AccountPositionObserved[] = [];
  for (const { symbol, position } of held) {
    const instrument = instrumentOf(session, draft, symbol, observedAtUs);
    if (instrument !== undefined) said.push({ ...position, instrumentId: instrument.id });
    // A name that nobody knows may be that of a position which would then count as flat.
    else if (session.instruments.get(symbol)?.kind !== 'not_modelled') return;
  }
  sayPositions(session, draft, said, scope, flat);
}

/** One entry of the list, or why it is refused. */
function positionOf(session: DeribitSession, raw: RawJson, flat: AccountPositionObserved): HeldSymbol | string {
  if (!isRawObject(raw)) return `Expected a position, was ${shownRaw(raw)}.`;
  const fields = new RawFields(raw);
  const symbol = fields.text('instrument_name');
  const size = fields.decimal('size');
  const direction = fields.word('direction', ['buy', 'sell', 'zero']);
  if (fields.failure !== undefined) return fields.failure;
  const meaning = session.instruments.get(symbol) ?? deribitInstrument(symbol, session.contractSizesUsd);
  if (meaning.kind !== 'modelled') return { symbol, position: flat };
  const terms = meaning.instrument;
  const units = amountInUnits(signedSize(size, direction), terms);
  if (units === undefined) fields.refuse('size', 'a whole number of contracts');
  const isInDollars = 'inverse' in terms && !terms.inverse;
  const position = {
    ...flat,
    quantity: units ?? '0',
    entryPrice: fields.optionalDecimal('average_price'),
    markPrice: fields.optionalDecimal('mark_price'),
    liquidationPrice: fields.optionalDecimal('estimated_liquidation_price'),
    // Of an inverse contract the profit stands in coin.
    unrealisedPnlUsd: isInDollars ? fields.optionalDecimal('floating_profit_loss') : '',
    leverage: fields.optionalDecimal('leverage'),
  };
  return fields.failure ?? { symbol, position };
}

function signedSize(size: string, direction: 'buy' | 'sell' | 'zero'): string {
  const parsed = parseDecimal(size);
  if (!parsed.ok || direction === 'zero') return '0';
  const held = absDecimal(parsed.value);
  return formatDecimal(direction === 'sell' ? negDecimal(held) : held);
}
