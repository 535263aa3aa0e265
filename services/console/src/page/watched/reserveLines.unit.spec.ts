import { expect, it } from 'vitest';
import { CLOCK_US } from './feed.sample.js';
import { flowLines } from './flowLines.js';
import { reserveLines } from './reserveLines.js';

const reserve = (more = {}) => ({
  deployment: 'aave-v3:polygon',
  asset: 'WETH',
  utilisation: '0.8125',
  depthUsd: '212750.4',
  securedDebtUsd: '150000',
  oracleHeadroom: '0.0687',
  oracleAgeUs: '13000000',
  badDebtUsd: '0',
  liquidationsLastHour: 0,
  liquidatedUsdLastHour: '0',
  missing: [],
  observedAtUs: '0',
  ...more,
});

it('says the figures of a reserve, and which of them are bad', () => {
  const [well] = reserveLines([reserve()]);
  expect(well).toMatchObject({
    utilisation: { text: '81.25 %', tone: '' },
    depth: { text: '$212,750 / $150,000', tone: '' },
    headroom: { text: '6.87 %', tone: '' },
    oracleAge: { text: '13 s', tone: '' },
    badDebt: { text: '0', tone: '' },
    liquidations: { text: '0', tone: '' },
  });
  const [sick] = reserveLines([
    reserve({
      utilisation: '0.991',
      depthUsd: '1000',
      oracleHeadroom: '0',
      badDebtUsd: '12.5',
      liquidationsLastHour: 2,
      liquidatedUsdLastHour: '707183.2',
    }),
  ]);
  expect(sick).toMatchObject({
    utilisation: { text: '99.10 %', tone: 'warn' },
    depth: { text: '$1,000 / $150,000', tone: 'warn' },
    headroom: { text: '0.00 %', tone: 'warn' },
    badDebt: { text: '$12.50', tone: 'bad' },
    liquidations: { text: '2 · $707,183', tone: 'warn' },
  });
});

it('has no figure where none could be said, and why not', () => {
  const unknown = { utilisation: '', depthUsd: '', securedDebtUsd: '', oracleHeadroom: '', badDebtUsd: '' };
  const missing = ['utilisation: no totals were read', 'depth: no pool is watched'];
  expect(reserveLines([reserve({ ...unknown, missing })])).toMatchObject([
    {
      utilisation: { text: '–', tone: '' },
      depth: { text: '–', tone: '' },
      headroom: { text: '–', tone: '' },
      badDebt: { text: '–', tone: '' },
      missing: 'utilisation: no totals were read · depth: no pool is watched',
    },
  ]);
});

it('says the order flow of a block, with what makers made at each horizon', () => {
  const flow = {
    feed: 'uniswap-v3:ethereum:usdc-weth-005',
    instrumentId: 'spot:WETH',
    orderFlowImbalance: '-40.745',
    vpin: '',
    lvrUsd: '208.651',
    feesUsd: '101.16',
    volumeUsd: '202312',
    observedAtUs: '0',
    number: '17936500',
    markouts: [
      { afterSeconds: 60, usd: '25.28' },
      { afterSeconds: 120, usd: '-1628' },
    ],
  };
  expect(flowLines([flow], CLOCK_US)).toMatchObject([
    {
      name: 'uniswap-v3 usdc-weth-005',
      asset: 'WETH spot',
      imbalance: '\u221240.7450',
      vpin: '–',
      volume: '$202,312',
      fees: '$101.16',
      lvr: '$208.65',
      markouts: '60 s $25.28 · 120 s \u2212$1,628',
      at: 'block 17,936,500',
    },
  ]);
});
