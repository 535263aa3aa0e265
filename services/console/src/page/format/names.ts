/** An instrument as a desk says it: the pool of a range position is known by its ticks, an option by expiry and strike. */
export function instrumentName(instrumentId: string): string {
  const [kind, ...parts] = instrumentId.split(':');
  switch (kind) {
    case 'spot':
      return `${parts[0]} spot`;
    case 'perp':
      return `${parts[1]} perp`;
    case 'powerperp':
      return parts[1] ?? instrumentId;
    case 'staked':
    case 'wrapped':
    case 'synth':
      return parts[1] ?? instrumentId;
    case 'power':
      return `${parts[1]} ^${parts[2]}`;
    case 'everlasting':
      return `${parts[1]?.split('-')[0]} everlasting ${parts[2]} ${parts[3]}`;
    case 'lending':
      return `${parts[2]} ${parts[3]}`;
    case 'univ4':
    case 'univ3':
      return `LP ${parts[2]}…${parts[3]}`;
    case 'option': {
      const [, underlying = '', expiry = '', strike = '', side = ''] = parts;
      return `${underlying.split('-')[0]} ${expiry.slice(6, 8)}${MONTHS[Number(expiry.slice(4, 6)) - 1] ?? ''} ${strike} ${side}`;
    }
    default:
      return instrumentId;
  }
}

/** A feed without its chain: its source and its name. The whole id is at hand where this stands. */
export function feedName(feed: string): string {
  const [source, chain, ...name] = feed.split(':');
  return name.length === 0 ? `${source} ${chain ?? ''}`.trim() : `${source} ${name.join(':')}`;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** The components of an exposure and of a health by the names of the contract. */
export const COMPONENT_NAMES: Readonly<Record<string, string>> = {
  value_usd: 'Value',
  delta_usd: 'Delta',
  gamma_usd_per_1pct: 'Gamma per 1 %',
  vega_usd_per_vol_point: 'Vega per vol point',
  theta_usd_per_day: 'Theta per day',
  rho_usd: 'Rho',
  vanna_usd: 'Vanna',
  volga_usd: 'Volga',
  charm_usd_per_day: 'Charm per day',
  carry_usd_per_day: 'Carry per day',
  health_factor: 'Health factor',
  liquidation_price_usd: 'Liquidation price',
  distance_to_liquidation: 'Distance to liquidation',
  health_per_1pct: 'Health per 1 %',
  total_collateral_base: 'Collateral',
  total_debt_base: 'Debt',
};

/** liquidation_threshold_bps is "liquidation threshold". */
export function parameterName(parameter: string): string {
  return parameter.replace(/_bps$/, '').replaceAll('_', ' ');
}

/** A parameter's value with its unit: bps as per cent. */
export function parameterValue(parameter: string, value: string): string {
  if (value === '') return '?';
  return parameter.endsWith('_bps') ? `${Number(value) / 100} %` : value;
}
