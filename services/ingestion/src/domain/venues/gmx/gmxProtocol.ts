import type { RawFrame } from '../../rawFrame.js';
import { ExactFields } from '../exactFields.js';
import type { RawObject } from '../rawJson/readRawJson.js';
import { messageText } from '../messageText.js';
import {
  type FrameProblem,
  type FrameReading,
  NOTHING_READ,
  type VenueProtocol,
  type VenueStep,
} from '../venueSession.js';
import { type RecordedMarket, readMarketMinute } from './readMarketMinute.js';
import { readVaultMinute } from './readVaultMinute.js';

const VENUE = 'gmx';
const MINUTE = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/;
/** Prices of the contract, where a recording has them as they stand there. */
const CONTRACT_PRICE_DECIMALS = 30;

export interface GmxSession {
  /** The columns that the recording's first line named. */
  readonly columns: readonly string[];
  readonly lastAtUs: bigint;
}

export interface GmxOptions {
  /** The market of a recording of GMX v2; those of v1 have all tokens of the vault. */
  readonly market?: RecordedMarket | undefined;
}

/**
 * Recorded minutes of GMX: of a v2 market, or of the v1 vault of Avalanche, line by line from their first. Live, GMX is a chain:
 * its logs and reads are decoded by `decodeGmxLog` and `decodeGmxMarketInfo`.
 */
export function gmxProtocol(options: GmxOptions = {}): VenueProtocol<GmxSession> {
  return {
    venue: VENUE,
    open: () => ({ columns: [], lastAtUs: 0n }),
    read: (session, frame) => readLine(options, session, frame),
  };
}

function readLine(options: GmxOptions, session: GmxSession, frame: RawFrame): VenueStep<GmxSession> {
  if (frame.control !== undefined) return { state: session, reading: NOTHING_READ };
  const text = messageText(frame.raw);
  if (!text.ok) return { state: session, reading: refusal(text.reason) };
  const cells = text.text.trimEnd().split(',');
  const [first = ''] = cells;
  // The vault's recordings have no name for the column of the time.
  if (first === 'timestamp' || (first === '' && cells.includes('glp'))) {
    if (new Set(cells).size !== cells.length) return { state: session, reading: refusal('Expected each column once.') };
    return { state: { columns: cells, lastAtUs: 0n }, reading: NOTHING_READ };
  }
  return readRow(options, session, cells, frame);
}

function readRow(
  options: GmxOptions,
  session: GmxSession,
  cells: readonly string[],
  frame: RawFrame,
): VenueStep<GmxSession> {
  const { columns, lastAtUs } = session;
  if (cells.length !== columns.length) {
    return { state: session, reading: refusal(`Expected ${columns.length} cells, were ${cells.length}.`) };
  }
  const row: RawObject = Object.fromEntries(columns.map((name, index) => [name, cells[index]!]));
  const fields = new ExactFields();
  const match = MINUTE.exec(cells[0]!);
  const observedAtUs = match === null ? 0n : fields.isoTime({ time: `${match[1]}T${match[2]}Z` }, 'time');
  if (match === null) fields.fail('time', 'a minute such as 2025-01-08 00:01:00', cells[0]);
  if (fields.failure === undefined && observedAtUs <= lastAtUs) {
    const detail = `Expected a minute after the last one, was ${cells[0]}.`;
    const late = [{ kind: 'late' as const, subject: 'minute', detail }];
    return { state: session, reading: { observations: [], problems: late, replies: [] } };
  }
  const source = { feed: frame.feed, venue: VENUE };
  const problems: FrameProblem[] = [];
  const priceDecimals = columns.includes('usdg') ? CONTRACT_PRICE_DECIMALS : 0;
  const observations = columns.includes('glp')
    ? readVaultMinute(source, fields, row, priceDecimals, observedAtUs, problems)
    : options.market === undefined
      ? []
      : readMarketMinute(source, fields, row, options.market, observedAtUs);
  if (fields.failure !== undefined) return { state: session, reading: refusal(fields.failure) };
  return { state: { columns, lastAtUs: observedAtUs }, reading: { observations, problems, replies: [] } };
}

function refusal(detail: string): FrameReading {
  return { observations: [], problems: [{ kind: 'refused', subject: 'minute', detail }], replies: [] };
}
