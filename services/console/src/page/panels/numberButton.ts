import type { NumberAsked } from '../data/pageState.js';
import { button } from '../dom/el.js';
import { setClass, setText } from '../dom/update.js';
import { COMPONENT_NAMES } from '../format/names.js';
import type { MaybeNumber } from '../format/numbers.js';
import type { PageActions } from './actions.js';

export interface NumberButton {
  readonly element: HTMLButtonElement;
  update(text: string, value: MaybeNumber): void;
}

/** A number that explains itself when it is clicked. */
export function numberButton(actions: PageActions, asked: NumberAsked, testId?: string): NumberButton {
  const name = COMPONENT_NAMES[asked.component] ?? asked.component;
  const where = [asked.account, asked.asset].filter((part) => part !== '').join(' ');
  const element = button({
    class: 'num',
    title: `Explain: ${name}${where === '' ? '' : ` of ${where}`}`,
    ...(testId === undefined ? {} : { testId }),
    attributes: { 'data-component': asked.component },
    onClick: () => actions.explain(asked, element),
  });
  return {
    element,
    update: (text, value) => {
      setText(element, value === 0 ? '0' : text);
      setClass(element, typeof value !== 'number' || value > 0 ? 'num' : value === 0 ? 'num zero' : 'num negative');
    },
  };
}
