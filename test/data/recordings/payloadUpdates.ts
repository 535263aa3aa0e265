interface Update {
  readonly asset: string;
  readonly parameter: string;
  readonly before: string;
  readonly after: string;
}

/** The contract's names of the percentages of a reserve, and ours. */
const PARAMETERS: Readonly<Record<string, string>> = {
  ltv: 'ltv_bps',
  liquidationThreshold: 'liquidation_threshold_bps',
  liquidationBonus: 'liquidation_bonus_bps',
};

const CHANGE = /@@ `_reserves` key `0x[0-9a-f]{40} \(symbol: (\S+)\)\.configuration\.data_decoded\.(\w+)` @@\n- (.+)\n\+ (.+)\n/g;

/** The percentages of reserves that a simulation report shows before and after, in basis points. */
export function payloadUpdates(report: string): Update[] {
  return [...report.matchAll(CHANGE)].flatMap(([, asset = '', name = '', before = '', after = '']) => {
    const parameter = PARAMETERS[name];
    return parameter === undefined ? [] : [{ asset, parameter, before: bps(before), after: bps(after) }];
  });
}

/** `7000`, or `82.5 % [8250, 2 decimals]`. */
function bps(text: string): string {
  const match = /^(\d+)$|\[(\d+), 2 decimals\]$/.exec(text);
  const found = match?.[1] ?? match?.[2];
  if (found === undefined) throw new Error(`Expected basis points, was "${text}".`);
  return found;
}
