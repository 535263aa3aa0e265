import { sessionOf, type Session } from '../data/session.js';
import { el } from '../dom/el.js';
import { setText } from '../dom/update.js';

export interface SignIn {
  readonly element: HTMLElement;
  /** Shows the form, with the reason why a token is asked for. */
  open(why: string): void;
}

/** A small form for a token: nobody is known to this page without one. */
export function signIn(onSession: (session: Session) => void): SignIn {
  const why = el('p', { class: 'sign-in-why', attributes: { role: 'alert' } });
  const field = el('input', {
    id: 'token',
    attributes: { type: 'password', autocomplete: 'off', spellcheck: 'false', required: '' },
  });
  const form = el(
    'form',
    { class: 'sign-in', testId: 'sign-in' },
    el('h1', {}, 'Gimbal'),
    why,
    el('label', { attributes: { for: 'token' } }, 'Bearer token'),
    field,
    el('button', { class: 'primary', attributes: { type: 'submit' } }, 'Open the console'),
    el('p', { class: 'dim' }, 'It stays in this tab, and goes to this server alone.'),
  );
  form.hidden = true;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const session = sessionOf(field.value.trim());
    if (session === undefined) {
      setText(why, 'Expected a signed token (three parts with dots between), was something else.');
      return;
    }
    field.value = '';
    form.hidden = true;
    onSession(session);
  });
  return {
    element: form,
    open: (reason) => {
      setText(why, reason);
      form.hidden = false;
      field.focus();
    },
  };
}
