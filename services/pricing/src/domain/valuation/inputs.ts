import type { Failure } from '../frame/marksFrame.js';
import type { FeedRow, Observation } from '../observation/observation.js';
import { secondsText } from './secondsText.js';
import type { SourceKind } from '../policy/candidate.js';
import { confidenceOf } from '../policy/confidenceOf.js';
import { PRICE_POLICY } from '../policy/markPolicy.js';
import { degradationIn, instrumentOf, type MarketView, staleAfterUs } from './marketView.js';
import { sourceName } from './standingSources.js';

type Kind = Observation['kind'];
type ObservationOf<K extends Kind> = Extract<Observation, { kind: K }>;

/** What a feed of the kind shows once, in words. */
const ONE_OF: Readonly<Record<Kind, string>> = {
  pool: 'a swap',
  oracle: 'an oracle round',
  perp: 'a mark',
  volatility: 'a volatility',
  normFactor: 'a normalisation factor',
  reserves: 'the reserves',
  rate: 'a rate or a price',
  debtPool: 'the debt',
  lendingReserve: 'the indexes',
};

/** What kind of source a feed is by what it says; normalisation factors and indexes are facts of a chain, and nobody's opinion. */
const KIND_OF: Readonly<Record<Kind, SourceKind | undefined>> = {
  pool: 'pool',
  oracle: 'oracle',
  perp: 'venue_mark',
  volatility: 'flat_vol',
  normFactor: undefined,
  reserves: 'pool',
  rate: 'oracle',
  debtPool: 'oracle',
  lendingReserve: undefined,
};

/** A source that was chosen among others, or alone. */
export interface Trusted {
  /** `kind:name`. */
  readonly source: string;
  readonly confidence: number;
  readonly agreeing: number;
}

/** What one valuation rests on. It notes every feed that is read, so that age and trust follow from use. */
export interface Inputs {
  /**
   * The last good observation of the feed, or undefined, which is then noted as missing. `chosen` says what it is worth
   * among others; without it the feed is a source alone.
   */
  read<K extends Kind>(feed: string | undefined, kind: K, of: string, chosen?: Trusted): ObservationOf<K> | undefined;
  /** Notes an input that is no feed's: a surface, a quote. */
  rest(on: Trusted, ageUs: bigint): void;
  /** Notes why what was read is not to be trusted. */
  distrust(failure: Failure): void;
  /** Says that the mark is that of the source noted last; unless said, it is that of the first one. */
  markByLast(): void;
  /** The feeds read so far, in order. */
  readonly feeds: readonly string[];
  readonly missing: Failure | undefined;
  /** The first doubt about what was read: a value that was not taken, or a feed that fell silent. */
  readonly doubt: Failure | undefined;
  /** Whose mark it is; undefined when nothing was read. */
  readonly source: Trusted | undefined;
  /** A mark is worth no more than the worst of what it rests on. 0 to 1. */
  readonly confidence: number;
  /** Age of the oldest input in whole milliseconds. Assumptions stand until they are replaced and have no age. */
  readonly ageMs: number;
}

const AGE_MS_MAX = 0xffff_ffff;

export function openInputs(view: MarketView): Inputs {
  return new RowInputs(view);
}

/** What one feed shows at the view's instant; thousands of rows read the same few feeds. */
export interface Reading {
  readonly observation: Observation;
  readonly ageMs: number;
  readonly trusted: Trusted | undefined;
  readonly doubt: Failure | undefined;
}

/** A class, since one is made for each row: an object of closures costs as much as Black-76. */
class RowInputs implements Inputs {
  readonly feeds: string[] = [];
  missing: Failure | undefined;
  doubt: Failure | undefined;
  source: Trusted | undefined;
  confidence = 1;
  ageMs = 0;
  private last: Trusted | undefined;

  constructor(private readonly view: MarketView) {}

  read<K extends Kind>(feed: string | undefined, kind: K, of: string, chosen?: Trusted): ObservationOf<K> | undefined {
    const reading = feed === undefined ? undefined : readingOf(feed, this.view);
    if (feed === undefined || reading?.observation.kind !== kind) {
      this.missing ??= missingInput(kind, of, feed === undefined ? undefined : this.view.feeds.get(feed));
      return undefined;
    }
    this.feeds.push(feed);
    this.note(chosen ?? reading.trusted, reading.ageMs);
    this.doubt ??= reading.doubt;
    return reading.observation as ObservationOf<K>;
  }

  rest(on: Trusted, ageUs: bigint): void {
    this.note(on, wholeMs(ageUs));
  }

  distrust(failure: Failure): void {
    this.doubt ??= failure;
  }

  markByLast(): void {
    this.source = this.last;
  }

  private note(on: Trusted | undefined, ageMs: number): void {
    if (ageMs > this.ageMs) this.ageMs = ageMs;
    if (on === undefined) return;
    this.source ??= on;
    this.last = on;
    if (on.confidence < this.confidence) this.confidence = on.confidence;
  }
}

function readingOf(feed: string, view: MarketView): Reading | undefined {
  const known = view.readings.get(feed);
  if (known !== undefined) return known;
  const row = view.feeds.get(feed);
  const observation = row?.observation;
  if (row === undefined || observation === undefined) return undefined;
  const ageUs = ageUsOf(observation, view.timeUs);
  const reading: Reading = {
    observation,
    ageMs: wholeMs(ageUs),
    trusted: alone(observation, ageUs),
    doubt:
      doubtOf(
        row.rejected?.reason,
        staleAfterUs(view, feed),
        observation.kind,
        view.timeUs - observation.observedAtUs,
      ) ?? degradedDoubt(feed, observation, view),
  };
  view.readings.set(feed, reading);
  return reading;
}

function wholeMs(ageUs: bigint): number {
  return Math.min(AGE_MS_MAX, Number(ageUs / 1000n));
}

/** A time ahead of the domain clock counts as now: ingestion quarantines the ones that are far ahead. */
function ageUsOf(observation: Observation, timeUs: bigint): bigint {
  const ageUs = timeUs - observation.observedAtUs;
  return observation.assumed || ageUs < 0n ? 0n : ageUs;
}

/** What a feed is worth that nothing was weighed against. */
function alone({ kind, feed, assumed }: Observation, ageUs: bigint): Trusted | undefined {
  const sourceKind = KIND_OF[kind];
  if (sourceKind === undefined) return undefined;
  const candidate = { kind: sourceKind, source: feed, origin: feed, value: 1, ageUs, assumed };
  return {
    source: sourceName(sourceKind, feed),
    confidence: confidenceOf(candidate, 1, 1, PRICE_POLICY),
    agreeing: 1,
  };
}

/** The value stands, as a stale one does: nobody knows whether it still is the source's. */
function degradedDoubt(feed: string, observation: Observation, view: MarketView): Failure | undefined {
  if (observation.assumed) return undefined;
  const degradation = degradationIn(view, feed, instrumentOf(observation));
  if (degradation === undefined) return undefined;
  const reason = `Expected ${feed} to be in order, it is degraded: ${degradation.reason}. ${degradation.detail}`;
  return { code: 'stale', reason, valueKept: true };
}

function missingInput(kind: Kind, of: string, row: FeedRow | undefined): Failure {
  const reason =
    row?.rejected === undefined
      ? `Expected ${ONE_OF[kind]} of ${of}, none was observed.`
      : `${row.rejected.reason} There is no value of ${of} before it.`;
  return { code: 'missing_input', reason, valueKept: false };
}

function doubtOf(
  rejected: string | undefined,
  ageLimitUs: bigint | undefined,
  kind: Kind,
  ageUs: bigint,
): Failure | undefined {
  if (rejected !== undefined)
    return { code: 'out_of_range', reason: `${rejected} The value before it stands.`, valueKept: true };
  if (ageLimitUs === undefined) return undefined;
  const reason = `Expected ${ONE_OF[kind]} within ${secondsText(ageLimitUs)} s, the last was ${secondsText(ageUs)} s ago.`;
  return { code: 'stale', reason, valueKept: true };
}
