import type {
  BasisExposure,
  DependencyKind,
  ExposureVector,
  FlattenCost,
  LendingHealth,
  MarginStanding,
} from '@gimbal/contracts/risk/v1/exposure_events';
import { TENOR_DAYS } from '../exposure/tenorVega.js';
import { DEPENDENCY_KINDS, isDependencyKind, kindToWire } from '../lookThrough/dependency.js';

/** The numeric fields of a message. */
type NumberField<Message> = {
  [Name in keyof Message]: Message[Name] extends number ? Name : never;
}[keyof Message];

/** Which number of an exposure a path names. */
export type ComponentPath =
  | { readonly kind: 'vector'; readonly field: keyof ExposureVector }
  | { readonly kind: 'delta_units' }
  /** Over all assets when there is none. */
  | { readonly kind: 'vega_by_tenor'; readonly daysMax: number; readonly asset: string | undefined }
  | { readonly kind: 'cross_gamma'; readonly asset: string; readonly otherAsset: string }
  | { readonly kind: 'basis'; readonly asset: string; readonly field: NumberField<BasisExposure> }
  | { readonly kind: 'look_through'; readonly dependency: DependencyKind; readonly name: string }
  | { readonly kind: 'liquidity'; readonly field: NumberField<FlattenCost> }
  | { readonly kind: 'health'; readonly field: NumberField<LendingHealth> }
  | { readonly kind: 'margin'; readonly field: NumberField<MarginStanding> }
  | { readonly kind: 'unvalued' }
  /** Sums of the sizes of open breaks, or how many there are. */
  | { readonly kind: 'breaks'; readonly field: BreakField };

export type BreakField = 'valueUsd' | 'deltaUsd' | 'count';

export const VECTOR_PATHS: Readonly<Record<string, keyof ExposureVector>> = {
  value_usd: 'valueUsd',
  delta_usd: 'deltaUsd',
  delta_sticky_delta_usd: 'deltaStickyDeltaUsd',
  gamma_usd_per_1pct: 'gammaUsdPer1pct',
  vega_usd_per_vol_point: 'vegaUsdPerVolPoint',
  theta_usd_per_day: 'thetaUsdPerDay',
  rho_usd: 'rhoUsd',
  vanna_usd: 'vannaUsd',
  volga_usd: 'volgaUsd',
  charm_usd_per_day: 'charmUsdPerDay',
  carry_usd_per_day: 'carryUsdPerDay',
  funding_usd_per_day: 'fundingUsdPerDay',
  interest_usd_per_day: 'interestUsdPerDay',
  lp_fees_less_lvr_usd_per_day: 'lpFeesLessLvrUsdPerDay',
  interest_usd_per_day_per_rate_point: 'interestUsdPerDayPerRatePoint',
} satisfies Record<string, keyof ExposureVector>;

const BASIS_FIELDS: Readonly<Record<string, NumberField<BasisExposure>>> = {
  basis: 'basis',
  units: 'units',
  value_usd: 'valueUsd',
  usd_per_basis_point: 'usdPerBasisPoint',
};

const BREAK_FIELDS: Readonly<Record<string, BreakField>> = {
  value_usd: 'valueUsd',
  delta_usd: 'deltaUsd',
  count: 'count',
};

const LIQUIDITY_FIELDS: Readonly<Record<string, NumberField<FlattenCost>>> = {
  cost_usd: 'costUsd',
  cost_half_depth_usd: 'costHalfDepthUsd',
};

const HEALTH_FIELDS: Readonly<Record<string, NumberField<LendingHealth>>> = {
  health_factor: 'healthFactor',
  liquidation_price_usd: 'liquidationPriceUsd',
  distance_to_liquidation: 'distanceToLiquidation',
  health_per_1pct: 'healthPer1pct',
  health_per_threshold_point: 'healthPerThresholdPoint',
  health_per_day: 'healthPerDay',
  health_per_day_per_rate_point: 'healthPerDayPerRatePoint',
  liquidation_loss_usd: 'liquidationLossUsd',
};

const MARGIN_FIELDS: Readonly<Record<string, NumberField<MarginStanding>>> = {
  equity_usd: 'equityUsd',
  initial_margin_usd: 'initialMarginUsd',
  maintenance_margin_usd: 'maintenanceMarginUsd',
  excess_usd: 'excessUsd',
  usage: 'usage',
  liquidation_loss_usd: 'liquidationLossUsd',
};

/** A path, or what could have stood where it goes wrong. */
export type ParsedPath =
  { readonly ok: true; readonly path: ComponentPath } | { readonly ok: false; readonly expected: string };

/** Reads a limit's path. Names of dependencies may hold a slash, and so take the rest of the path. */
export function parseComponentPath(text: string): ParsedPath {
  const [head = '', ...rest] = text.split('/');
  const field = own(VECTOR_PATHS, head);
  if (field !== undefined && rest.length === 0) return found({ kind: 'vector', field });
  switch (head) {
    case 'delta_units':
      return rest.length === 0 ? found({ kind: 'delta_units' }) : expected('delta_units');
    case 'vega_by_tenor':
      return vegaByTenor(rest);
    case 'cross_gamma':
      return crossGamma(rest);
    case 'basis':
      return basis(rest);
    case 'look_through':
      return lookThrough(rest);
    case 'liquidity':
      return fieldOf(head, rest, LIQUIDITY_FIELDS, (name) => ({ kind: 'liquidity', field: name }));
    case 'health':
      return fieldOf(head, rest, HEALTH_FIELDS, (name) => ({ kind: 'health', field: name }));
    case 'margin':
      return fieldOf(head, rest, MARGIN_FIELDS, (name) => ({ kind: 'margin', field: name }));
    case 'unvalued':
      return rest.length === 1 && rest[0] === 'count' ? found({ kind: 'unvalued' }) : expected('unvalued/count');
    case 'breaks':
      return fieldOf(head, rest, BREAK_FIELDS, (name) => ({ kind: 'breaks', field: name }));
    default:
      return expected(
        `${Object.keys(VECTOR_PATHS).join(', ')}, delta_units, vega_by_tenor/…, cross_gamma/…, basis/…, look_through/…, liquidity/…, health/…, margin/…, breaks/… or unvalued/count`,
      );
  }
}

const TENORS: ReadonlySet<string> = new Set(TENOR_DAYS.map(String));

/** Other tenors hold nothing at any time: a limit on one would watch zero for ever. */
function vegaByTenor([days = '', asset, ...rest]: readonly string[]): ParsedPath {
  if (!TENORS.has(days) || asset === '' || rest.length > 0)
    return expected(`vega_by_tenor/DAYS or vega_by_tenor/DAYS/ASSET with DAYS of ${TENOR_DAYS.join(', ')}`);
  return found({ kind: 'vega_by_tenor', daysMax: Number(days), asset });
}

function crossGamma([asset = '', otherAsset = '', ...rest]: readonly string[]): ParsedPath {
  if (asset === '' || otherAsset === '' || rest.length > 0) return expected('cross_gamma/ASSET/ASSET');
  return found({ kind: 'cross_gamma', asset, otherAsset });
}

function basis([asset = '', name = 'basis', ...rest]: readonly string[]): ParsedPath {
  const field = own(BASIS_FIELDS, name);
  if (asset === '' || field === undefined || rest.length > 0)
    return expected(`basis/ASSET or basis/ASSET/FIELD with a field of ${Object.keys(BASIS_FIELDS).join(', ')}`);
  return found({ kind: 'basis', asset, field });
}

function lookThrough([kind = '', ...rest]: readonly string[]): ParsedPath {
  const name = rest.join('/');
  if (!isDependencyKind(kind) || name === '')
    return expected(`look_through/KIND/NAME with a kind of ${DEPENDENCY_KINDS.join(', ')}`);
  return found({ kind: 'look_through', dependency: kindToWire(kind), name });
}

function fieldOf<Field>(
  head: string,
  rest: readonly string[],
  fields: Readonly<Record<string, Field>>,
  path: (field: Field) => ComponentPath,
): ParsedPath {
  const field = rest.length === 1 ? own(fields, rest[0]!) : undefined;
  return field === undefined
    ? expected(`${head}/FIELD with a field of ${Object.keys(fields).join(', ')}`)
    : found(path(field));
}

function own<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function found(path: ComponentPath): ParsedPath {
  return { ok: true, path };
}

function expected(text: string): ParsedPath {
  return { ok: false, expected: text };
}
