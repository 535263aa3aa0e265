import { feedCatalogue } from '@gimbal/ingestion-service';
import { decodeEventLog, type Hex, parseAbi } from 'viem';
import { protocolFolds } from '../../../../services/ingestion/dist/domain/chain/protocols/protocolFolds.js';
import type { Aim } from '../../bench.ts';
import { figure, tableLines } from '../../measure.ts';
import { IngestionFold } from '../ingestionFold.ts';
import { parseChainFrame } from '../ingestionParts.ts';
import { medianRatioOf, ratioOf, roundRows, runRounds, type Runner } from '../rounds.ts';
import { type BenchLog, blockFrames, chainFeed, LOGS_A_BLOCK, timeOfBlock } from './chainFrames.ts';

const ROUNDS = 9;
const FULL_SIZE = 100_000;
/** A round takes some hundredths of a second at least, so that the collection before it and what is compiled again are little of it. */
const BLOCKS = 300;
const PARSE = 'JSON.parse alone';
const FACTS = 'ours: frame read, logs decoded';
const FOLDED = 'ours: decided and folded too';
const LEAST_OF_PARSE = 0.5;
const POOL_PROTOCOL = 'uniswap-v3-pool';

/** As the interfaces of tokens and pools have them: viem looks for the event among all of one. */
const ABI = parseAbi([
  'event Transfer(address indexed from, address indexed to, uint256 value)',
  'event Approval(address indexed owner, address indexed spender, uint256 value)',
  'event Swap(address indexed sender, address indexed recipient, int256 amount0, int256 amount1, uint160 sqrtPriceX96, uint128 liquidity, int24 tick)',
]);

/** Blocks of a hundred logs from their bytes to facts, beside JSON.parse of them and viem's decoder on their logs. */
export async function chainBench(size: number, print: (line: string) => void): Promise<Aim[]> {
  const blocks = Math.max(3, Math.round(BLOCKS * Math.min(1, size / FULL_SIZE)));
  const frames = blockFrames(blocks);
  const texts = frames.map(({ raw }) => raw as Buffer);
  const runners: Runner[] = [
    { name: PARSE, run: () => texts.forEach((raw) => JSON.parse(raw.toString())) },
    { name: FACTS, run: () => void decodeAll(texts) },
    { name: FOLDED, run: () => void foldAll(frames) },
    { name: 'viem: JSON.parse, decodeEventLog', run: () => texts.forEach(readByViem) },
  ];
  const logs = blocks * LOGS_A_BLOCK;
  const facts = decodeAll(texts);
  const said = foldAll(frames);
  if (facts !== logs || said < logs) throw new Error(`Expected ${logs} facts and logs, was ${facts} and ${said}.`);
  const found = await runRounds(runners, logs, size < FULL_SIZE / 10 ? 2 : ROUNDS);
  print(`${blocks} blocks of ${LOGS_A_BLOCK} logs, ${figure(texts[0]!.length / 1024, 0)} KiB each`);
  for (const line of tableLines(roundRows(found, 'logs', PARSE))) print(line);
  const ofParse = medianRatioOf(found, FACTS, PARSE)!;
  const ofViem = ratioOf(found, FACTS, runners[3]!.name)!;
  return [
    {
      aim: `logs read to facts at least ${LEAST_OF_PARSE} times as fast as JSON.parse alone`,
      found: `${figure(ofParse)} × in the median round, ${figure(ratioOf(found, FACTS, PARSE)!)} × best against best`,
      met: ofParse >= LEAST_OF_PARSE,
    },
    { aim: "logs read to facts faster than viem's decodeEventLog", found: `${figure(ofViem)} ×`, met: ofViem > 1 },
  ];
}

function decodeAll(texts: readonly Buffer[]): number {
  let facts = 0;
  for (const raw of texts) {
    const frame = parseChainFrame(raw);
    if (!frame.ok) throw new Error(frame.reason);
    for (const log of frame.value.logs) {
      const protocol = log.data.length > 32 ? POOL_PROTOCOL : 'erc20';
      // Neither looks at its contract for a log.
      const decoded = protocolFolds[protocol]!.decodeLog(contractOf(protocol), log);
      if (decoded.kind === 'facts') facts += decoded.facts.length;
    }
  }
  return facts;
}

type Contract = Parameters<NonNullable<(typeof protocolFolds)['erc20']>['decodeLog']>[0];
const contracts = (chainFeed as unknown as { readonly contracts: readonly Contract[] }).contracts;
const [token, , pool] = contracts;

function contractOf(protocol: string): Contract {
  return protocol === POOL_PROTOCOL ? pool! : token!;
}

/** A service always has its state; without any, the collection before a round would take away the code that was compiled for it. */
const held: IngestionFold[] = [];

function foldAll(frames: ReturnType<typeof blockFrames>): number {
  const fold = new IngestionFold(feedCatalogue([chainFeed]));
  held.splice(0, 1, fold);
  let logs = 0;
  for (const [place, frame] of frames.entries()) {
    const said = fold.take([frame], BigInt(timeOfBlock(place + 1)) * 1_000_000n);
    logs += said.get('gimbal.ingestion.v1.ChainLogObserved') ?? 0;
  }
  return logs;
}

function readByViem(raw: Buffer): void {
  const { logs } = JSON.parse(raw.toString()) as { readonly logs: readonly BenchLog[] };
  for (const { topics, data } of logs) {
    decodeEventLog({ abi: ABI, topics: topics as [Hex, ...Hex[]], data: data as Hex, strict: true });
  }
}
