import { expect, it } from 'vitest';
import type { PageState } from '../data/pageState.js';
import { limitLines } from './limitLine.js';

type Standing = PageState['limits'][number];
type Limit = NonNullable<Standing['limit']>;

const CLOCK_US = 1_692_308_723_000_000;
const inHours = (hours: number): string => String(CLOCK_US + hours * 3_600_000_000);

const DELTA: Limit = {
  portfolioId: 'main',
  limitId: 'delta-band',
  component: 1,
  accountId: '',
  level: '100000',
  closeLevel: '95000',
  target: '0',
  setBy: 'tess.trader',
  path: '',
  scope: undefined,
  severity: 0,
  side: 0,
  approvedBy: '',
  changeId: '',
};

function standing(changes: Partial<Standing>): Standing {
  return {
    limit: DELTA,
    value: -24_242.7,
    used: 0.242427,
    openBreachId: '',
    pending: undefined,
    waiver: undefined,
    waiverInForce: false,
    unavailableReason: '',
    ...changes,
  };
}

const lineOf = (changes: Partial<Standing>) => limitLines([standing(changes)], CLOCK_US)[0]!;

it('stands at value against level, and is hard unless somebody said soft', () => {
  expect(lineOf({})).toMatchObject({
    name: 'delta',
    severity: 'hard',
    value: '\u2212$24,243',
    level: '±$100,000',
    usedText: '24 %',
    tone: 'good',
    notes: [],
    title: 'delta-band, set by tess.trader',
  });
  const soft = { ...DELTA, severity: 1, component: 5, path: 'margin/usage', side: 2, level: '0.8' };
  expect(lineOf({ limit: soft, value: 0.7, used: 0.875 })).toMatchObject({
    name: 'margin/usage',
    severity: 'soft',
    level: '≤80.00 %',
    tone: 'warn',
  });
});

it('is near its floor within two per cent of it, since a health of 1.3 is far above 1.05', () => {
  const health = { ...DELTA, component: 2, level: '1.05', accountId: 'aave:main' };
  expect(lineOf({ limit: health, value: 1.3, used: 1.05 / 1.3 }).tone).toBe('good');
  expect(lineOf({ limit: health, value: 1.06, used: 1.05 / 1.06 }).tone).toBe('warn');
  expect(lineOf({ limit: health, value: 1.04, used: 1.05 / 1.04 }).tone).toBe('bad');
});

it('names its open breach, and shows no number where there is none', () => {
  expect(lineOf({ openBreachId: 'main/delta-band/4', used: 0.97 })).toMatchObject({
    tone: 'bad',
    isBroken: true,
    notes: ['Broken: main/delta-band/4.'],
  });
  const unavailableReason = 'Expected the exposure to hold margin of bybit, found none.';
  expect(lineOf({ value: undefined, used: undefined, unavailableReason })).toMatchObject({
    value: '–',
    used: undefined,
    usedText: '–',
    tone: '',
    notes: [unavailableReason],
  });
});

it('has the level of the waiver while it is in force, and says when it ends', () => {
  const waiver = {
    waiverId: 'w1',
    portfolioId: 'main',
    limitId: 'delta-band',
    level: '150000',
    expiresAtUs: inHours(2),
    reason: 'roll',
    requestedBy: 'rita.risk',
  };
  expect(lineOf({ waiver, waiverInForce: true })).toMatchObject({
    level: '±$150,000',
    notes: ['Waived from ±$100,000 for 02:00:00 more.'],
  });
  expect(lineOf({ waiver })).toMatchObject({
    level: '±$100,000',
    notes: ['Waiver up to ±$150,000 asked for by rita.risk, ends in 02:00:00.'],
  });
});

it('says what it is to become, and by whom', () => {
  const pending = {
    changeId: 'c1',
    proposed: { ...DELTA, level: '120000', setBy: 'rita.risk' },
    removal: false,
    reason: 'a larger book',
    expiresAtUs: inHours(20),
  };
  expect(lineOf({ pending }).notes).toEqual(['To become ±$120,000, says rita.risk.']);
  expect(lineOf({ pending: { ...pending, removal: true } }).notes).toEqual(['To be removed, says rita.risk.']);
});
