import { isEvent } from '@gimbal/contracts';
import { VenueOrderObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import type { AccountTruth, VenueScript } from '@gimbal/testkit';
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

describe.each(VENUE_CASES.map((venueCase) => [venueCase.venue, venueCase] as const))(
  '%s, read by one process after another',
  (_name, venueCase) => {
    it('has no order open that ended while there was none', async () => {
      const script = venueCase.script() as VenueScript & { accountTruth(): AccountTruth };
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
        isComplete: (said) => orderDifferences(said, truth()).length === 0,
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
    }, 120_000);
  },
);
