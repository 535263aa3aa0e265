import type { MarginStanding } from '@gimbal/contracts/risk/v1/exposure_events';
import type { AssessMarginResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { healthText, unvaluedText } from './exposureText.js';
import { figure, percent, usd } from './figures.js';
import { table } from './table.js';

/** An account's margin or health in lines of text; the second one where something was tried. */
export function marginText({ before, after, healthBefore, healthAfter }: AssessMarginResponse): string {
  if (healthBefore !== undefined) {
    const now = healthText(healthBefore);
    const then = healthAfter === undefined ? now : healthText(healthAfter);
    return then === now ? now : `now:   ${now}\nafter: ${then}`;
  }
  if (before === undefined) return '';
  const now = standingText(before);
  const then = after === undefined ? now : standingText(after);
  return then === now ? now : `now: ${now}\n\nafter: ${then}`;
}

function standingText(standing: MarginStanding): string {
  const { accountId, deployment, ruleset, unavailableReason, legs, unvalued } = standing;
  const name = `${accountId === '' ? 'an account' : accountId} at ${deployment}${ruleset === '' ? '' : ` (${ruleset})`}`;
  if (unavailableReason !== '') return `${name}: margin is not known. ${unavailableReason}`;
  const state = standing.liquidatable ? 'can be liquidated' : `${usd(standing.excessUsd)} above its maintenance margin`;
  const rows = [
    ['leg', 'quantity', 'price', 'maintenance', 'liquidated at'],
    ...legs.map((leg) => [
      leg.legId,
      leg.quantity === 0 ? '' : figure(leg.quantity, 4),
      usd(leg.priceUsd, 2),
      usd(leg.maintenanceMarginUsd),
      leg.noPriceReason === '' ? usd(leg.liquidationPriceUsd, 2) : 'no price',
    ]),
  ];
  return [
    `${name}: ${state}, ${percent(standing.usage)} used`,
    `equity ${usd(standing.equityUsd)}, initial ${usd(standing.initialMarginUsd)}, maintenance ${usd(standing.maintenanceMarginUsd)}, a liquidation would take ${usd(standing.liquidationLossUsd)}`,
    ...(legs.length === 0 ? [] : [table(rows)]),
    ...unvalued.map(unvaluedText),
  ].join('\n');
}
