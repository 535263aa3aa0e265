import type { RecordingFiles } from './recordingManifest.ts';

/** Where the files of recorded days come from, and what was done to them. */
export function recordingSource(isoDays: readonly string[], files: RecordingFiles): string {
  const days = isoDays.length === 1 ? isoDays[0]! : `${isoDays[0]!} to ${isoDays.at(-1)!}`;
  const rows = (names: readonly string[], what: string): string =>
    names.map((name) => `| ${name} | ${what} |`).join('\n');
  const before = 'the same pool on the day before: its last trade is the state at midnight | tests/data';
  return `# Recorded chain data of ${days}

Built by \`test/data/recordings/make.ts\`. Times are UTC. A minute row sums up the minute that begins at its timestamp;
the replay takes it at that timestamp. A Chainlink round is taken at its \`updatedAt\` second.

## zelos-alpha/demeter

Repository https://github.com/zelos-alpha/demeter, commit 737d4360e46610454d1ef44945d09d239f5331c0, licence MIT
(Copyright zelos-alpha and the contributors of demeter; the licence text stands in that repository).
Copied byte for byte, gzip included, but for the gas file:

| file | what it holds | path there |
| --- | --- | --- |
${rows(files.polygonPool, 'Uniswap v3 USDC/WETH 0.05 % on Polygon, swaps summed up by minute | samples/data, tests/data')}
${rows(files.usdc, 'Aave v3 Polygon, USDC: indexes and rates by minute | samples/data')}
${rows(files.weth, 'Aave v3 Polygon, WETH: indexes and rates by minute | samples/data')}
${rows(files.osqth, 'Uniswap v3 WETH/oSQTH 0.3 % on Ethereum, swaps summed up by minute | tests/data')}
${files.osqthBefore === undefined ? '' : `${rows([files.osqthBefore], before)}\n`}\
${rows(files.controller, 'Squeeth controller: normalisation factor by minute | tests/data')}
| ${files.gas} | gas price on Polygon in gwei by minute; **cut** to the rows of the day | samples/data/gas_price.csv |

A row of a pool in which nothing was swapped in repeats the row before it. The files of the oSQTH pool begin with the
first trade of the day and end with the last. In some rows of a pool the range from lowestTick to highestTick leaves out
closeTick; the decoder widens it to hold it.
The reserve parameters in \`recording.json\` (LTV, threshold, bonus) are those of tests/aave_risk_parameters/polygon.csv
of the same repository.

## Chainlink ETH/USD on Ethereum

${files.rounds}: \`getRoundData\` of 0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419, plain facts of the chain, as collected in
https://github.com/sajanrajdev/ape-chainlink-fetcher, commit d89749369381d9b152881289b7da06367efee250. **Cut** to the
rounds from one day before to one day after; the last round before midnight is the price at the beginning.

## bgd-labs/aave-proposals-v3

Repository https://github.com/bgd-labs/aave-proposals-v3, commit ff6a99cdbf6e8f97f16dde051305b213e7890c0d, licence MIT:
the decimals and the liquidation protocol fee of 10 % in \`recording.json\` are those of the Polygon market's state before
the proposal of 31 October 2023 (reports/AaveV3Polygon_MAIMIMATICDeprecation20231031_20231031_before).

## Not recorded

USDC/USD, the perpetual, implied volatility, the price of Polygon's coin and the accounts are assumed;
\`recording.json\` says so, each with its value.
`;
}
