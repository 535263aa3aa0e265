import { concatHex, encodeAbiParameters, type Hex, keccak256, pad } from 'viem';
import { describe, expect, it } from 'vitest';
import { gmxAccountPositionsKey, gmxFieldKey, gmxNameHash, gmxPositionKeyOf } from './gmxStoreKeys.js';

const USDC = '0xaf88d065e77c8cc2239327c5edb3a432268e5831';
// BTC/USD on Arbitrum.
const MARKET = '0x47c031236e19d024b42f8ae6780e44a573170703';

describe('keys of the DataStore', () => {
  it.each([
    // Real positions on Arbitrum: logs of 30 March 2025 as an indexer's sources show them (a PositionIncrease of ETH/USD, a PositionDecrease
    // of SOL/USD that closed it), and a position of ARB/USD in the documentation of another's interface.
    [
      '0xd37f3dc3123f25f6f0e893933904f96777ec63e9',
      '0x6ecf2133e2c9751caadcb6958b9654bae198a797',
      true,
      '0x2394113eefde29017fba160a170acb2df2232002f91e88918e42c62278c541ce',
    ],
    [
      '0xf59c594043734250c13ef060b01aededdd347290',
      '0x09400d9db990d5ed3f35d7be61dfaeb900af03c9',
      false,
      '0xb39ca0584dfe2c483b0f99ddfc0b1d4ee9846b385a11561b10e8944e62f38ebf',
    ],
    [
      '0x8224d492ec12564edebe060a7ffd76296760ad4e',
      '0x2d340912aa47e33c90efb078e69e70efe2b34b9b',
      true,
      '0xee8c4090ba839bd2ddc22efbfc17b49e28da2f03b0adbe8de41984b530373d5d',
    ],
  ] as const)('name the position of %s in %s', (account, market, isLong, positionKey) => {
    expect(gmxPositionKeyOf({ account, market, collateralToken: USDC, isLong })).toBe(positionKey);
  });

  it('hash names as the contracts do: keys that gmx-interface publishes in hashedMarketConfigKeys.json', () => {
    const long: Hex = pad('0x01');
    expect(keccak256(concatHex([gmxNameHash('IS_MARKET_DISABLED'), pad(MARKET)]))).toBe(
      '0xe8b3327a4f36a032e9c4b5c62bd478f8f7dcb358be17e031c08af181054f89e9',
    );
    expect(keccak256(concatHex([gmxNameHash('BORROWING_FACTOR'), pad(MARKET), long]))).toBe(
      '0x0c2b889c478bf94e61f69bfaf7b92695f8093c7f39c4416a8edaae0eba0757d2',
    );
  });

  it('are abi.encode of owner and name, or of list and account, hashed', () => {
    const positionKey = '0x2394113eefde29017fba160a170acb2df2232002f91e88918e42c62278c541ce';
    const encoded = (first: string, second: string, a: Hex, b: Hex) =>
      keccak256(encodeAbiParameters([{ type: first }, { type: second }], [a, b]));
    expect(gmxFieldKey(positionKey, 'SIZE_IN_TOKENS')).toBe(
      encoded('bytes32', 'bytes32', positionKey, gmxNameHash('SIZE_IN_TOKENS')),
    );
    expect(gmxFieldKey(MARKET, 'LONG_TOKEN')).toBe(encoded('address', 'bytes32', MARKET, gmxNameHash('LONG_TOKEN')));
    expect(gmxAccountPositionsKey(USDC)).toBe(
      encoded('bytes32', 'address', gmxNameHash('ACCOUNT_POSITION_LIST'), USDC),
    );
  });
});
