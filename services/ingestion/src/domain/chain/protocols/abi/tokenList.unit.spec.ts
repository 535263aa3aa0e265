import { describe, expect, it } from 'vitest';
import { contractOf, DESK } from '../protocol.sample.js';
import { uniswapV3PositionsFold } from '../uniswapV3/uniswapV3PositionsFold.js';
import { uniswapV4PositionsFold } from '../uniswapV4/uniswapV4PositionsFold.js';
import { namedToken } from './tokenList.js';

describe('the tokens of a catalogue', () => {
  const v3 = (...tokens: readonly string[]) =>
    uniswapV3PositionsFold.checkContract(contractOf('uniswap-v3-positions', { tokens }));
  const v4 = (...tokens: readonly string[]) =>
    uniswapV4PositionsFold.checkContract(contractOf('uniswap-v4-positions', { tokens }));

  it('are an address, an asset and decimals of two digits at most', () => {
    const right = [`${DESK}=USDC/6`, `0x${'D5'.repeat(20)}=WETH/18`, `${DESK}=A/99`];
    expect([v3(...right), v4(...right)]).toEqual([undefined, undefined]);
    for (const wrong of [`${DESK}=A/101`, `${DESK}=A`, `${DESK}=/6`, `${DESK}=A/B/6`, `${DESK}A=A/6`, 'A/6', '']) {
      expect(v3(right[0]!, wrong)).toMatch(/^Expected ADDRESS=ASSET\/DECIMALS in tokens of /);
      expect(v4(right[0]!, wrong)).toMatch(/^Expected ADDRESS=ASSET\/DECIMALS in tokens of /);
      expect(v4(right[0]!, wrong)?.endsWith(`, was "${wrong}".`)).toBe(true);
    }
  });

  it('are found by the address in either case; one of too many decimals is none', () => {
    const contract = contractOf('uniswap-v4-positions', { tokens: [`0x${'D5'.repeat(20)}=USDC/6`, `0x01=A/101`] });
    expect(namedToken(contract, DESK)).toEqual({ asset: 'USDC', decimals: 6 });
    expect(namedToken(contract, '0x01')).toBeUndefined();
    expect(namedToken(contract, '0x02')).toBeUndefined();
  });
});
