import { event } from '@gimbal/contracts';
import type { AccountPositionObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
import { VenueBalanceObserved, VenueMarginObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { isRawList, isRawObject, RawFields, shownRaw } from '../rawJson/rawFields.js';
import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import type { ReadingDraft } from '../readingDraft.js';
import { meetInstrument } from '../sessionMemory.js';
import { flatPosition, type PositionScope, sayPositions } from '../venuePositions.js';
import { deriveInstrument } from './deriveInstrument.js';
import { type DeriveSession, instrumentOf } from './deriveSession.js';
import { readDeriveOrders } from './readDeriveOrders.js';

/**
 * The answer of `get_subaccount`: margin, collaterals, positions and open orders at once. Derive's `initial_margin` and
 * `maintenance_margin` are what is left above the requirement, as it defines them, and are said as written.
 */
export function readDeriveSubaccount(
  session: DeriveSession,
  draft: ReadingDraft,
  accountId: string,
  subject: string,
  data: RawObject,
  observedAtUs: bigint,
): void {
  const fields = new RawFields(data);
  const source = sourceOf(fields.count('subaccount_id'));
  const margin: VenueMarginObserved = {
    feed: draft.feed,
    accountId,
    venue: 'derive',
    currency: currencyOf(fields),
    equity: fields.decimal('subaccount_value'),
    initialMargin: fields.decimal('initial_margin'),
    maintenanceMargin: fields.decimal('maintenance_margin'),
    available: '',
    mode: fields.optionalText('margin_type'),
    observedAtUs,
  };
  const balances = balancesOf(draft, accountId, subject, fields.list('collaterals'), observedAtUs);
  const scope: PositionScope = { kind: 'all', of: source, whole: true };
  const positions = positionsOf(session, draft, accountId, source, subject, fields.list('positions'), observedAtUs);
  const orders = fields.list('open_orders');
  if (fields.failure !== undefined) return draft.problem('refused', subject, fields.failure);
  if (typeof balances === 'string') return draft.problem('refused', subject, balances);
  if (typeof positions === 'string') return draft.problem('refused', subject, positions);
  draft.account(accountId, event(VenueMarginObserved, margin), observedAtUs);
  for (const balance of balances) draft.account(accountId, event(VenueBalanceObserved, balance), observedAtUs);
  sayPositions(session, draft, positions, scope, (id) =>
    flatPosition('derive', accountId, source, id, subject, observedAtUs),
  );
  readDeriveOrders(session, draft, accountId, subject, orders);
}

/** The answer of `get_positions`. */
export function readDerivePositions(
  session: DeriveSession,
  draft: ReadingDraft,
  accountId: string,
  subject: string,
  data: RawObject,
  observedAtUs: bigint,
): void {
  const fields = new RawFields(data);
  const source = sourceOf(fields.count('subaccount_id'));
  const positions = positionsOf(session, draft, accountId, source, subject, fields.list('positions'), observedAtUs);
  if (fields.failure !== undefined) return draft.problem('refused', subject, fields.failure);
  if (typeof positions === 'string') return draft.problem('refused', subject, positions);
  sayPositions(session, draft, positions, { kind: 'all', of: source, whole: true }, (id) =>
    flatPosition('derive', accountId, source, id, subject, observedAtUs),
  );
}

/** The answer of `get_collaterals`. */
export function readDeriveCollaterals(
  draft: ReadingDraft,
  accountId: string,
  subject: string,
  list: readonly RawJson[],
  observedAtUs: bigint,
): void {
  const balances = balancesOf(draft, accountId, subject, list, observedAtUs);
  if (typeof balances === 'string') return draft.problem('refused', subject, balances);
  for (const balance of balances) draft.account(accountId, event(VenueBalanceObserved, balance), observedAtUs);
}

/** `SUBACCOUNT.balances`: what changed, of coins and of positions alike, by name; without a time of its own. */
export function readDeriveBalanceChanges(
  session: DeriveSession,
  draft: ReadingDraft,
  accountId: string,
  channel: string,
  list: readonly RawJson[],
): void {
  const { feed, receivedAtUs: observedAtUs } = draft;
  const source = sourceOf(channel.split('.')[0] ?? '');
  const balances: VenueBalanceObserved[] = [];
  const positions: AccountPositionObserved[] = [];
  for (const raw of list) {
    if (!isRawObject(raw)) return draft.problem('refused', channel, `Expected a balance, was ${shownRaw(raw)}.`);
    const fields = new RawFields(raw);
    const name = fields.text('name');
    const total = fields.decimal('new_balance');
    const cause = fields.optionalText('update_type') || channel;
    if (fields.failure !== undefined) return draft.problem('refused', channel, fields.failure);
    const instrument = deriveInstrument(name);
    if (instrument.kind === 'modelled') {
      const flat = flatPosition('derive', accountId, source, instrument.id, cause, observedAtUs);
      positions.push({ ...flat, quantity: total });
    } else balances.push({ feed, accountId, venue: 'derive', asset: name, total, available: '', cause, observedAtUs });
  }
  for (const balance of balances) draft.account(accountId, event(VenueBalanceObserved, balance), observedAtUs);
  sayPositions(session, draft, positions, { kind: 'changed' }, (id) =>
    flatPosition('derive', accountId, source, id, channel, observedAtUs),
  );
}

/** One currency in the second version of the API; in the third a list of those whose instruments the margin covers. */
function currencyOf(fields: RawFields): string {
  const value = fields.raw('currency');
  if (!isRawList(value) || !value.every((part) => typeof part === 'string')) return fields.text('currency');
  return value.join(',').slice(0, 200);
}

function sourceOf(subaccount: string): string {
  return `derive/${subaccount}`;
}

function balancesOf(
  { feed }: ReadingDraft,
  accountId: string,
  cause: string,
  list: readonly RawJson[],
  observedAtUs: bigint,
): readonly VenueBalanceObserved[] | string {
  const balances: VenueBalanceObserved[] = [];
  for (const raw of list) {
    if (!isRawObject(raw)) return `Expected a collateral, was ${shownRaw(raw)}.`;
    const fields = new RawFields(raw);
    const [asset, total] = [fields.text('asset_name'), fields.decimal('amount')];
    if (fields.failure !== undefined) return fields.failure;
    balances.push({ feed, accountId, venue: 'derive', asset, total, available: '', cause, observedAtUs });
  }
  return balances;
}

function positionsOf(
  session: DeriveSession,
  draft: ReadingDraft,
  accountId: string,
  source: string,
  cause: string,
  list: readonly RawJson[],
  observedAtUs: bigint,
): readonly AccountPositionObserved[] | string {
  const positions: AccountPositionObserved[] = [];
  for (const raw of list) {
    if (!isRawObject(raw)) return `Expected a position, was ${shownRaw(raw)}.`;
    const fields = new RawFields(raw);
    const name = fields.text('instrument_name');
    const position = {
      quantity: fields.decimal('amount'),
      entryPrice: fields.optionalDecimal('average_price'),
      markPrice: fields.optionalDecimal('mark_price'),
      liquidationPrice: fields.optionalDecimal('liquidation_price'),
      unrealisedPnlUsd: fields.optionalDecimal('unrealized_pnl'),
      leverage: fields.optionalDecimal('leverage'),
    };
    if (fields.failure !== undefined) return fields.failure;
    const instrument = heldInstrument(session, draft, name, fields.optionalText('instrument_type'), observedAtUs);
    if (instrument === undefined) {
      // A name that nobody knows may be that of a position which would then count as flat.
      if (session.instruments.get(name)?.kind !== 'not_modelled')
        return `Expected an instrument that is known, was ${JSON.stringify(name.slice(0, 80))}.`;
      continue;
    }
    positions.push({
      ...flatPosition('derive', accountId, source, instrument.id, cause, observedAtUs),
      ...position,
    });
  }
  return positions;
}

const TYPES: ReadonlySet<string> = new Set(['', 'perp', 'option', 'erc20']);

/** The instrument of a position. What the venue itself says to be of another type than those that are known isn't modelled. */
function heldInstrument(
  session: DeriveSession,
  draft: ReadingDraft,
  name: string,
  type: string,
  observedAtUs: bigint,
): ReturnType<typeof instrumentOf> {
  if (TYPES.has(type)) return instrumentOf(session, draft, name, observedAtUs);
  const reason = `an instrument of the kind ${type.slice(0, 80)}`;
  return meetInstrument(session, draft, 'derive', name, () => ({ kind: 'not_modelled', reason }), observedAtUs);
}
