import { feedCatalogue, type FeedDescription, type RawFrame } from '@gimbal/ingestion-service';
import type { Aim } from '../../bench.ts';
import { figure, tableLines } from '../../measure.ts';
import { IngestionFold } from '../ingestionFold.ts';
import { createSessionReader } from '../ingestionParts.ts';
import { installPeers } from '../peers/installPeers.ts';
import { type CcxtReader, openCcxt } from '../peers/openCcxt.ts';
import { ratioOf, roundRows, type Runner, runWarmRounds } from '../rounds.ts';
import { START_MS } from './frameDraw.ts';
import { venueFrames } from './venueFrames.ts';

const ROUNDS = 7;
const FULL_SIZE = 100_000;
/** Deciding takes several times as long as reading. */
const DECIDED_MESSAGES = 20_000;
/** So many that what V8 compiles anew after a full collection, some 20 ms of it in each round, doesn't count for much. */
const MESSAGES = 100_000;
/** Of a step, as a busy quarter of a second has. */
const STEP_FRAMES = 500;
const PARSE = 'JSON.parse alone';
const SESSION = 'ours: read by the session';
const FACTS = 'ours: read, admitted, drafted and folded';
const LEAST_OF_PARSE = 0.5;

/**
 * Messages of each venue, from bytes to facts, beside JSON.parse of them and beside ccxt. All are read first: deciding keeps what was
 * read for a while, V8 then makes such objects old from their beginning, and whoever only reads pays for their collection.
 */
export async function venueBench(size: number, print: (line: string) => void): Promise<Aim[]> {
  const messages = Math.max(50, Math.round(MESSAGES * Math.min(1, size / FULL_SIZE)));
  const rounds = size < FULL_SIZE / 10 ? 2 : ROUNDS;
  const peers = installPeers();
  if ('missing' in peers) print(`ccxt is skipped: ${peers.missing}`);
  const all = Object.keys(venueFrames).map((venue) => inputOf(venue, messages));
  const aims: Aim[] = [];
  for (const input of all) {
    const ccxt = 'folder' in peers ? await openCcxt(peers.folder, input.venue) : undefined;
    aims.push(...measureReading(input, ccxt, rounds, print));
  }
  for (const { frames, ...input } of all) {
    measureFacts({ ...input, frames: frames.slice(0, DECIDED_MESSAGES) }, rounds, print);
  }
  return aims;
}

interface Input {
  readonly venue: string;
  readonly catalogue: Catalogue;
  readonly frames: readonly RawFrame[];
}

function inputOf(venue: string, count: number): Input {
  const { opening, messages } = venueFrames[venue]!(count);
  const frames = [...opening, ...messages].map((text, place) => frameOf(venue, text, place));
  return { venue, catalogue: feedCatalogue([feedOf(venue)]), frames };
}

function parsing(frames: readonly RawFrame[]): Runner {
  return { name: PARSE, run: () => frames.forEach(({ raw }) => JSON.parse((raw as Buffer).toString())) };
}

function measureReading(
  { catalogue, frames, venue }: Input,
  ccxt: CcxtReader | undefined,
  rounds: number,
  print: (line: string) => void,
): Aim[] {
  const runners = [parsing(frames), { name: SESSION, run: () => void readAll(catalogue, frames) }];
  const peer = `ccxt ${ccxt?.version}`;
  if (ccxt !== undefined) {
    runners.push({ name: peer, run: () => frames.forEach(({ raw }) => ccxt.read((raw as Buffer).toString())) });
  }
  const found = runWarmRounds(runners, frames.length, rounds);
  const bytes = frames.reduce((sum, { raw }) => sum + raw.length, 0);
  print(
    `\n${venue}: ${frames.length.toLocaleString('en')} messages of ${figure(bytes / frames.length, 0)} bytes, ${readAll(catalogue, frames).toLocaleString('en')} observations`,
  );
  for (const line of tableLines(roundRows(found, 'messages', PARSE))) print(line);
  const ofParse = ratioOf(found, SESSION, PARSE) ?? 0;
  const ofPeer = ratioOf(found, SESSION, peer);
  const parseAim = {
    aim: `${venue}: read to observations at least ${LEAST_OF_PARSE} times as fast as JSON.parse alone`,
    found: `${figure(ofParse)} ×`,
    met: ofParse >= LEAST_OF_PARSE,
  };
  if (ofPeer === undefined) return [parseAim];
  return [parseAim, { aim: `${venue}: faster than ${peer}`, found: `${figure(ofPeer)} ×`, met: ofPeer > 1 }];
}

function measureFacts(input: Input, rounds: number, print: (line: string) => void): void {
  const { catalogue, frames, venue } = input;
  const said = factsOf(input);
  const runners = [parsing(frames), { name: FACTS, run: () => void decideAll(catalogue, frames) }];
  const found = runWarmRounds(runners, frames.length, rounds);
  print(`\n${venue}: ${said.toLocaleString('en')} facts`);
  for (const line of tableLines(roundRows(found, 'messages', PARSE))) print(line);
}

function feedOf(venue: string): FeedDescription {
  return { id: `bench/${venue}`, decoder: 'venue-session', venue, staleAfterSeconds: 60, assumed: null };
}

function frameOf(venue: string, text: string, place: number): RawFrame {
  const receivedAtUs = BigInt(START_MS + 2_000 + place * 3) * 1_000n;
  return { feed: feedOf(venue).id, raw: Buffer.from(text), receivedAtUs };
}

type Catalogue = ReturnType<typeof feedCatalogue>;

/**
 * The session that was read last. As in a process, and as ccxt's exchange here, it is alive when garbage is collected: V8 drops
 * what it compiled for shapes of which nothing lives.
 */
const living: ReturnType<typeof createSessionReader>[] = [];

function readAll(catalogue: Catalogue, frames: readonly RawFrame[]): number {
  const sessions = createSessionReader(catalogue);
  living[0] = sessions;
  let observations = 0;
  for (const frame of frames) observations += sessions.read(frame).reading?.observations.length ?? 0;
  return observations;
}

function decideAll(catalogue: Catalogue, frames: readonly RawFrame[]): ReadonlyMap<string, number> {
  const sessions = createSessionReader(catalogue);
  const fold = new IngestionFold(catalogue);
  const total = new Map<string, number>();
  for (let from = 0; from < frames.length; from += STEP_FRAMES) {
    const step = frames.slice(from, from + STEP_FRAMES).map((frame) => sessions.read(frame));
    for (const [type, count] of fold.take(step, step.at(-1)!.receivedAtUs)) {
      total.set(type, (total.get(type) ?? 0) + count);
    }
  }
  return total;
}

/** A message that is refused or a fact that is dropped would be fast, and nothing that is to be measured. */
function factsOf({ catalogue, frames, venue }: Input): number {
  const observations = readAll(catalogue, frames);
  const total = decideAll(catalogue, frames);
  const wrong = [...total].filter(([type]) => /Quarantined|Gap|Degraded|Dropped/.test(type));
  const said = [...total.values()].reduce((sum, count) => sum + count, 0);
  if (wrong.length > 0 || said < observations || observations < frames.length / 2) {
    throw new Error(
      `Expected ${observations} facts of ${venue} and nothing wrong, was ${said} with ${wrong.join(' ')}.`,
    );
  }
  return said;
}
