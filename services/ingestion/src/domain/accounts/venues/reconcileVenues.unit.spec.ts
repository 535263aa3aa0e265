import { describe, expect, it } from 'vitest';
import { accountPositions } from '../accountPositions.js';
import { positionKey } from '../accountRows.js';
import { account, at, fill, PERP, position } from './reconcile.scenario.js';

const CALL = 'ioption:deribit:ETH-USD:20220204T080000Z:2400:C';
const EXPIRY = Date.UTC(2022, 1, 4, 8) / 1000;
/** A minute and a half, and the time of what is said before it. */
const GRACE = 90;
const NAME = { accountId: 'desk', place: 'deribit', instrumentId: PERP, source: 'deribit' };

describe('fills and the position that a venue says', () => {
  it('agree where opening and fills come to the position', () => {
    const { state, step } = account();
    // 5 + 1.5 - 3 = 3.5
    expect(step(10, [position(10, '5')])).toEqual([]);
    expect(step(20, [fill('a', 20, 1.5), fill('b', 21, -3), position(22, '3.5')])).toEqual([]);
    expect(step(500)).toEqual([]);
    expect(accountPositions(state, 'desk', false)).toMatchObject([{ quantity: '3.5', breakDifference: '' }]);
  });

  it('say a difference with its amount once, after the grace, and correct nothing', () => {
    const { state, step } = account();
    step(10, [position(10, '5')]);
    step(20, [fill('a', 20, 1), position(21, '4')]);
    expect(step(20 + GRACE - 1)).toEqual([]);
    // By facts 5 + 1 = 6, the venue says 4: 2 were sold in a fill that was lost.
    expect(step(20 + GRACE)).toMatchObject([
      { value: { ...NAME, byFacts: '6', observed: '4', difference: '-2', number: 0n, observedAtUs: at(21) } },
    ]);
    expect(step(130, [position(130, '4')])).toEqual([]);
    expect(accountPositions(state, 'desk', false)).toMatchObject([{ quantity: '4', breakDifference: '-2' }]);
    expect(state.accounts.breaks.get(positionKey(NAME))).toMatchObject({ closed: undefined });
  });

  it('say it as well while the account goes on trading', () => {
    const { step } = account();
    step(10, [position(10, '5')]);
    // 2 were sold in a fill that was lost; every half minute one more is bought.
    const found = Array.from({ length: 6 }, (_, n) => {
      const second = 20 + 30 * n;
      return step(second, [fill(`t${n}`, second - 1, 1), position(second, String(4 + n))]);
    });
    expect(found.map((said) => said.length)).toEqual([0, 0, 0, 1, 0, 0]);
    expect(found[3]).toMatchObject([{ value: { ...NAME, byFacts: '9', observed: '7', difference: '-2' } }]);
  });

  it('say none while fills of different sizes are on their way to each position', () => {
    const { step } = account();
    step(10, [position(10, '0')]);
    let held = 0;
    for (let n = 1; n <= 20; n++) {
      const second = 10 + 20 * n;
      held += n;
      // The position has the fill already, which is heard ten seconds later.
      expect(step(second, [position(second, String(held))])).toEqual([]);
      expect(step(second + 10, [fill(`t${n}`, second - 1, n)])).toEqual([]);
    }
  });

  it('close the break with the late fill that explains it', () => {
    const { state, step } = account();
    step(10, [position(10, '5')]);
    step(20, [fill('a', 20, 1), position(21, '4')]);
    step(200);
    const late = fill('lost', 19, -2);
    expect(step(300, [late])).toMatchObject([
      { type: expect.stringMatching(/PositionBreakClosed$/), value: { ...NAME, byFacts: '4', cause: 'fill/lost' } },
    ]);
    expect(step(301, [late])).toEqual([]);
    expect(accountPositions(state, 'desk', false)).toMatchObject([{ quantity: '4', breakDifference: '' }]);
  });

  it('close it with a later position that agrees', () => {
    const { step } = account();
    step(10, [position(10, '5')]);
    step(20, [position(20, '7')]);
    expect(step(200)).toHaveLength(1);
    expect(step(210, [position(210, '5')])).toMatchObject([{ value: { byFacts: '5', cause: 'positions' } }]);
  });

  it('say another difference of an open break anew', () => {
    const { step } = account();
    step(10, [position(10, '5')]);
    step(20, [position(20, '7')]);
    expect(step(200)).toMatchObject([{ value: { difference: '2' } }]);
    step(210, [position(210, '4')]);
    expect(step(210 + GRACE)).toMatchObject([{ value: { byFacts: '5', observed: '4', difference: '-1' } }]);
  });

  it('wait for a position that is newer than the newest fill', () => {
    const { step } = account();
    step(10, [position(10, '5')]);
    step(20, [fill('a', 20, 1)]);
    expect(step(1_000)).toEqual([]);
    expect(step(1_001, [position(1_001, '6')])).toEqual([]);
    expect(step(2_000)).toEqual([]);
  });

  it('count no fill that the opening has already, and each after it that came before it', () => {
    const { state, step } = account();
    step(30, [fill('old', 3, 4), fill('new', 12, 2)]);
    step(31, [position(10, '5')]);
    step(32, [fill('older', 2, 9)]);
    step(33, [position(33, '7')]);
    // 5 + 2 = 7: the fills of seconds 2 and 3 are in the 5.
    expect(step(500)).toEqual([]);
    expect([...state.venuePositions.unsettled.entries()]).toEqual([]);
  });

  it('count a liquidation as the fill that it is', () => {
    const { step } = account();
    step(10, [position(10, '5')]);
    const liquidated = fill('liquidation', 20, -5);
    expect(step(20, [{ ...liquidated, value: { ...(liquidated.value as object), liquidation: true } }])).toEqual([]);
    expect(step(21, [position(21, '0')])).toEqual([]);
    expect(step(500)).toEqual([]);
  });

  it('go on from a flat position', () => {
    const { step } = account();
    step(10, [position(10, '5')]);
    step(20, [fill('a', 20, -5), position(20, '0')]);
    step(30, [position(30, '3')]);
    expect(step(30 + GRACE)).toMatchObject([{ value: { byFacts: '0', observed: '3', difference: '3' } }]);
  });

  it('of two sub-accounts under one name are held against the position of their own', () => {
    const { state, step } = account();
    step(10, [position(10, '5', PERP, 'derive/1'), position(10, '-2', PERP, 'derive/2')]);
    // One sells 3 to the other: either side has the trade's id.
    step(20, [fill('a', 20, -3, PERP, 'derive/1'), fill('a', 20, 3, PERP, 'derive/2')]);
    step(21, [position(21, '2', PERP, 'derive/1'), position(21, '1', PERP, 'derive/2')]);
    expect(step(500)).toEqual([]);
    // By facts 2 and 1: of the second one a fill of 4 is missing.
    expect(step(600, [position(600, '2', PERP, 'derive/1'), position(600, '5', PERP, 'derive/2')])).toEqual([]);
    expect(step(600 + GRACE)).toMatchObject([
      { value: { ...NAME, source: 'derive/2', byFacts: '1', observed: '5', difference: '4' } },
    ]);
    expect(state.accounts.breaks.get(positionKey({ ...NAME, source: 'derive/1' }))).toBeUndefined();
    expect(step(800, [fill('b', 599, 4, PERP, 'derive/2')])).toMatchObject([
      { value: { source: 'derive/2', byFacts: '5', cause: 'fill/b' } },
    ]);
  });
});

describe('a fill that was said without its sub-account', () => {
  it('is of the only one that holds the instrument, whichever was heard first', () => {
    const { step } = account();
    step(10, [fill('early', 12, 2, PERP, '')]);
    step(20, [position(11, '5')]);
    step(30, [fill('b', 30, 1, PERP, '')]);
    // 5 + 2 + 1 = 8
    expect(step(31, [position(31, '8')])).toEqual([]);
    expect(step(500)).toEqual([]);
  });

  it('is known when it is told again with it', () => {
    const { step } = account();
    step(10, [position(10, '5')]);
    step(20, [fill('a', 20, 1, PERP, ''), position(21, '6')]);
    step(30, [fill('a', 20, 1)]);
    expect(step(500)).toEqual([]);
  });

  it('of several begins what they hold anew with their next positions', () => {
    const { step } = account();
    step(10, [position(10, '5', PERP, 'derive/1'), position(10, '7', PERP, 'derive/2')]);
    step(20, [fill('a', 20, 1, PERP, '')]);
    step(21, [position(21, '6', PERP, 'derive/1'), position(21, '7', PERP, 'derive/2')]);
    expect(step(500)).toEqual([]);
    step(510, [position(510, '9', PERP, 'derive/1')]);
    expect(step(510 + GRACE)).toMatchObject([{ value: { source: 'derive/1', byFacts: '6', difference: '3' } }]);
  });
});

describe('an instrument that expired', () => {
  it('leaves without a break, and nothing of it is kept', () => {
    const { state, step } = account();
    step(EXPIRY - 100, [position(EXPIRY - 100, '2', CALL)]);
    expect(step(EXPIRY + 5, [position(EXPIRY + 5, '0', CALL)])).toEqual([]);
    expect(step(EXPIRY + 500, [fill('history', EXPIRY - 200, 2, CALL)])).toEqual([]);
    expect([...state.venuePositions.reconciled.entries()]).toEqual([]);
  });

  it('closes the break that was open', () => {
    const { state, step } = account();
    step(EXPIRY - 900, [position(EXPIRY - 900, '2', CALL)]);
    step(EXPIRY - 800, [position(EXPIRY - 800, '3', CALL)]);
    expect(step(EXPIRY - 600)).toMatchObject([{ value: { difference: '1' } }]);
    expect(step(EXPIRY + 5, [position(EXPIRY + 5, '0', CALL)])).toMatchObject([{ value: { cause: 'expiry' } }]);
    expect([...state.venuePositions.reconciled.entries()]).toEqual([]);
    expect([...state.venuePositions.unsettled.entries()]).toEqual([]);
  });

  it('is a break like any other while it lives', () => {
    const { step } = account();
    step(EXPIRY - 900, [position(EXPIRY - 900, '2', CALL)]);
    step(EXPIRY - 800, [position(EXPIRY - 800, '0', CALL)]);
    expect(step(EXPIRY - 600)).toMatchObject([{ value: { byFacts: '2', observed: '0', difference: '-2' } }]);
  });
});
