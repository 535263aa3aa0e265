import type { ExposureCalculated, MarginStanding } from '@gimbal/contracts/risk/v1/exposure_events';
import { HEALTH_LINES, type MarginCallLine, USAGE_LINES } from './marginCallLines.js';

export type MarginKind = 'health' | 'margin';

/** An account's value against the lines of its kind. */
export interface CalledAccount {
  readonly kind: MarginKind;
  readonly accountId: string;
  readonly deployment: string;
  readonly ruleset: string;
  readonly value: number;
  readonly liquidationLossUsd: number;
  readonly lines: readonly MarginCallLine[];
  readonly hasPassed: (line: MarginCallLine) => boolean;
  readonly isBack: (line: MarginCallLine) => boolean;
  readonly standing: MarginStanding | undefined;
  /** Change of health per day by interest alone. */
  readonly healthPerDay: number;
}

/** The accounts of an exposure that can be called, as they stand there. What isn't available keeps its calls as they are. */
export function calledAccounts({ health, margin }: ExposureCalculated): readonly CalledAccount[] {
  const loans = health.flatMap((each): CalledAccount[] => {
    const { accountId, deployment, ruleset, healthFactor: value, liquidationLossUsd, healthPerDay } = each;
    if (each.unavailableReason !== '') return [];
    return [
      {
        kind: 'health',
        accountId,
        deployment,
        ruleset,
        value,
        liquidationLossUsd,
        healthPerDay,
        lines: HEALTH_LINES,
        hasPassed: ({ threshold }) => value < threshold,
        isBack: ({ clearedAt }) => value >= clearedAt,
        standing: undefined,
      },
    ];
  });
  return [...loans, ...margin.flatMap(venueAccount)];
}

function venueAccount(standing: MarginStanding): CalledAccount[] {
  const { accountId, deployment, ruleset, usage: value, liquidationLossUsd } = standing;
  if (standing.unavailableReason !== '') return [];
  // Without equity the ratio says nothing, and the account is beyond every line.
  const isBeyondAll = standing.liquidatable || (standing.equityUsd <= 0 && standing.maintenanceMarginUsd > 0);
  return [
    {
      kind: 'margin',
      accountId,
      deployment,
      ruleset,
      value,
      liquidationLossUsd,
      healthPerDay: 0,
      lines: USAGE_LINES,
      hasPassed: ({ threshold }) => isBeyondAll || value >= threshold,
      isBack: ({ clearedAt }) => !isBeyondAll && value <= clearedAt,
      standing,
    },
  ];
}
