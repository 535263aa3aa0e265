import type { PageState } from '../data/pageState.js';
import { el } from '../dom/el.js';
import type { Panel } from './panel.js';

/** What is watched stands far beneath the first screen, so it is loaded when that has what it needs, and costs it nothing. */
export function watchedLater(): Panel {
  const element = el('div');
  let section: Panel | undefined;
  let isLoading = false;
  let newest: PageState;
  const load = async (): Promise<void> => {
    isLoading = true;
    try {
      const { watchedSection } = await import('./watchedSection.js');
      section = watchedSection();
      section.render(newest);
      element.replaceWith(section.element);
    } catch {
      // The console is away, which the page says already: the next drawing tries again.
      isLoading = false;
    }
  };
  return {
    element,
    render: (state) => {
      newest = state;
      if (section !== undefined) section.render(state);
      else if (state.connection === 'live' && !isLoading) void load();
    },
  };
}
