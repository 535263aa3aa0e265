import type { Failure } from '../frame/marksFrame.js';
import type { Candidate, SourceKind } from '../policy/candidate.js';
import { chooseSource } from '../policy/chooseSource.js';
import type { MarkPolicy } from '../policy/markPolicy.js';
import { refusalText } from '../policy/refusalText.js';
import type { Observation } from '../observation/observation.js';
import type { Trusted } from './inputs.js';
import { degradationIn, instrumentOf, type MarketView, staleAfterUs } from './marketView.js';
import { sourceName } from './standingSources.js';

/** One of several feeds that say the same price, and what it says. */
export interface Statement {
  readonly kind: SourceKind;
  readonly observation: Observation;
  readonly value: number;
}

/** Whose value stands. Where nobody's does, that of whoever stood before, with the doubt. */
export interface FeedChoice {
  readonly statement: Statement;
  readonly trusted: Trusted;
  readonly doubt: Failure | undefined;
  readonly refused: readonly string[];
}

/** Chooses among at least one statement; `standing` is the source of the mark before. */
export function chooseFeed(
  statements: readonly Statement[],
  view: MarketView,
  standing: string | undefined,
  policy: MarkPolicy,
): FeedChoice {
  const named = new Map(statements.map((statement) => [nameOf(statement), statement]));
  const candidates = [...named].map(([source, statement]) => candidateOf(source, statement, view));
  const choice = chooseSource({ candidates, incumbent: standing }, policy);
  const refused = choice.refused.map(refusalText);
  if (choice.kind === 'chosen') {
    const { candidate, confidence, agreeing } = choice;
    const trusted = { source: candidate.source, confidence, agreeing };
    return { statement: named.get(candidate.source)!, trusted, doubt: undefined, refused };
  }
  const statement = named.get(standing ?? '') ?? statements[0]!;
  const trusted = { source: nameOf(statement), confidence: 0, agreeing: 0 };
  const reason = refused[0] ?? 'Expected a source that may mark, there was none.';
  const isStale = choice.refused.every(({ code }) => code === 'stale' || code === 'degraded');
  return { statement, trusted, doubt: { code: isStale ? 'stale' : 'disagreement', reason, valueKept: true }, refused };
}

/** A venue says its mark and its index; they are told apart by their kind. */
function nameOf({ kind, observation }: Statement): string {
  return sourceName(kind, observation.feed);
}

/** An index is made of other venues than the one that shows it, so it is a witness of its own. */
function candidateOf(source: string, { kind, observation, value }: Statement, view: MarketView): Candidate {
  const { feed, observedAtUs, assumed } = observation;
  const origin = kind === 'index' ? source : feed;
  const ageLimitUs = staleAfterUs(view, feed);
  const degraded = degradationIn(view, feed, instrumentOf(observation))?.reason;
  return { kind, source, origin, value, ageUs: view.timeUs - observedAtUs, ageLimitUs, degraded, assumed };
}
