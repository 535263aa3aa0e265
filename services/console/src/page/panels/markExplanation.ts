import type { Mark } from '../data/pageState.js';
import { el } from '../dom/el.js';
import { sourceIsAssumed } from '../format/markSource.js';
import { instrumentName } from '../format/names.js';
import { formatNumber, formatPercent, formatUsd } from '../format/numbers.js';
import { formatAge } from '../format/times.js';

/** All that is known of a mark, in full: its source, what it was made from, what is wrong with it, and who was not believed. */
export function markExplanation(mark: Mark): Node[] {
  const { instrumentId, priceUsd, markSource, source, failureCode, failureReason, refusedSources } = mark;
  const refused = refusedSources ?? [];
  return [
    el('h2', {}, `Mark of ${instrumentName(instrumentId)}`),
    el('p', { class: 'explain-where whole-id' }, instrumentId),
    el(
      'p',
      { class: 'explain-value', testId: 'explain-value' },
      formatUsd(priceUsd, 2),
      el('span', { class: 'unit' }, 'USD'),
    ),
    ...(failureCode === ''
      ? []
      : [el('p', { class: 'problem', testId: 'explain-problem' }, `${failureCode.toUpperCase()}: ${failureReason}`)]),
    el('h3', {}, 'Source'),
    el(
      'p',
      { class: 'formula', testId: 'mark-full-source' },
      markSource || 'not told',
      sourceIsAssumed(markSource) && el('span', { class: 'chip' }, 'assumed'),
    ),
    el('h3', {}, 'Model and feeds'),
    el('p', { class: 'whole-id', testId: 'mark-feeds' }, source || 'not told'),
    el('h3', {}, 'Trust'),
    el('dl', { class: 'cut' }, ...factsOf(mark).flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
    el('h3', {}, 'Sources that were not believed'),
    refused.length === 0
      ? el('p', { class: 'empty' }, 'None.')
      : el('ul', { class: 'refused', testId: 'mark-refused' }, ...refused.map((words) => el('li', {}, words))),
  ];
}

function factsOf({ confidence, agreeing, ageMs, delta, vol }: Mark): readonly (readonly [string, string])[] {
  const facts: readonly (readonly [string, string])[] = [
    ['trust', formatPercent(confidence, 0)],
    ['witnesses', agreeing === 1 ? 'this source alone' : `${agreeing} agree`],
    ['age', formatAge((ageMs ?? 0) * 1000)],
    ['delta', formatNumber(delta, 4)],
  ];
  return typeof vol === 'number' && vol > 0 ? [...facts, ['vol', formatPercent(vol, 1)]] : facts;
}
