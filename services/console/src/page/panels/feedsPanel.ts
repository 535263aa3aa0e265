import type { PageState } from '../data/pageState.js';
import { el } from '../dom/el.js';
import { keyedRows, type Row } from '../dom/keyedRows.js';
import { setClass, setHidden, setText, setTitle } from '../dom/update.js';
import { feedFlag, feedTitle, lagOf } from '../format/feedWords.js';
import { formatAge, microsOf } from '../format/times.js';
import { feedName } from '../format/names.js';
import { sickFirst } from '../watched/feedHealthLines.js';
import { type Panel, panelFrame, table } from './panel.js';

type Feed = PageState['feeds'][number];

/** Every feed with its age on the domain clock, how late it comes, and what is wrong with it: the rest stands beneath. */
export function feedsPanel(): Panel {
  const { element, body, aside } = panelFrame('feeds', 'Feeds');
  const { element: grid, rows } = table('Feeds', ['Feed', 'Age', 'Lag', '']);
  const update = keyedRows<Feed>(rows, ({ feed }) => feed, feedRow);
  const health = el('a', { class: 'below-link', attributes: { href: '#feed-health-title' } });
  const breaks = el('a', { class: 'below-link bad', attributes: { href: '#position-breaks-title' } });
  aside.append(breaks, health);
  body.append(grid);
  return {
    element,
    render: ({ feeds, watched }) => {
      // Those at fault first: they are what one looks for.
      update(sickFirst(feeds));
      const isAtFault = (feed: Feed): boolean => feedFlag(feed).isBad;
      const stale = feeds.filter((feed) => feed.stale).length;
      const degraded = feeds.filter((feed) => !feed.stale && isAtFault(feed)).length;
      const words = [...(stale === 0 ? [] : [`${stale} stale`]), ...(degraded === 0 ? [] : [`${degraded} degraded`])];
      setText(health, feeds.length === 0 ? '' : `${words.length === 0 ? 'all alive' : words.join(', ')} ↓`);
      setClass(health, words.length === 0 ? 'below-link' : 'below-link warn');
      const open = watched?.breaks.inAll ?? 0;
      setText(breaks, `${open} position ${open === 1 ? 'break' : 'breaks'} ↓`);
      setHidden(breaks, open === 0);
    },
  };
}

function feedRow({ feed }: Feed): Row<Feed> {
  const age = el('td', { class: 'number' });
  const lag = el('td', { class: 'number dim' });
  const flag = el('td', { class: 'flag' });
  const name = el('th', { attributes: { scope: 'row' } }, feedName(feed));
  const element = el('tr', { testId: 'feed-row', attributes: { 'data-feed': feed } }, name, age, lag, flag);
  return {
    element,
    update: (now) => {
      const hasSpoken = now.lastObservedAtUs !== '0';
      const { words, isBad } = feedFlag(now);
      setClass(element, isBad ? 'stale' : '');
      setText(age, hasSpoken ? formatAge(microsOf(now.ageUs)) : '–');
      setText(lag, lagOf(now));
      setText(flag, words);
      setClass(flag, isBad ? 'flag bad' : 'flag dim');
      setTitle(element, feedTitle(now));
    },
  };
}
