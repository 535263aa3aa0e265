import { isEvent } from '@gimbal/contracts';
import {
  MarginAccountObserved,
  MarginMarketObserved,
  MarginParametersConfigured,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import { lendingAccountKey } from '@gimbal/margin';
import type { InboundEvent } from '@gimbal/projection';
import type { FactRef } from '../riskState.js';
import type { MarginRows } from './marginRows.js';

/** Margin facts into their rows. An observation that is older than the one held changes nothing. */
export function foldMarginFacts(rows: MarginRows, event: InboundEvent, source: FactRef): void {
  if (isEvent(event, MarginParametersConfigured)) {
    const { deployment, ruleset, parametersJson, effectiveAtUs } = event.value;
    const set = {
      ruleset,
      parametersJson,
      effectiveAtUs: effectiveAtUs > 0n ? effectiveAtUs : event.timeUs,
      source,
    };
    const held = rows.marginParameters.get(deployment)?.sets ?? [];
    rows.marginParameters.set(deployment, { deployment, sets: [...held, set] });
  } else if (isEvent(event, MarginMarketObserved)) {
    const { deployment, marketJson, observedAtUs } = event.value;
    if ((rows.marginMarkets.get(deployment)?.observedAtUs ?? observedAtUs) > observedAtUs) return;
    rows.marginMarkets.set(deployment, { deployment, marketJson, observedAtUs, source });
  } else if (isEvent(event, MarginAccountObserved)) {
    const { deployment, accountId, accountJson, observedAtUs } = event.value;
    const key = lendingAccountKey(deployment, accountId);
    if ((rows.venueAccounts.get(key)?.observedAtUs ?? observedAtUs) > observedAtUs) return;
    const { tenant } = event;
    rows.venueAccounts.set(key, { deployment, accountId, accountJson, observedAtUs, tenant, source });
  }
}
