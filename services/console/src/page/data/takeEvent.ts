import { appendPoint, seriesPointOf } from '../chart/series.js';
import type { StreamEvents } from '../wire/streamEvents.js';
import type { PageEvent } from './followStream.js';
import type { Mark, PageState } from './pageState.js';
import type { PortfolioQuestions } from './portfolioQuestions.js';

/** Entries of the execution log that the page keeps; the oldest go first. */
const EXECUTION_ENTRIES_MAX = 500;

/** More than the hours of two days and both days: the panel shows one. */
const PNL_PERIODS_MAX = 64;

type Questions = Pick<
  PortfolioQuestions,
  'portfolio' | 'exposure' | 'breaches' | 'limits' | 'margin-calls' | 'proposals' | 'changes'
>;

/** What an event of the stream says goes into the state; lists that a service keeps are asked of it again. */
export function takeEvent(state: PageState, event: PageEvent, ask: Questions): void {
  switch (event.name) {
    case 'exposure':
      takeExposure(state, event.data, ask);
      return;
    case 'execution':
      state.executionLog = [...state.executionLog, event.data].slice(-EXECUTION_ENTRIES_MAX);
      ask.proposals(placeOf(event.data.position));
      return;
    case 'governance':
      ask.changes(placeOf(event.data.position));
      return;
    case 'marks':
      state.marks = withMarks(state.marks, event.data.marks);
      return;
    case 'status':
      // The console gives the five their names.
      state.statuses.set(event.data.service as Parameters<typeof state.statuses.set>[0], event.data);
      return;
    case 'feeds':
      state.feeds = event.data.feeds;
      return;
    case 'watched':
      state.watched = event.data;
      return;
    case 'source':
      takeSource(state, event.data);
      return;
    case 'end':
      state.problems.set('stream', event.data.message);
  }
}

function takeExposure(state: PageState, { event, position }: StreamEvents['exposure'], ask: Questions): void {
  const place = placeOf(position);
  switch (event?.$case) {
    case 'exposure':
      state.series = appendPoint(state.series, seriesPointOf(event.value));
      ask.exposure(place);
      ask.limits(place);
      return;
    case 'marginCallRaised':
    case 'marginCallCleared':
      ask['margin-calls'](place);
      return;
    case 'pnlExplained':
      state.pnl = [...state.pnl, event.value].slice(-PNL_PERIODS_MAX);
      return;
    case 'pnlIncidentOpened':
      state.pnlIncidents = [...state.pnlIncidents, event.value].slice(-PNL_PERIODS_MAX);
      return;
    case 'waiverExpired':
      ask.limits(place);
      return;
    default:
      ask.breaches(place);
      ask.limits(place);
      ask.portfolio();
  }
}

function takeSource(state: PageState, notice: StreamEvents['source']): void {
  const key = `${notice.service} ${notice.stream}`;
  if (notice.up) state.downSources.delete(key);
  else state.downSources.set(key, notice);
  // What a service said before it went away is not so any more.
  if (notice.stream === 'status' && !notice.up) state.statuses.delete(notice.service);
}

/** The stream's marks say whose they are; the words about it are the list's, and stand until another source marks. */
function withMarks(marks: ReadonlyMap<string, Mark>, news: readonly Mark[]): ReadonlyMap<string, Mark> {
  const next = new Map(marks);
  for (const mark of news) {
    const before = marks.get(mark.instrumentId);
    const words = before?.markSource === mark.markSource ? before.source : '';
    next.set(mark.instrumentId, { ...mark, source: mark.source || words });
  }
  return next;
}

function placeOf(position: StreamEvents['exposure']['position']): string {
  return position === undefined ? '' : `${position.topic}/${position.partition}@${position.offset}`;
}
