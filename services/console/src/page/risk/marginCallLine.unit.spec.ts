import { expect, it } from 'vitest';
import type { PageState } from '../data/pageState.js';
import { marginCallLines } from './marginCallLine.js';

type Call = PageState['marginCalls'][number];
type Raised = NonNullable<Call['raised']>;

const microsAt = (time: string): string => String(Date.parse(time) * 1000);
const cutAt = (time: string): Raised['cut'] => ({
  step: '1',
  timeUs: microsAt(time),
  positions: [],
  ruleset: '',
  foldVersion: '',
});
const CLOCK_US = Number(microsAt('2023-08-17T21:42:47Z'));

// What a loan of 1.24 million USDC against WETH is told: by a repayment, or by more collateral.
const RAISED: Raised = {
  callId: 'main/aave:main/health/2',
  portfolioId: 'main',
  accountId: 'aave:main',
  deployment: 'aave-v3:polygon',
  ruleset: 'aave-v3.0',
  level: 'call',
  value: 1.0489998597078802,
  threshold: 1.05,
  isHealthFactor: true,
  liquidationLossUsd: 32_504.12787274,
  dueAtUs: microsAt('2023-08-19T22:42:47Z'),
  cures: [
    {
      action: 'add_collateral',
      asset: 'WETH',
      amount: '96.283451277392610057',
      amountUsd: 159_171.95,
      venue: 'aave-v3',
      chain: 'polygon',
      accountId: 'aave:main',
      target: 1.15,
      available: '20',
      availableAccountId: 'wallet:main',
    },
    {
      action: 'repay_debt',
      asset: 'USDC',
      amount: '64188.573053',
      amountUsd: 64_188.573053,
      venue: 'aave-v3',
      chain: 'polygon',
      accountId: 'aave:main',
      target: 1.15,
      available: '65000',
      availableAccountId: 'wallet:main',
    },
  ],
  cut: cutAt('2023-08-17T21:42:47Z'),
  exposureSequence: '1346',
  marks: [],
};

function call(changes: Partial<Raised>, clearedAt?: string): Call {
  const raised = { ...RAISED, ...changes };
  if (clearedAt === undefined) return { raised, cleared: undefined };
  const { callId, portfolioId, accountId } = raised;
  const cleared = { callId, portfolioId, accountId, value: 1.0716, cut: cutAt(clearedAt), exposureSequence: '1350' };
  return { raised, cleared };
}

it('says value against line, what is lost, when it is due, and each cure with what the book has of it', () => {
  const [line] = marginCallLines([call({})], CLOCK_US, undefined);
  expect(line).toMatchObject({
    account: 'aave:main',
    rules: 'aave-v3:polygon, aave-v3.0',
    level: 'call',
    isOpen: true,
    when: 'since 21:42:47',
    value: 'health 1.0490',
    line: 'line 1.0500',
    loss: 'loss $32,504',
    due: 'by interest alone, prices held: liquidated in 2 d 01 h, 19 Aug 2023',
  });
  // The amount is rounded up, so that it stays enough.
  expect(line!.cures).toEqual([
    {
      words: 'Add collateral of 96.2835 WETH ($159,172) at aave-v3 on polygon',
      available: 'wallet:main has 20',
      isEnough: false,
    },
    {
      words: 'Repay 64,188.5731 USDC ($64,189) at aave-v3 on polygon',
      available: 'wallet:main has 65,000',
      isEnough: true,
    },
  ]);
});

it('has the worst of the open ones on top, and cleared ones below, without amounts of then', () => {
  const lines = marginCallLines(
    [
      call({ callId: 'cleared' }, '2023-08-17T21:44:23Z'),
      call({ callId: 'warning', level: 'warning' }),
      call({ callId: 'liquidatable', level: 'liquidatable' }),
      call({ callId: 'call' }),
    ],
    CLOCK_US,
    undefined,
  );
  expect(lines.map(({ callId }) => callId)).toEqual(['liquidatable', 'call', 'warning', 'cleared']);
  expect(lines.at(-1)).toMatchObject({
    isOpen: false,
    when: '21:42:47 to 21:44:23 · 1 m',
    due: '',
    cures: [],
  });
});

it('writes a margin usage as per cent, and has a dash for a loss that nobody reckoned', () => {
  const [line] = marginCallLines(
    [call({ isHealthFactor: false, value: 0.912, threshold: 0.9, liquidationLossUsd: 0, dueAtUs: '0' })],
    CLOCK_US,
    undefined,
  );
  expect(line).toMatchObject({
    value: 'margin used 91.2 %',
    line: 'line 90.0 %',
    loss: 'loss –',
    due: 'by interest alone, prices held: never liquidated',
  });
});

it('says where the account stands now, while the call is open', () => {
  const exposure = {
    health: [
      { accountId: 'aave:twin', healthFactor: 1.02, unavailableReason: '' },
      { accountId: 'aave:main', healthFactor: 1.0716, unavailableReason: '' },
    ],
    margin: [{ accountId: 'aave:main', usage: 0.95, unavailableReason: '' }],
  } as unknown as Parameters<typeof marginCallLines>[2];
  const nowOf = (each: Call): string => marginCallLines([each], CLOCK_US, exposure)[0]!.now;
  expect(nowOf(call({}))).toBe('now 1.0716');
  expect(nowOf(call({ isHealthFactor: false }))).toBe('now 95.0 %');
  expect(nowOf(call({ accountId: 'aave:unknown' }))).toBe('');
  expect(nowOf(call({}, '2023-08-17T21:44:23Z'))).toBe('');
});

it('says that nothing of the asset is elsewhere', () => {
  const cures = [{ ...RAISED.cures[0]!, available: '0', availableAccountId: '' }];
  const [line] = marginCallLines([call({ cures })], CLOCK_US, undefined);
  expect(line!.cures[0]).toMatchObject({ available: 'no WETH elsewhere in the book', isEnough: false });
});
