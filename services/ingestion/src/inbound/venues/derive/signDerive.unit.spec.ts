import { describe, expect, it } from 'vitest';
import { DERIVE_DOMAINS, type DeriveAction, deriveActionHash, signDeriveAction } from './signDeriveAction.js';
import { deriveHeaders, deriveLogin } from './signDeriveLogin.js';

// Hashes and signatures of the venue's own package for Python, derive_action_signing 0.0.13 (MIT), run with this key.
const sessionKey = `0x${'11'.repeat(32)}`;
const wallet = '0x8772185a1516f0d61fC1c2524926BfC69F95d698';

describe('deriveLogin', () => {
  it.each([
    [
      1_700_000_000_000,
      '0xf3a3d5c011117b81622cc03fcc5a6fdc2d0e46d3eae3bec7e314c31828cce91008ddb393cc1abd076da10ced44921ca995e23be62ea0c2a4109f9476d4598b881c',
    ],
    [
      1_779_607_319_268,
      '0xb1fca5782b8af1f110ec2e6b10142c65d70ee6f8215e51b49a448e3bf3babddc74718fbadc7a35183fd6dff7abed3b7c557badf3949d811d1c0a062a49f3579c1c',
    ],
  ])('signs %i as the venue does', async (timestampMs, signature) => {
    const timestamp = String(timestampMs);
    expect(await deriveLogin({ wallet, sessionKey }, timestampMs)).toEqual({ wallet, timestamp, signature });
    expect(await deriveHeaders({ wallet, sessionKey: '11'.repeat(32) }, timestampMs)).toEqual({
      'X-LyraWallet': wallet,
      'X-LyraTimestamp': timestamp,
      'X-LyraSignature': signature,
    });
  });

  it.each(['', '0x12', `0x${'00'.repeat(32)}`, `0x${'zz'.repeat(32)}`])(
    'refuses a key such as %j unnamed',
    async (key) => {
      await expect(deriveLogin({ wallet, sessionKey: key }, 1)).rejects.toThrow(
        'Expected a session key of 32 bytes, was something else.',
      );
    },
  );
});

describe('deriveActionHash', () => {
  const action: DeriveAction = {
    subaccountId: 30_769n,
    nonce: 1_700_000_000_000_001n,
    expirySeconds: 2_147_483_647n,
    owner: wallet,
    signer: '0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A',
    trade: {
      asset: '0x41675b7746AE0E464f2594d258CF399c392A179C',
      subId: 0n,
      limitPrice: '100',
      amount: '1',
      feeMax: '1000',
      isBid: true,
    },
  };

  it.each([
    {
      changed: {},
      hash: '0x56d061ada2cec4de97e2c5f0effc71ceadee827ecd1d7bb8d4afa4acf3e55f43',
      signature:
        '0x1bad8a70003a80bb0a840fc97c8823120e01d2e89a2c560b052d12aa8c0898b16d738bf01754e3e47720d77e503d4f7c131c72881a0ea1c81da9c7d1932123aa1c',
    },
    {
      changed: {
        nonce: 1_700_000_000_000_999n,
        trade: {
          ...action.trade,
          subId: 39_614_082_287_924_319_838_483_674_368n,
          limitPrice: '3499.5',
          amount: '0.1234567',
          feeMax: '0.5',
          isBid: false,
        },
      },
      hash: '0x9eecf5e8c2f1f28d08848abf38679731e0bb0196fa95b8ae9ffa0549589c374b',
      signature:
        '0xae34b786a98b6b1d37c876e6c25de66df61742e97a41825077cee486a33d66c55988346c6935e2c7e6be1ca9277a43e709a1e4dde5e68552ee3ba2836d838f081b',
    },
    {
      changed: {
        nonce: 17_796_065_232_320n,
        trade: { ...action.trade, subId: 7n, limitPrice: '-12.25', amount: '2', feeMax: '0' },
      },
      hash: '0x89d5d4b4eeb60464003e1f87340fe7e433ffb5a9b20cf7d6b20065eaec614e24',
      signature:
        '0x90421e8a2fe7690da453eba99b95aff717a84357b774d0addb552116565019b63099c1702fd20d427e862748b17c7d5bb85450ba59f6db8be0220b56a8ab0d961c',
    },
  ] as const)('is the hash of the venue, and its signature: $hash', async ({ changed, hash, signature }) => {
    const found = deriveActionHash({ ...action, ...changed }, DERIVE_DOMAINS.testnet);
    expect(found).toBe(hash);
    expect(await signDeriveAction(found, sessionKey)).toBe(signature);
  });

  it('refuses an amount that 18 decimals can not hold', () => {
    const trade = { ...action.trade, amount: '0.1234567890123456789' };
    expect(() => deriveActionHash({ ...action, trade }, DERIVE_DOMAINS.mainnet)).toThrow('at most 18 decimals');
  });
});
