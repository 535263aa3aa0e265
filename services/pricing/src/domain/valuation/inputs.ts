import type { Failure } from '../frame/marksFrame.js';
import type { FeedRow, Observation } from '../observation/observation.js';
import { secondsText } from './secondsText.js';
import type { MarketView } from './marketView.js';

type Kind = Observation['kind'];
type ObservationOf<K extends Kind> = Extract<Observation, { kind: K }>;

/** What a feed of the kind shows once, in words. */
const ONE_OF: Readonly<Record<Kind, string>> = {
  pool: 'a swap',
  oracle: 'an oracle round',
  perp: 'a mark',
  volatility: 'a volatility',
  normFactor: 'a normalisation factor',
};

/** What one valuation rests on. It notes every feed that is read, so that age and trust follow from use. */
export interface Inputs {
  /** The last good observation of the feed, or undefined, which is then noted as missing. */
  read<K extends Kind>(feed: string | undefined, kind: K, of: string): ObservationOf<K> | undefined;
  /** The feeds read so far, in order. */
  readonly feeds: readonly string[];
  readonly missing: Failure | undefined;
  /** The first doubt about what was read: a value that was not taken, or a feed that fell silent. */
  readonly doubt: Failure | undefined;
  /** Age of the oldest input in whole milliseconds. Assumptions stand until they are replaced and have no age. */
  readonly ageMs: number;
}

const AGE_MS_MAX = 0xffff_ffff;

export function openInputs(view: MarketView): Inputs {
  const feeds: string[] = [];
  let missing: Failure | undefined;
  let doubt: Failure | undefined;
  let ageMs = 0;
  return {
    read<K extends Kind>(feed: string | undefined, kind: K, of: string): ObservationOf<K> | undefined {
      const row = feed === undefined ? undefined : view.feeds.get(feed);
      const observation = row?.observation;
      if (feed === undefined || row === undefined || observation?.kind !== kind) {
        missing ??= missingInput(kind, of, row);
        return undefined;
      }
      feeds.push(feed);
      const ageUs = ageUsOf(observation, view.timeUs);
      ageMs = Math.max(ageMs, Math.min(AGE_MS_MAX, Number(ageUs / 1000n)));
      doubt ??= doubtOf(
        row.rejected?.reason,
        view.staleFeeds.get(feed)?.ageLimitUs,
        kind,
        view.timeUs - observation.observedAtUs,
      );
      return observation as ObservationOf<K>;
    },
    get feeds() {
      return feeds;
    },
    get missing() {
      return missing;
    },
    get doubt() {
      return doubt;
    },
    get ageMs() {
      return ageMs;
    },
  };
}

/** A time ahead of the domain clock counts as now: ingestion quarantines the ones that are far ahead. */
function ageUsOf(observation: Observation, timeUs: bigint): bigint {
  const ageUs = timeUs - observation.observedAtUs;
  return observation.assumed || ageUs < 0n ? 0n : ageUs;
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
