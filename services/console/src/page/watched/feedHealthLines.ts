import { lagOf } from '../format/feedWords.js';
import { feedName, instrumentName } from '../format/names.js';
import { NO_NUMBER } from '../format/numbers.js';
import { outsideName } from '../format/outsideName.js';
import { formatAge, formatDuration, formatSince, microsOf } from '../format/times.js';
import type { FeedsAnswer } from '../wire/apiAnswers.js';

export type Feed = FeedsAnswer['feeds'][number];

/** `bad`: its values aren't to be trusted; `warn`: they may be used, and whoever does should know. */
export type Tone = '' | 'warn' | 'bad';

/** Something that is wrong with a feed now. */
export interface FeedProblem {
  readonly words: string;
  readonly detail: string;
  readonly tone: Tone;
}

export interface FeedHealthLine {
  readonly feed: string;
  readonly name: string;
  readonly age: string;
  readonly limit: string;
  readonly lag: string;
  readonly gaps: string;
  readonly reorg: string;
  /** By reason, since the log began. */
  readonly dropped: string;
  readonly problems: readonly FeedProblem[];
  readonly note: string;
  readonly tone: Tone;
}

/** Source: FeedDegraded in health_events.proto. Every other reason says that the feed isn't to be trusted. */
const USABLE: ReadonlySet<string> = new Set(['crossed', 'ahead_of_clock', 'clock', 'overflow', 'venue']);
/** A node that was set aside leaves the chain to the others: when too few are left, `quorum` or `disconnected` says so. */
const NODE = /^endpoint\/(.*)$/s;
/** What was expected and found is a sentence; what a venue answered may be quoted in it, and be long. */
const DETAIL_CHARACTERS_MAX = 300;
const SICKNESS: Readonly<Record<Tone, number>> = { bad: 0, warn: 1, '': 2 };

/** The feeds in the order of their sickness: those that can't be trusted, those that may be used, those that are well. */
export function sickFirst(feeds: readonly Feed[]): Feed[] {
  const sickness = (feed: Feed): number => SICKNESS[worstOf(problemsOf(feed, 0))];
  return feeds.toSorted((a, b) => sickness(a) - sickness(b));
}

/** A line each, the sick first. */
export function feedHealthLines(feeds: readonly Feed[], clockUs: number): FeedHealthLine[] {
  return sickFirst(feeds).map((feed) => lineOf(feed, clockUs));
}

function lineOf(feed: Feed, clockUs: number): FeedHealthLine {
  const problems = problemsOf(feed, clockUs);
  return {
    feed: feed.feed,
    name: outsideName(feedName(feed.feed)),
    age: feed.lastObservedAtUs === '0' ? NO_NUMBER : formatAge(microsOf(feed.ageUs)),
    limit: feed.ageLimitUs === '0' ? '' : formatAge(microsOf(feed.ageLimitUs)),
    lag: lagOf(feed),
    gaps: feed.gaps === '0' ? '' : feed.gaps,
    reorg: feed.reorgDepthMax === 0 ? '' : String(feed.reorgDepthMax),
    dropped: droppedWords(feed),
    problems,
    note: noteOf(feed),
    tone: worstOf(problems),
  };
}

/** What is wrong with a feed now, and since when on the domain clock. */
export function problemsOf(feed: Feed, clockUs: number): FeedProblem[] {
  const isCut = !feed.connected && !feed.degraded.includes('disconnected');
  return [
    ...(feed.stale ? [staleProblem(feed, clockUs)] : []),
    ...feed.faults.map((fault) => faultProblem(fault, clockUs)),
    ...(isCut ? [{ words: 'not connected', detail: '', tone: 'bad' } as const] : []),
  ];
}

/** A feed is stale from the moment at which its last word was too old. */
function staleProblem({ lastObservedAtUs, ageLimitUs, ageUs }: Feed, clockUs: number): FeedProblem {
  if (lastObservedAtUs === '0') return { words: 'stale', detail: 'It has said nothing yet.', tone: 'bad' };
  const sinceUs = microsOf(lastObservedAtUs) + microsOf(ageLimitUs);
  const [limit, age] = [formatDuration(microsOf(ageLimitUs)), formatDuration(microsOf(ageUs))];
  return {
    words: `stale since ${formatSince(sinceUs, clockUs)}`,
    detail: `Expected an observation within ${limit}, the last is ${age} old.`,
    tone: 'bad',
  };
}

function faultProblem({ reason, instrumentId, detail, sinceUs }: Feed['faults'][number], clockUs: number): FeedProblem {
  const node = NODE.exec(reason)?.[1];
  const what = node === undefined ? reason.replaceAll('_', ' ') : `node ${node} set aside`;
  const where = instrumentId === '' ? '' : ` of ${instrumentName(instrumentId)}`;
  return {
    words: `${outsideName(`${what}${where}`)} since ${formatSince(microsOf(sinceUs), clockUs)}`,
    detail: outsideName(detail, DETAIL_CHARACTERS_MAX),
    tone: node !== undefined || USABLE.has(reason) ? 'warn' : 'bad',
  };
}

function worstOf(problems: readonly FeedProblem[]): Tone {
  if (problems.some(({ tone }) => tone === 'bad')) return 'bad';
  return problems.length > 0 ? 'warn' : '';
}

/** Gaps have a column of their own. */
function droppedWords({ dropped }: Feed): string {
  return dropped
    .filter(({ reason }) => reason !== 'gap')
    .map(({ reason, count }) => `${outsideName(reason.replaceAll('_', ' '))} ${count}`)
    .join(', ');
}

function noteOf({ assumed, oracleDeviationBps }: Feed): string {
  if (oracleDeviationBps !== '') return `${oracleDeviationBps} bp from the market`;
  return assumed ? 'assumed' : '';
}
