/**
 * Adds a governance payload to a recording that make.ts has built:
 *
 *   node test/data/recordings/makeGovernance.ts --from <folder of the data sets> --to <folder of the recording>
 *
 * No recorded change of that month touches a reserve of the book, so a recorded payload of a later date is moved as a
 * whole: its logs stay as the chain gave them but for the block times, which are all earlier by the same span.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { governanceSource } from './governanceSource.ts';
import { payloadUpdates } from './payloadUpdates.ts';

const DATA_SET = 'governance/aave_seatbelt_v3';
const CONTROLLER = '0x401B5D0294E23637c18fcc38b1Bca814CDa2637C';
const DEPLOYMENT = 'aave-v3:polygon';
const PAYLOAD_ID = 83;
/** In the part of the day that is played slowly, on a minute, where there is a step anyway. */
const QUEUED_AT_SECONDS = Date.parse('2023-08-17T21:05:00Z') / 1000;
const LOGS_FILE = 'governance_logs.ndjson';
const PAYLOADS_FILE = 'governance_payloads.json';

interface RecordedLog {
  readonly eventName: string;
  readonly args: { readonly payloadId: number };
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly blockNumber: string;
  readonly blockTimestamp: string;
  readonly blockHash: string;
  readonly transactionHash: string;
  readonly logIndex: number;
}

interface Manifest {
  assumptions: string[];
  readonly feeds: { readonly id: string; assumed: string | null }[];
}

const { values } = parseArgs({ options: { from: { type: 'string' }, to: { type: 'string' } } });
const { from, to } = values;
if (from === undefined || to === undefined) throw new Error('Expected --from <folder> --to <folder>.');
await makeGovernance(from, to);

async function makeGovernance(dataFolder: string, target: string): Promise<void> {
  const stored = await readFile(join(dataFolder, DATA_SET, 'event_logs', `137_${CONTROLLER}.ndjson.gz`));
  const lines = gunzipSync(stored).toString('utf8').trim().split('\n');
  const logs = lines.map((line) => JSON.parse(line) as RecordedLog).filter(({ args }) => args.payloadId === PAYLOAD_ID);
  const [created, queued] = ['PayloadCreated', 'PayloadQueued'].map((name) => logs.find((log) => log.eventName === name));
  if (created === undefined || queued === undefined) throw new Error(`Expected logs of payload ${PAYLOAD_ID}.`);
  const shiftSeconds = Number(queued.blockTimestamp) - QUEUED_AT_SECONDS;

  // Its execution came a day after it was queued, and the recording ends before.
  const written = [created, queued].map((log) => JSON.stringify(toLine(log, shiftSeconds)));
  await writeFile(join(target, LOGS_FILE), `${written.join('\n')}\n`);
  const report = gunzipSync(await readFile(join(dataFolder, DATA_SET, `reports/payloads/137/${PAYLOAD_ID}.md.gz`)));
  const payload = {
    chain: 'polygon',
    deployment: DEPLOYMENT,
    payload_id: PAYLOAD_ID,
    at_us: toLine(created, shiftSeconds).block_time_us,
    source: `recorded simulation of payload ${PAYLOAD_ID}, moved to this day (bgd-labs/seatbelt-gov-v3)`,
    updates: payloadUpdates(report.toString('utf8')),
  };
  await writeFile(join(target, PAYLOADS_FILE), `${JSON.stringify([payload], undefined, 2)}\n`);
  await sayInManifest(join(target, 'recording.json'));
  await sayInSource(join(target, 'SOURCE.md'), shiftSeconds);
}

function toLine(log: RecordedLog, shiftSeconds: number) {
  return {
    chain: 'polygon',
    contract: log.address,
    topics: log.topics,
    data: log.data,
    block_number: log.blockNumber,
    block_hash: log.blockHash,
    transaction_hash: log.transactionHash,
    log_index: log.logIndex,
    block_time_us: ((Number(log.blockTimestamp) - shiftSeconds) * 1_000_000).toString(),
  };
}

async function sayInManifest(path: string): Promise<void> {
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest;
  const assumption =
    `Governance: payload ${PAYLOAD_ID} of Aave's controller on Polygon (WETH liquidation threshold 82.5 % to 83 %) was ` +
    'created on 26 and queued on 30 September 2024; it is replayed as if it had been queued on 17 August 2023 at 21:05 ' +
    'UTC. No recorded change of that month touches the LTV or threshold of WETH or USDC on Polygon.';
  manifest.assumptions = [...manifest.assumptions.filter((said) => !said.startsWith('Governance: ')), assumption];
  for (const feed of manifest.feeds) {
    if (/^governance(?:-payloads)?:/.test(feed.id)) {
      feed.assumed = 'A recorded payload of September 2024, replayed at this hour: only its times are moved.';
    }
  }
  await writeFile(path, `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/** The section stands before the last one, which says what was not recorded. */
async function sayInSource(path: string, shiftSeconds: number): Promise<void> {
  const sections = (await readFile(path, 'utf8')).split(/^(?=## )/m).filter((section) => !section.startsWith('## bgd-labs/seatbelt-gov-v3'));
  sections.splice(-1, 0, governanceSource(LOGS_FILE, PAYLOADS_FILE, shiftSeconds));
  await writeFile(path, sections.join(''));
}
