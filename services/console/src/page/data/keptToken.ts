import { tokenOfFragment } from './session.js';

const KEY = 'gimbal.token';

/**
 * The token of the address's fragment, which is then taken out of the address bar and the history; else the one of this
 * tab. A fragment is never sent to a server, and session storage ends with the tab.
 */
export function takeToken(): string {
  const token = tokenOfFragment(location.hash);
  if (token !== '') {
    keepToken(token);
    history.replaceState(null, '', location.pathname + location.search);
    return token;
  }
  return sessionStorage.getItem(KEY) ?? '';
}

export function keepToken(token: string): void {
  sessionStorage.setItem(KEY, token);
}

export function forgetToken(): void {
  sessionStorage.removeItem(KEY);
}
