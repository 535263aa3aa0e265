import { isEvent } from '@gimbal/contracts';
import { AccountPositionObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
import { VenueFillObserved, VenueOrderObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import type { AccountTruth, VenueTruth } from '@gimbal/testkit';
import { describe, expect, it } from 'vitest';
import { VENUE_CASES } from '../parity/localVenue/venueCases.ts';
import type { SaidFact } from './followVenue.ts';
import { restartVenue } from './restartVenue.ts';
import { standingOf } from './standingOf.ts';

const SPEED = 20;
const SEED = 11;
/** Of the venue's clock: questions that are asked each minute come round twice. */
const PATIENCE_MS = 140_000;

/** Orders that are open by what was said, or at the venue, and not by the other. */
function orderDifferences(facts: readonly SaidFact[], { orders }: AccountTruth): readonly string[] {
  const said = standingOf(facts).orders;
  const open = [...orders].filter(([, order]) => order.open).map(([id]) => id);
  const saidOpen = [...said.values()].filter((order) => order.open).map(({ orderId }) => orderId);
  return [
    ...open.filter((id) => said.get(id)?.open !== true).map((id) => `${id} is open`),
    ...saidOpen.filter((id) => orders.get(id)?.open !== true).map((id) => `${id} ended`),
  ];
}

/** Fills of the account that were never said. */
function fillsMissing(facts: readonly SaidFact[], { fills }: AccountTruth): readonly string[] {
  const said = new Set(standingOf(facts).fills);
  return fills.filter((id) => !said.has(id));
}

/** Trades that were never said, of venues that tell them again. */
function tradesMissing(facts: readonly SaidFact[], { trades }: VenueTruth): readonly string[] {
  const said = new Set(standingOf(facts).trades);
  return [...trades].flatMap(([of, ids]) => ids.map((id) => `${of}|${id}`).filter((id) => !said.has(id)));
}

/** Derive answers positions without its own time, so a fill of that moment may be in the first one or come after it. */
const ANSWER_US = 2_000_000n;

/** Whether the first position of a break, known by `account|place|instrument|source`, met a fill. */
function isUnordered(facts: readonly SaidFact[], key: string): boolean {
  const of = (instrumentId: string, source: string): boolean => key.includes(`|${instrumentId}|${source}`);
  const opening = facts.find(
    ({ event }) => isEvent(event, AccountPositionObserved) && of(event.value.instrumentId, event.value.source),
  );
  if (opening === undefined || !isEvent(opening.event, AccountPositionObserved)) return false;
  const { observedAtUs, place } = opening.event.value;
  return (
    place === 'derive' &&
    facts.some(({ event }) => {
      if (!isEvent(event, VenueFillObserved) || !of(event.value.instrumentId, event.value.source)) return false;
      const apartUs = event.value.observedAtUs - observedAtUs;
      return apartUs < ANSWER_US && -apartUs < ANSWER_US;
    })
  );
}

describe.each(VENUE_CASES.map((venueCase) => [venueCase.venue, venueCase] as const))(
  '%s, read by one process after another',
  (_name, venueCase) => {
    it('has no order open that ended while there was none, and each fill and trade of that time', async () => {
      const script = venueCase.script();
      const truth = (): AccountTruth => script.accountTruth();
      const openBefore = new Set<string>();
      const { before, facts, state } = await restartVenue({
        script,
        config: venueCase.config,
        secret: venueCase.secret,
        connections: venueCase.connections,
        seed: SEED,
        speed: SPEED,
        happenings: [250, 600, 30],
        patienceMs: PATIENCE_MS,
        isComplete: (said, { accounts, venuePositions }) =>
          orderDifferences(said, truth()).length === 0 &&
          fillsMissing(said, truth()).length === 0 &&
          tradesMissing(said, script.truth()).length === 0 &&
          [...venuePositions.unsettled.entries()].every(([key]) => isUnordered(said, key)) &&
          [...accounts.breaks.entries()].every(([key, { closed }]) => closed !== undefined || isUnordered(said, key)),
      });
      for (const { orderId, open } of standingOf(facts.slice(0, before)).orders.values())
        if (open) openBefore.add(orderId);
      const ended = [...openBefore].filter((id) => truth().orders.get(id)?.open !== true);
      // Otherwise nothing was shown.
      expect(ended.length).toBeGreaterThan(0);
      expect(orderDifferences(facts, truth())).toEqual([]);
      const saidGone = facts
        .slice(before)
        .flatMap(({ event }) => (isEvent(event, VenueOrderObserved) && !event.value.open ? [event.value.orderId] : []));
      expect(ended.filter((id) => !saidGone.includes(id))).toEqual([]);
      const rows = [...state.venueOrders.open.entries()].map(([, { order }]) => order.orderId);
      expect(rows.toSorted()).toEqual(
        [...truth().orders]
          .filter(([, { open }]) => open)
          .map(([id]) => id)
          .toSorted(),
      );
      // Fills: what came while there was no process is said once, so positions and their sums agree.
      const { fills } = standingOf(facts);
      const fillSources = facts.flatMap(({ event }) => (isEvent(event, VenueFillObserved) ? [event.value.source] : []));
      const positionSources = facts.flatMap(({ event }) =>
        isEvent(event, AccountPositionObserved) ? [event.value.source] : [],
      );
      expect(new Set(fillSources)).toEqual(new Set(positionSources));
      expect(fillsMissing(facts, truth())).toEqual([]);
      expect(new Set(fills).size).toBe(fills.length);
      // So is each trade.
      const { trades } = standingOf(facts);
      expect(tradesMissing(facts, script.truth())).toEqual([]);
      expect(new Set(trades).size).toBe(trades.length);
      expect(standingOf(facts.slice(0, before)).fills.length).toBeLessThan(fills.length);
      const open = [...state.accounts.breaks.entries()].filter(([, { closed }]) => closed === undefined);
      expect(open.filter(([key]) => !isUnordered(facts, key))).toEqual([]);
      const unsettled = [...state.venuePositions.unsettled.entries()];
      expect(unsettled.filter(([key]) => !isUnordered(facts, key))).toEqual([]);
    }, 120_000);
  },
);
