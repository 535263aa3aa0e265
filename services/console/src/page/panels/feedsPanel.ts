import type { PageState } from '../data/pageState.js';
import { el } from '../dom/el.js';
import { keyedRows, type Row } from '../dom/keyedRows.js';
import { setClass, setText, setTitle } from '../dom/update.js';
import { formatAge, formatDuration, microsOf } from '../format/times.js';
import { feedName } from '../format/names.js';
import { type Panel, panelFrame, table } from './panel.js';

type Feed = PageState['feeds'][number];

/** Every feed with its age on the domain clock. */
export function feedsPanel(): Panel {
  const { element, body, aside } = panelFrame('feeds', 'Feeds');
  const { element: grid, rows } = table('Feeds', ['Feed', 'Age', 'Limit', '']);
  const update = keyedRows<Feed>(rows, ({ feed }) => feed, feedRow);
  body.append(grid);
  return {
    element,
    render: ({ feeds }) => {
      // Silent ones first: they are what one looks for.
      update([...feeds].sort((a, b) => Number(b.stale) - Number(a.stale)));
      const stale = feeds.filter((feed) => feed.stale).length;
      setText(aside, stale === 0 ? (feeds.length === 0 ? '' : 'all alive') : `${stale} stale`);
      setClass(aside, stale === 0 ? 'panel-aside' : 'panel-aside warn');
    },
  };
}

function feedRow({ feed }: Feed): Row<Feed> {
  const age = el('td', { class: 'number' });
  const limit = el('td', { class: 'number dim' });
  const flag = el('td', { class: 'flag' });
  const name = el('th', { attributes: { scope: 'row' } }, feedName(feed));
  const element = el('tr', { testId: 'feed-row', attributes: { 'data-feed': feed } }, name, age, limit, flag);
  return {
    element,
    update: (now) => {
      const hasSpoken = now.lastObservedAtUs !== '0';
      setClass(element, now.stale ? 'stale' : '');
      setText(age, hasSpoken ? formatAge(microsOf(now.ageUs)) : '–');
      setText(limit, now.ageLimitUs === '0' ? '' : formatAge(microsOf(now.ageLimitUs)));
      setText(flag, now.stale ? 'STALE' : now.assumed ? 'assumed' : '');
      setClass(flag, now.stale ? 'flag bad' : 'flag dim');
      setTitle(
        element,
        `${now.feed}: ${formatDuration(microsOf(now.ageUs))} old, ${now.observations} observations, ${now.duplicates} duplicates, ${now.gaps} gaps, ${now.quarantined} quarantined`,
      );
    },
  };
}
