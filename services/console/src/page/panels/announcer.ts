import { el } from '../dom/el.js';
import { setText } from '../dom/update.js';

export interface News {
  readonly key: string;
  readonly words: string;
}

export interface Announcer {
  readonly element: HTMLElement;
  say(current: readonly News[]): void;
}

/** Out of sight: a screen reader hears of each piece of news once, when its key is first there. */
export function announcer(): Announcer {
  const element = el('div', { class: 'visually-hidden', attributes: { 'aria-live': 'assertive', role: 'status' } });
  const announced = new Set<string>();
  return {
    element,
    say: (current) => {
      const news = current.filter(({ key }) => !announced.has(key));
      if (news.length === 0) return;
      for (const { key } of news) announced.add(key);
      setText(element, news.map(({ words }) => words).join(' '));
    },
  };
}
