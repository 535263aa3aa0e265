import {
  ASKED_LEGS_MAX,
  describeStandingFailure,
  marginAfterTrades,
  marginAtPrices,
  type MarginInputs,
  type StandingFailure,
} from '@gimbal/margin';
import { type Checked, checked, invalid, refused } from '../commands/refusal.js';
import type { Assessment } from './assessMargin.js';
import type { Available } from './marginInputs.js';
import { marginStandingOf, type MarginSubject } from './marginStandingOf.js';
import type { WhatIf } from './whatIfRequest.js';

/** The margin before and after, of a venue's account. An account without a standing says why, and nothing can be tried on it. */
export function assessVenue(
  subject: MarginSubject,
  inputs: Available<MarginInputs>,
  whatIf: WhatIf,
): Checked<Assessment> {
  const before = marginStandingOf(subject, inputs, ASKED_LEGS_MAX);
  const rest = { healthBefore: undefined, healthAfter: undefined };
  if (!inputs.ok) return checked({ before, after: before, ...rest });
  const tried = triedInputs(inputs.value, whatIf);
  if (!tried.ok) return tried;
  const isSame = tried.value === inputs.value;
  const after = isSame ? before : marginStandingOf(subject, { ok: true, value: tried.value }, ASKED_LEGS_MAX);
  return checked({ before, after, ...rest });
}

/** Prices first, then the trades at them, one by one, so that a refusal names the entry. */
function triedInputs(inputs: MarginInputs, { trades, prices }: WhatIf): Checked<MarginInputs> {
  let tried = inputs;
  for (const { field, ...price } of prices) {
    const moved = marginAtPrices(tried, [price]);
    if (!moved.ok)
      return refused(invalid(`${field}.${fieldOf(moved.failure, 'asset')}`, describeStandingFailure(moved.failure)));
    tried = moved.value;
  }
  for (const { field, ...trade } of trades) {
    const traded = marginAfterTrades(tried, [trade]);
    if (!traded.ok)
      return refused(
        invalid(`${field}.${fieldOf(traded.failure, 'quantity')}`, describeStandingFailure(traded.failure)),
      );
    tried = traded.value;
  }
  return checked(tried);
}

function fieldOf(failure: StandingFailure, otherwise: string): string {
  return failure.source === 'what-if' ? failure.failure.field : otherwise;
}
