import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuctionedAccount, DeriveAuctionParameters } from './auctionTypes.js';
import { bufferMargin } from './bufferMargin.js';
import { deriveAuction } from './deriveAuction.js';

/** What the publisher's auction steps were made with: read off them, since the file names no parameters. */
const published: DeriveAuctionParameters = {
  bufferShare: 0.2,
  startShare: 0.98,
  fastEndShare: 0.8,
  fastSeconds: 100,
  slowSeconds: 14_400,
  feeShare: 0.02,
  insolventSeconds: 3600,
};
/** The handbook's figures of the deployed contract (1.5). */
const deployed: DeriveAuctionParameters = {
  bufferShare: 0.15,
  startShare: 0.95,
  fastEndShare: 0.7,
  fastSeconds: 900,
  slowSeconds: 43_200,
  feeShare: 0.1,
  insolventSeconds: 3600,
};
const accountOf = (markToMarketUsd: number, maintenanceMarginUsd: number, reservedCashUsd = 0): AuctionedAccount => ({
  markToMarketUsd,
  maintenanceMarginUsd,
  reservedCashUsd,
});
const bidOf = (...args: Parameters<typeof deriveAuction.solventBid>) => {
  const bid = deriveAuction.solventBid(...args);
  if (!bid.ok) throw new Error(bid.failure.code);
  return bid.value;
};
const near = (theirs: number) => expect.closeTo(theirs, 9);

describe('the published auction steps', () => {
  // derivexyz/v2-core, test/integration-tests/liquidation/liquidationTests.json, figures only: time, MtM, MM, reserved
  // cash, fraction wanted of the account as it is; buffer margin, largest fraction, fraction, price paid, and MtM after.
  it.each([
    [
      'Test1',
      0,
      119.30633018077472,
      -103.09061949052963,
      0,
      1,
      -147.57000942479047,
      0.5579412854255694,
      0.5579412854255694,
      65.23460867605947,
      117.97501163636534,
    ],
    [
      'Test2',
      0,
      119.30633018077472,
      -103.09061949052963,
      0,
      0.05,
      -147.57000942479047,
      0.5579412854255694,
      0.05,
      5.846010178857961,
      119.18702385059395,
    ],
    [
      'Test3',
      30,
      119.30871879735244,
      -103.08786782886884,
      0,
      0.15,
      -147.5671851541131,
      0.5718615273623249,
      0.15,
      16.571981040952252,
      117.98439201870183,
    ],
    [
      'Test4, second bid',
      30,
      118.42583427825203,
      -81.73109368534716,
      11.047987360634837,
      0.1 / 0.9,
      -121.76247927806698,
      0.5242905859581388,
      0.1 / 0.9,
      11.047987360634837,
      117.5429497591516,
    ],
    [
      'Test5, third bid',
      30,
      117.5429497591516,
      -60.3743195418254,
      22.095974721269673,
      0.125,
      -95.95777340202079,
      0.4648269092029061,
      0.125,
      11.047987360634835,
      116.6600652400512,
    ],
    [
      'a large book, 1 s',
      1,
      1320.5880884790977,
      -1361.1579081726723,
      0,
      0.2,
      -1897.507107503026,
      0.5949591804626644,
      0.2,
      258.3598536300507,
      1314.8303244133285,
    ],
    [
      'a large book, 300 s',
      300,
      1328.1277119984752,
      -791.8070024000993,
      258.3598536300507,
      0.125,
      -1215.7939452798141,
      0.5244827675331246,
      0.125,
      105.4909971446641,
      1299.8977268470867,
    ],
  ])(
    '%s',
    (_name, seconds, markToMarket, maintenance, reserved, wanted, buffer, fractionMax, fraction, paidUsd, after) => {
      const account = accountOf(markToMarket, maintenance, reserved);
      expect(bufferMargin(published.bufferShare, account)).toBeCloseTo(buffer, 9);
      expect(bidOf(published, account, seconds, wanted)).toMatchObject({
        fractionMax: near(fractionMax),
        fraction: near(fraction),
        paidUsd: near(paidUsd),
        after: { markToMarketUsd: near(after), reservedCashUsd: near(reserved + paidUsd) },
      });
    },
  );

  it('the last bid, late in the slow part, takes what brings the buffer back', () => {
    const account = accountOf(1238.4132457362693, -724.8489590093382, 258.3598536300507 + 105.4909971446641);
    const bid = bidOf(published, account, 8000, 1);
    expect(bid).toMatchObject({ fraction: near(0.621812965979814), paidUsd: near(196.37736326919162) });
    expect(bufferMargin(published.bufferShare, bid.after)).toBeCloseTo(0, 9);
  });

  it('the fee at the start', () => {
    // Before it the first account is worth 120.62841481094006 (200 of cash less the call) with its margin as much higher.
    const feeUsd = 1.322084630165343;
    const before = accountOf(119.30633018077472 + feeUsd, -103.09061949052963 + feeUsd);
    const { feeUsd: ours, account } = deriveAuction.fee(published, before);
    expect(ours).toBeCloseTo(feeUsd, 10);
    expect(account.markToMarketUsd).toBeCloseTo(119.30633018077472, 10);
  });
});

describe('the share that bidders pay', () => {
  it('falls from 95 % to 70 % in 15 minutes, and to nothing in 12 hours more', () => {
    const shares = [0, 450, 900, 900 + 21_600, 900 + 43_200, 90_000].map((s) => deriveAuction.share(deployed, s));
    [0.95, 0.825, 0.7, 0.35, 0, 0].forEach((share, i) => expect(shares[i]).toBeCloseTo(share, 12));
  });
});

describe('what a liquidation costs', () => {
  it('a solvent account pays the fee and the discount', () => {
    // By hand: buffer -50 - 0.15·150 = -72.5; fee 0.1 · 72.5/172.5 · 100; then MtM 95.797…, buffer -76.702…, at 95 %.
    const loss = deriveAuction.liquidationLoss(deployed, accountOf(100, -50), 0, 0);
    const feeUsd = (0.1 * 72.5 * 100) / 172.5;
    const fraction = (72.5 + feeUsd) / (72.5 + feeUsd + 0.95 * (100 - feeUsd));
    const lossUsd = feeUsd + 0.05 * fraction * (100 - feeUsd);
    expect(loss).toMatchObject({ ok: true, value: { kind: 'solvent', feeUsd: near(feeUsd), lossUsd: near(lossUsd) } });
  });

  it('an insolvent account has nothing left: the security module pays, then everybody', () => {
    // By hand: half an hour of an hour from -10 to -30 is -20.
    const loss = deriveAuction.liquidationLoss(deployed, accountOf(-10, -30), 1800, 15);
    expect(loss).toMatchObject({
      ok: true,
      value: { kind: 'insolvent', lossUsd: 0, bid: { payoutUsd: 20, fromSecurityModuleUsd: 15, socialisedUsd: 5 } },
    });
    const late = deriveAuction.insolventBid(deployed, accountOf(-10, -30), 9999, 0.5, 100);
    expect(late).toMatchObject({ value: { payoutUsd: 15, socialisedUsd: 0, after: { markToMarketUsd: -5 } } });
  });

  it('what leaves the account is what bidder and fee get', () => {
    const worth = fc.integer({ min: 1, max: 1e6 });
    fc.assert(
      fc.property(worth, worth, fc.integer({ min: 0, max: 50_000 }), (markToMarketUsd, shortUsd, seconds) => {
        const before = accountOf(markToMarketUsd, -shortUsd);
        const loss = deriveAuction.liquidationLoss(deployed, before, seconds, 0);
        if (!loss.ok || loss.value.kind !== 'solvent') throw new Error('expected a solvent auction');
        const { bid, feeUsd, lossUsd } = loss.value;
        const bidderUsd = bid.fraction * (markToMarketUsd - feeUsd) - bid.paidUsd;
        const slack = 1e-9 * markToMarketUsd;
        expect(Math.abs(markToMarketUsd - bid.after.markToMarketUsd - feeUsd - bidderUsd)).toBeLessThan(slack);
        expect(Math.abs(lossUsd - feeUsd - bidderUsd)).toBeLessThan(slack);
        expect(bid.fraction > 0 && bid.fraction <= 1).toBe(true);
        const bufferUsd = bufferMargin(deployed.bufferShare, bid.after);
        expect(Math.abs(bufferUsd)).toBeLessThan(1e-9 * (markToMarketUsd + shortUsd));
      }),
    );
  });

  it.each([
    [() => deriveAuction.liquidationLoss(deployed, accountOf(100, 0), 0, 0), 'NotLiquidatable'],
    [() => deriveAuction.solventBid(deployed, accountOf(100, 50), 0, 1), 'NotLiquidatable'],
    [() => deriveAuction.solventBid(deployed, accountOf(-1, -50), 0, 1), 'AccountInsolvent'],
    [() => deriveAuction.insolventBid(deployed, accountOf(1, -50), 0, 1, 0), 'AccountSolvent'],
    [() => deriveAuction.solventBid(deployed, accountOf(100, -50), -1, 1), 'ValueOutOfRange'],
    [() => deriveAuction.solventBid(deployed, accountOf(100, -50), 0, 0), 'ValueOutOfRange'],
    [() => deriveAuction.insolventBid(deployed, accountOf(-1, -50), 0, 2, 0), 'ValueOutOfRange'],
    [() => deriveAuction.liquidationLoss(deployed, accountOf(-100, -50), 0, 0), 'ValueOutOfRange'],
    [
      () => deriveAuction.liquidationLoss({ ...deployed, fastEndShare: 0.99 }, accountOf(9, -5), 0, 0),
      'ParametersContradict',
    ],
  ])('refused by name: %#', (call, code) => {
    expect(call()).toMatchObject({ ok: false, failure: { code } });
  });
});
