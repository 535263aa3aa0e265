import { expect, it } from 'vitest';
import { feedName, instrumentName, parameterName, parameterValue } from './names.js';

it.each([
  ['spot:WETH', 'WETH spot'],
  ['perp:paper:ETH-USD', 'ETH-USD perp'],
  ['option:paper:ETH-USD:20230825T080000Z:1650:P', 'ETH 25AUG 1650 P'],
  ['univ3:polygon:0x45dda9cb7c25131df268515131f647d726f50608:200310:203190', 'LP 200310…203190'],
  ['powerperp:ethereum:oSQTH', 'oSQTH'],
  ['of a newer kind', 'of a newer kind'],
])('calls %s %s', (id, name) => expect(instrumentName(id)).toBe(name));

it.each([
  ['uniswap-v3:ethereum:weth-osqth-030', 'uniswap-v3 weth-osqth-030'],
  ['gas:polygon', 'gas polygon'],
  ['lone', 'lone'],
])('calls the feed %s %s', (id, name) => expect(feedName(id)).toBe(name));

it('writes basis points as per cent', () => {
  expect(parameterName('liquidation_threshold_bps')).toBe('liquidation threshold');
  expect(parameterValue('liquidation_threshold_bps', '8250')).toBe('82.5 %');
  expect(parameterValue('supply_cap', '1000')).toBe('1000');
  expect(parameterValue('ltv_bps', '')).toBe('?');
});
