import { domainClockUs, type PageState } from '../data/pageState.js';
import { button, el } from '../dom/el.js';
import { keyedRows, type Row } from '../dom/keyedRows.js';
import { setAttribute, setClass, setHidden, setText, setTitle } from '../dom/update.js';
import { formatHealth } from '../format/numbers.js';
import { parameterName, parameterValue } from '../format/names.js';
import { formatClock, formatCountdown, formatDay, formatMinute, microsOf } from '../format/times.js';
import { CHANGE_STATES, nameOf } from '../format/wireNames.js';
import { type Panel, panelFrame } from './panel.js';

interface ShownChange {
  readonly pending: PageState['changes'][number];
  readonly clockUs: number;
  readonly portfolioId: string;
}

type Change = NonNullable<ShownChange['pending']['change']>;
type Impact = ShownChange['pending']['impacts'][number];

/** Changes of parameters that governance has under way, when they can happen, and what they do to the caller's books. */
export function changesPanel(): Panel {
  const { element, body, aside } = panelFrame('changes', 'Governance');
  const list = el('ul', { class: 'changes-list', attributes: { 'aria-label': 'Pending governance changes' } });
  const empty = el('p', { class: 'empty' }, 'No change is pending.');
  const update = keyedRows<ShownChange>(list, ({ pending }) => pending.change?.changeId ?? '', changeRow);
  body.append(list, empty);
  return {
    element,
    render: (state) => {
      const clockUs = domainClockUs(state);
      update(state.changes.map((pending) => ({ pending, clockUs, portfolioId: state.portfolioId })));
      setHidden(empty, state.changes.length > 0);
      const pending = state.changes.filter(({ change }) => isPending(change)).length;
      setText(aside, state.changes.length === 0 ? '' : `${pending} pending`);
    },
  };
}

function isPending(change: Change | undefined): boolean {
  return change !== undefined && ['created', 'queued'].includes(nameOf(CHANGE_STATES, change.state));
}

function changeRow(): Row<ShownChange> {
  const name = el('span', { class: 'change-name' });
  const state = el('span', { class: 'state' });
  const countdown = el('div', { class: 'countdown', testId: 'change-countdown' });
  const updates = el('ul');
  const more = button({ class: 'link', attributes: { 'aria-expanded': 'false' }, onClick: () => unfold() });
  const updatesLine = el('div', { class: 'updates' }, updates, more);
  let others = 0;
  const nameMore = (): void => setText(more, updatesLine.classList.contains('whole') ? 'Fewer' : `${others} more`);
  const unfold = (): void => {
    setAttribute(more, 'aria-expanded', String(updatesLine.classList.toggle('whole')));
    nameMore();
  };
  const impacts = el('ul', { class: 'impacts' });
  const updateRows = keyedRows<Change['updates'][number]>(
    updates,
    ({ asset, parameter }) => `${asset} ${parameter}`,
    lineRow(updateWords),
  );
  const impactRows = keyedRows<Impact>(
    impacts,
    ({ portfolioId, accountId }) => `${portfolioId} ${accountId}`,
    impactRow,
  );
  const element = el(
    'li',
    { class: 'change', testId: 'change-row' },
    el('div', { class: 'change-head' }, name, state),
    countdown,
    impacts,
    updatesLine,
  );
  return {
    element,
    update: ({ pending: { change, impacts: own }, clockUs, portfolioId }) => {
      if (change === undefined) return;
      setText(name, `${change.deployment} payload ${change.payloadId}`);
      setTitle(element, `${change.title}\n${change.source}`);
      setText(state, nameOf(CHANGE_STATES, change.state));
      setClass(state, `state ${nameOf(CHANGE_STATES, change.state)}`);
      setText(countdown, countdownWords(change, clockUs));
      setClass(element, isPending(change) ? 'change' : 'change ended');
      const touched = new Set(own.flatMap(({ touchedAssets }) => touchedAssets));
      // What the book holds first.
      updateRows([...change.updates].sort((a, b) => Number(touched.has(b.asset)) - Number(touched.has(a.asset))));
      others = change.updates.length - 1;
      setHidden(more, others < 1);
      nameMore();
      impactRows(
        [...own].sort((a, b) => Number(b.portfolioId === portfolioId) - Number(a.portfolioId === portfolioId)),
      );
    },
  };
}

function countdownWords(change: Change, clockUs: number): string {
  const [fromUs, untilUs, executedUs] = [change.executableFromUs, change.executableUntilUs, change.executedAtUs].map(
    microsOf,
  );
  if (executedUs !== 0) return `executed ${formatClock(executedUs!)} ${formatDay(executedUs!)}`;
  if (!isPending(change)) return nameOf(CHANGE_STATES, change.state);
  if (fromUs === 0) return 'not queued yet';
  if (fromUs! > clockUs) return `executable in ${formatCountdown(fromUs! - clockUs)}`;
  return untilUs === 0 ? 'executable now' : `executable now, for ${formatCountdown(untilUs! - clockUs)} more`;
}

function updateWords({ asset, parameter, before, after }: Change['updates'][number]): string {
  return `${asset} ${parameterName(parameter)} ${parameterValue(parameter, before)} → ${parameterValue(parameter, after)}`;
}

function lineRow<Item>(wordsOf: (item: Item) => string): () => Row<Item> {
  return () => {
    const element = el('li');
    return { element, update: (item) => setText(element, wordsOf(item)) };
  };
}

function impactRow(): Row<Impact> {
  const name = el('span');
  const health = el('span', { class: 'impact-health' });
  const element = el('li', { testId: 'impact-row' }, name, health);
  return {
    element,
    update: (impact) => {
      const {
        portfolioId,
        accountId,
        healthFactorBefore: before,
        healthFactorAfter: after,
        unavailableReason,
      } = impact;
      setText(name, `${portfolioId} · ${accountId}`);
      setTitle(element, [unavailableReason ?? '', assessedWords(impact)].filter((part) => part !== '').join('\n'));
      if (unavailableReason) {
        setText(health, `health ${atWords(impact)}${formatHealth(before)} → none: the protocol would refuse this`);
        setClass(health, 'impact-health');
        return;
      }
      setText(health, `health ${atWords(impact)}${formatHealth(before)} → ${formatHealth(after)}`);
      setClass(health, `impact-health ${(after ?? 0) < (before ?? 0) ? 'bad' : 'good'}`);
    },
  };
}

/** An impact is assessed again when health has moved by 0.01: until then the health before is that of its time, not of now. */
function atWords({ cut }: Impact): string {
  return cut === undefined ? '' : `at ${formatMinute(microsOf(cut.timeUs))} `;
}

function assessedWords({ cut }: Impact): string {
  return cut === undefined
    ? ''
    : `Assessed at ${formatClock(microsOf(cut.timeUs))} UTC of ${formatDay(microsOf(cut.timeUs))}`;
}
