import { forgetToken, keepToken, takeToken } from './data/keptToken.js';
import { type Session, sessionOf } from './data/session.js';
import { type OpenConsole, openConsole } from './openConsole.js';
import { signIn } from './panels/signIn.js';

let open: OpenConsole | undefined;

const form = signIn((session) => {
  keepToken(session.token);
  show(session);
});
document.body.append(form.element);

function show(session: Session): void {
  open = openConsole(session, (why) => {
    forgetToken();
    open?.element.remove();
    form.open(why);
  });
  document.body.append(open.element);
}

function begin(): void {
  const session = sessionOf(takeToken());
  if (session === undefined) form.open('This console shows books, so it asks who you are.');
  else show(session);
}

// Somebody follows a link with another token while the page is open.
addEventListener('hashchange', () => {
  if (!location.hash.startsWith('#token=')) return;
  open?.close();
  open?.element.remove();
  begin();
});
begin();
