import {
  LimitComponent,
  type LimitScope,
  LimitScopeKind,
  type LimitSet,
  LimitSeverity,
  LimitSide,
} from '@gimbal/contracts/risk/v1/portfolio_events';
import type { LimitStanding, ListLimitsResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { exact, percent } from './figures.js';
import { moment } from './moments.js';
import { table } from './table.js';

const COLUMNS = ['limit', 'on', 'severity', 'level', 'value', 'used', 'breach'];

/** The limits in lines of text, and beneath them what is under way. */
export function limitsText({ cut, limits }: ListLimitsResponse): string {
  if (limits.length === 0) return 'No limit is set.';
  const notes = limits.flatMap(notesOf);
  return [
    `${limits[0]!.limit?.portfolioId} at ${moment(cut?.timeUs ?? 0n)} UTC, step ${cut?.step ?? 0n}`,
    '',
    table([COLUMNS, ...limits.map(rowOf)], [0, 1, 2, 6]),
    ...(notes.length === 0 ? [] : ['', ...notes]),
  ].join('\n');
}

function rowOf(standing: LimitStanding): string[] {
  const { limit, value, used } = standing;
  if (limit === undefined) return COLUMNS.map(() => '');
  return [
    limit.limitId,
    watchedText(limit),
    limit.severity === LimitSeverity.LIMIT_SEVERITY_SOFT ? 'soft' : 'hard',
    `${SIDES[limit.side] ?? ''}${exact(limit.level)}`,
    value === undefined ? '-' : shortNumber(value),
    used === undefined ? '-' : percent(used),
    breachText(standing),
  ];
}

/** Breaches open and close with a step: what was set, changed or waived since the last one has not been judged. */
function breachText(standing: LimitStanding): string {
  return standing.openBreachId === '' && isBeyond(standing) ? 'judged at the next step' : standing.openBreachId;
}

/** Against the level in force. A quotient would not say it: of a level of 0 nothing is used. */
function isBeyond({ limit, value, waiver, waiverInForce }: LimitStanding): boolean {
  if (limit === undefined || value === undefined) return false;
  const level = Number(waiverInForce && waiver !== undefined ? waiver.level : limit.level);
  if (limit.side === LimitSide.LIMIT_SIDE_AT_LEAST) return value < level;
  return (limit.side === LimitSide.LIMIT_SIDE_AT_MOST ? value : Math.abs(value)) > level;
}

const SIDES: Readonly<Partial<Record<LimitSide, string>>> = {
  [LimitSide.LIMIT_SIDE_AT_MOST_SIZE]: '± ',
  [LimitSide.LIMIT_SIDE_AT_MOST]: '≤ ',
  [LimitSide.LIMIT_SIDE_AT_LEAST]: '≥ ',
};

const COMPONENTS: Readonly<Partial<Record<LimitComponent, string>>> = {
  [LimitComponent.LIMIT_COMPONENT_DELTA_USD]: 'delta_usd',
  [LimitComponent.LIMIT_COMPONENT_GAMMA_USD_PER_1PCT]: 'gamma_usd_per_1pct',
  [LimitComponent.LIMIT_COMPONENT_VEGA_USD_PER_VOL_POINT]: 'vega_usd_per_vol_point',
  [LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR]: 'health/health_factor',
};

const SCOPES: Readonly<Partial<Record<LimitScopeKind, string>>> = {
  [LimitScopeKind.LIMIT_SCOPE_KIND_ACCOUNT]: 'account',
  [LimitScopeKind.LIMIT_SCOPE_KIND_VENUE]: 'venue',
  [LimitScopeKind.LIMIT_SCOPE_KIND_CHAIN]: 'chain',
  [LimitScopeKind.LIMIT_SCOPE_KIND_ASSET]: 'asset',
};

/** What a limit watches, and where. */
export function watchedText({ component, path, accountId, scope }: LimitSet): string {
  const where = accountId === '' ? scopeText(scope) : ` of account ${accountId}`;
  return `${COMPONENTS[component] ?? path}${where}`;
}

function scopeText(scope: LimitScope | undefined): string {
  const kind = scope && SCOPES[scope.kind];
  return kind === undefined ? '' : ` of ${kind} ${scope!.name}`;
}

/** A value may be a ratio or millions of dollars: digits behind the point as far as they say something. */
function shortNumber(value: number): string {
  const maximumFractionDigits = Math.abs(value) < 100 ? 4 : 0;
  return value.toLocaleString('en-US', { maximumFractionDigits });
}

function notesOf({ limit, pending, waiver, waiverInForce, unavailableReason }: LimitStanding): string[] {
  const of = limit?.limitId ?? '';
  const proposed = pending?.proposed;
  const change = pending?.removal === true ? 'to remove it' : `of its level to ${exact(proposed?.level ?? '')}`;
  return [
    ...(unavailableReason === '' ? [] : [`${of}: no value. ${unavailableReason}`]),
    ...(waiver === undefined
      ? []
      : [
          `${of}: waived to ${exact(waiver.level)} until ${moment(waiver.expiresAtUs)}, ${waiverInForce ? 'in force' : 'not granted yet'} [${waiver.waiverId}]`,
        ]),
    ...(pending === undefined
      ? []
      : [
          `${of}: a change ${change} by ${proposed?.setBy} waits until ${moment(pending.expiresAtUs)} [${pending.changeId}]`,
        ]),
  ];
}
