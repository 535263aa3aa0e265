/**
 * Builds the recording of one day, or with --days of a few in a row, from the published data sets that SOURCE.md names:
 *
 *   node test/data/recordings/make.ts --from <folder of the data sets> --day 2023-08-17 --to <new folder>
 *
 * Files that are all of the day are copied byte for byte; the two that span years are cut to what the day needs.
 */
import { chmod, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { recordingManifest } from './recordingManifest.ts';
import { recordingSource } from './recordingSource.ts';

const MS_PER_DAY = 86_400_000;
const POLYGON_POOL = 'uniswap/demeter_polygon_usdc_weth_005_minute';
const OSQTH_POOL = 'uniswap/demeter_ethereum_osqth_weth_minute';
const AAVE = 'lending/demeter_aave_polygon_rates_minute';
const GAS = 'gas/demeter_polygon_gas_minute/gas_price.csv.gz';
const ROUNDS = 'chainlink/rounds_2022_2024/ETH_USD_0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419.csv.gz';

const { values } = parseArgs({
  options: {
    from: { type: 'string' },
    day: { type: 'string' },
    days: { type: 'string', default: '1' },
    to: { type: 'string' },
  },
});
const { from, day, to } = values;
if (from === undefined || to === undefined || day === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(day)) {
  throw new Error('Expected --from <folder> --day <2023-08-17> --to <folder>.');
}
if (!/^[1-7]$/.test(values.days)) throw new Error(`Expected --days from 1 to 7, was ${values.days}.`);
await makeRecording(from, day, Number(values.days), to);

async function makeRecording(dataFolder: string, isoDay: string, dayCount: number, target: string): Promise<void> {
  const dayMs = Date.parse(`${isoDay}T00:00:00Z`);
  const nameOf = (offsetDays: number): string => new Date(dayMs + offsetDays * MS_PER_DAY).toISOString().slice(0, 10);
  const isoDays = Array.from({ length: dayCount }, (_, offset) => nameOf(offset));
  await mkdir(target, { recursive: true });
  const ofDays = async (set: string, prefix: string): Promise<string[]> => {
    const names: string[] = [];
    for (const each of isoDays) names.push(await copied(dataFolder, target, set, prefix, each));
    return names;
  };

  const polygonPool = await ofDays(POLYGON_POOL, `polygon-0x45dd`);
  const usdc = await ofDays(AAVE, 'polygon-aave_v3-0x2791');
  const weth = await ofDays(AAVE, 'polygon-aave_v3-0x7ceb');
  const controller = await ofDays(OSQTH_POOL, 'ethereum-squeeth-controller');
  const osqthBefore = await copied(dataFolder, target, OSQTH_POOL, 'ethereum-0x82c4', nameOf(-1)).catch(() => undefined);
  const osqth = await ofDays(OSQTH_POOL, 'ethereum-0x82c4');

  const gas = `polygon-gas-${isoDay}.minute.csv.gz`;
  await cut(join(dataFolder, GAS), join(target, gas), (line) => isoDays.some((each) => line.startsWith(`${each} `)));
  const rounds = `ethereum-chainlink-eth-usd-${isoDay}.csv.gz`;
  const [fromSeconds, toSeconds] = [(dayMs - MS_PER_DAY) / 1000, (dayMs + (dayCount + 1) * MS_PER_DAY) / 1000];
  await cut(join(dataFolder, ROUNDS), join(target, rounds), (line) => {
    const updatedAt = Number(line.split(',')[3]);
    return updatedAt >= fromSeconds && updatedAt < toSeconds;
  });

  const files = { polygonPool, usdc, weth, controller, osqthBefore, osqth, gas, rounds };
  const manifest = recordingManifest(isoDay, dayCount, files);
  await writeFile(join(target, 'recording.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  await writeFile(join(target, 'SOURCE.md'), recordingSource(isoDays, files));
}

/** Copies the one file of a data set that begins with `prefix` and is of the day. */
async function copied(dataFolder: string, target: string, set: string, prefix: string, isoDay: string): Promise<string> {
  const names = (await readdir(join(dataFolder, set))).filter(
    (name) => name.startsWith(prefix) && name.endsWith(`-${isoDay}.minute.csv.gz`),
  );
  const [name] = names;
  if (name === undefined || names.length !== 1) {
    throw new Error(`Expected one file ${prefix}…-${isoDay} in ${set}, were ${names.length}.`);
  }
  await copyFile(join(dataFolder, set, name), join(target, name));
  await chmod(join(target, name), 0o644);
  return name;
}

/** Keeps the header and the lines that the day needs, as they stand. */
async function cut(source: string, target: string, keep: (line: string) => boolean): Promise<void> {
  const [header = '', ...lines] = gunzipSync(await readFile(source)).toString('utf8').split('\n');
  const kept = lines.filter((line) => line !== '' && keep(line));
  if (kept.length === 0) throw new Error(`Expected lines of the day in ${source}, found none.`);
  await writeFile(target, gzipSync(`${[header, ...kept].join('\n')}\n`, { level: 9 }));
}
