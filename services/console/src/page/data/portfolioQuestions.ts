import type {
  BreachesAnswer,
  ChangesAnswer,
  ExposureAnswer,
  FeedsAnswer,
  LimitsAnswer,
  MarginCallsAnswer,
  MarksAnswer,
  PortfolioAnswer,
  ProposalsAnswer,
  ReplayAnswer,
} from '../wire/apiAnswers.js';
import { type Api, wordsOf } from './api.js';
import { freshener } from './freshener.js';
import type { PageState } from './pageState.js';

const REFRESH_MS_MIN = 150;
/** Each exposure changes the limits' values, and a replay has a hundred exposures a second. */
const LIMITS_REFRESH_MS_MIN = 1_000;

/** What is asked again and again, by its path. */
interface Answers {
  readonly replay: ReplayAnswer;
  readonly portfolio: PortfolioAnswer;
  readonly exposure: ExposureAnswer;
  readonly breaches: BreachesAnswer;
  readonly limits: LimitsAnswer;
  readonly 'margin-calls': MarginCallsAnswer;
  readonly proposals: ProposalsAnswer;
  readonly changes: ChangesAnswer;
  readonly feeds: FeedsAnswer;
  readonly marks: MarksAnswer;
}

export type QuestionName = keyof Answers;

/**
 * Asks again, soon. `after` is the position of the event that is the reason: a stream may tell of an event before the
 * service has folded it, and a list without it would stand until the next one.
 */
export type AskAgain = (after?: string) => void;

export type PortfolioQuestions = Readonly<Record<QuestionName, AskAgain>>;

/** The questions about a portfolio, whose answers go into the state. */
export function portfolioQuestions(
  api: Api,
  state: PageState,
  portfolioId: string,
  signal: AbortSignal,
  changed: () => void,
): PortfolioQuestions {
  const question = <Name extends QuestionName>(
    name: Name,
    parameters: Readonly<Record<string, string>>,
    take: (answer: Answers[Name]) => void,
    intervalMs = REFRESH_MS_MIN,
  ): AskAgain => {
    let minPosition = '';
    const ask = freshener(
      async () => {
        if (signal.aborted) return;
        const known = minPosition === '' ? parameters : { ...parameters, min_position: minPosition };
        const answer = await api.get<Answers[Name]>(`/api/${name}`, known, signal);
        if (signal.aborted) return;
        state.problems.delete(name);
        take(answer);
        changed();
      },
      (error) => {
        if (signal.aborted) return;
        state.problems.set(name, wordsOf(error));
        changed();
      },
      intervalMs,
    );
    return (after = '') => {
      if (after !== '') minPosition = after;
      ask();
    };
  };
  const own = { portfolio: portfolioId };
  return {
    replay: question('replay', {}, (answer) => (state.replay = answer)),
    portfolio: question('portfolio', own, (answer) => (state.portfolio = answer)),
    exposure: question('exposure', own, (answer) => (state.exposure = answer)),
    breaches: question('breaches', own, (answer) => (state.breaches = answer.breaches)),
    limits: question('limits', own, (answer) => (state.limits = answer.limits), LIMITS_REFRESH_MS_MIN),
    'margin-calls': question('margin-calls', own, (answer) => (state.marginCalls = answer.calls)),
    proposals: question('proposals', own, (answer) => (state.proposals = answer)),
    changes: question('changes', {}, (answer) => (state.changes = answer.changes)),
    feeds: question('feeds', {}, (answer) => (state.feeds = answer.feeds)),
    marks: question(
      'marks',
      {},
      ({ marks }) => (state.marks = new Map(marks.map((mark) => [mark.instrumentId, mark]))),
    ),
  };
}
