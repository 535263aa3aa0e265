import { AssessFailureResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { expect, it } from 'vitest';
import { failureText } from './failureText.js';

const cut = { step: 7n, timeUs: 1_692_308_400_000_000n };

it('shows each leg that falls once with all that it falls by, and what is left', () => {
  // 65,000 of a coin worth nothing, 1,000 of one of which half is left; 2,000 rest on neither: 68,000 less 65,500.
  const answer = AssessFailureResponse.fromPartial({
    cut,
    valueUsd: 68_000,
    valueAfterUsd: 2_500,
    lossUsd: 65_500,
    after: { deltaUsd: 2_000 },
    legs: [
      {
        accountId: 'wallet',
        legId: 'spot:USDC.e',
        valueUsd: 65_000,
        valueAfterUsd: 0,
        recovery: 0,
        becauseOf: [
          { kind: 5, name: 'Circle' },
          { kind: 4, name: 'Polygon PoS' },
        ],
      },
      {
        accountId: 'wallet',
        legId: 'spot:DAI',
        valueUsd: 1_000,
        valueAfterUsd: 500,
        recovery: 0.5,
        becauseOf: [{ kind: 5, name: 'Circle' }],
      },
    ],
  });
  expect(failureText('main', answer).split('\n')).toEqual([
    'main at 2023-08-17 21:40:00 UTC, step 7: $65,500 lost of $68,000, $2,500 left, delta after $2,000',
    '',
    'leg          of      because of                           value  survives   after     lost',
    'spot:USDC.e  wallet  issuer Circle, bridge Polygon PoS  $65,000     0.0 %      $0  $65,000',
    'spot:DAI     wallet  issuer Circle                       $1,000    50.0 %    $500     $500',
    'total                                                   $68,000            $2,500  $65,500',
  ]);
});

it('says that nothing rests on it', () => {
  expect(failureText('main', AssessFailureResponse.fromPartial({ cut }))).toContain('No leg rests on it.');
});
