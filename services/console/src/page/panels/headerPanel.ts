import { createPaceMeter } from '../data/paceMeter.js';
import { domainClockUs, headStep, type PageState } from '../data/pageState.js';
import { button, el } from '../dom/el.js';
import { keyedRows, type Row } from '../dom/keyedRows.js';
import { setAttribute, setClass, setText, setTitle } from '../dom/update.js';
import { formatNumber } from '../format/numbers.js';
import { formatClock, formatDay } from '../format/times.js';
import type { PageActions } from './actions.js';
import { lampsStrip } from './lamps.js';
import type { Panel } from './panel.js';

/** What is replayed, where its clock stands, how the services do, and who looks. */
export function headerPanel(actions: PageActions): Panel {
  const title = el('span', { class: 'recording', testId: 'recording-title' });
  const tabs = el('div', { class: 'tabs', attributes: { role: 'group', 'aria-label': 'Portfolio' } });
  const day = el('span', { class: 'day' });
  const clock = el('span', { class: 'clock', testId: 'domain-clock', attributes: { 'aria-label': 'Domain clock' } });
  const step = el('span', { class: 'step', testId: 'step' });
  const progress = el('div', { class: 'progress-done' });
  const pace = el('span', { class: 'pace', testId: 'pace' });
  const who = el('span', { class: 'who', testId: 'principal' });
  const lamps = lampsStrip();
  const element = el(
    'header',
    { class: 'top' },
    el('div', { class: 'brand' }, el('h1', {}, 'Gimbal'), title),
    tabs,
    el('div', { class: 'time' }, day, clock, el('span', { class: 'utc' }, 'UTC'), pace),
    el('div', { class: 'steps' }, step, el('div', { class: 'progress' }, progress)),
    lamps.element,
    el('div', { class: 'principal' }, who, button({ class: 'link', onClick: () => actions.signOut() }, 'Sign out')),
  );
  const meter = createPaceMeter();
  const updateTabs = keyedRows<Tab>(
    tabs,
    ({ portfolioId }) => portfolioId,
    (tab) => portfolioTab(tab, actions),
  );

  return {
    element,
    render: (state) => {
      const { replay } = state;
      const clockUs = domainClockUs(state);
      const [at, last] = [headStep(state), Number(replay?.lastStep ?? 0)];
      setText(title, replay?.title ?? '');
      updateTabs(state.portfolios.map((each) => ({ ...each, selected: each.portfolioId === state.portfolioId })));
      setText(day, clockUs === 0 ? '' : formatDay(clockUs));
      setText(clock, formatClock(clockUs));
      const isLive = replay?.live === true;
      setText(step, stepWords(at, last, isLive));
      progress.style.width = last === 0 || isLive ? '0' : `${((100 * at) / last).toFixed(1)}%`;
      const now = performance.now();
      meter.note(now, clockUs);
      renderPace(pace, state, meter.speed(now), at, last);
      lamps.render(state);
      setText(who, `${state.session.subject} · ${state.session.tenant}`);
      setTitle(who, `Roles: ${state.session.roles.join(', ') || 'none'}`);
    },
  };
}

function stepWords(at: number, last: number, isLive: boolean): string {
  if (isLive) return `step ${formatNumber(at)}`;
  return last === 0 ? '' : `step ${formatNumber(at)} of ${formatNumber(last)}`;
}

function renderPace(pace: HTMLElement, state: PageState, speed: number, at: number, last: number): void {
  const [text, tone] = paceWords(state, speed, at, last);
  setText(pace, text);
  setClass(pace, `pace ${tone}`);
}

/** Above this the replay is not held to a clock, but runs as fast as it can. */
const PACED_SPEED_MAX = 240;

function paceWords(
  { connection, replay }: PageState,
  speed: number,
  at: number,
  last: number,
): readonly [string, string] {
  if (connection !== 'live') return [connection === 'lost' ? 'no connection' : 'connecting', 'bad'];
  if (replay?.live === true) return ['live', 'good'];
  if (last !== 0 && at >= last) return ['replay ended', ''];
  if (speed === 0) return ['waiting', 'warn'];
  return speed > PACED_SPEED_MAX
    ? [`full speed ${formatNumber(speed)}×`, 'good']
    : [`paced ${formatNumber(speed)}×`, 'good'];
}

interface Tab {
  readonly portfolioId: string;
  readonly name: string;
  readonly selected: boolean;
}

function portfolioTab({ portfolioId }: Tab, actions: PageActions): Row<Tab> {
  const element = button(
    { class: 'tab', testId: `portfolio-${portfolioId}`, onClick: () => actions.selectPortfolio(portfolioId) },
    portfolioId,
  );
  return {
    element,
    update: ({ name, selected }) => {
      setTitle(element, name);
      setAttribute(element, 'aria-pressed', String(selected));
    },
  };
}
