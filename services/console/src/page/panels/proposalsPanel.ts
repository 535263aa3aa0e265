import { domainClockUs, type PageState } from '../data/pageState.js';
import { button, el } from '../dom/el.js';
import { keyedRows } from '../dom/keyedRows.js';
import { setClass, setHidden, setText } from '../dom/update.js';
import { wordsOf } from '../data/api.js';
import { EXECUTION_MODES, nameOf, PENDING } from '../format/wireNames.js';
import type { PageActions } from './actions.js';
import { type Panel, panelFrame } from './panel.js';
import { proposalCard, type ShownProposal } from './proposalCard.js';

/** What execution proposes, the newest first; those that wait for somebody stand on top. */
export function proposalsPanel(actions: PageActions): Panel {
  const { element, body, aside } = panelFrame('proposals', 'Proposals');
  const mode = el('span', { class: 'mode', testId: 'execution-mode' });
  const killSwitch = killSwitchControl(actions);
  const list = el('ul', { class: 'proposal-list', attributes: { 'aria-label': 'Proposals' } });
  const empty = el('p', { class: 'empty' }, 'Nothing is proposed.');
  const update = keyedRows<ShownProposal>(
    list,
    ({ proposal }) => proposal.made?.proposalId ?? '',
    () => proposalCard(actions),
  );
  aside.append(mode, killSwitch.button);
  body.append(killSwitch.form, list, empty);
  return {
    element,
    render: (state) => {
      const proposals = [...(state.proposals?.proposals ?? [])].reverse();
      const waiting = proposals.filter((proposal) => proposal.state === PENDING);
      const ordered = [...waiting, ...proposals.filter((proposal) => proposal.state !== PENDING)];
      const clockUs = domainClockUs(state);
      update(ordered.map((proposal) => ({ proposal, session: state.session, clockUs })));
      setHidden(empty, ordered.length > 0);
      const modeName = state.proposals === undefined ? '' : nameOf(EXECUTION_MODES, state.proposals.mode);
      setText(mode, modeName);
      setClass(mode, `mode ${modeName}`);
      killSwitch.render(state);
    },
  };
}

interface KillSwitch {
  readonly button: HTMLButtonElement;
  readonly form: HTMLElement;
  render(state: PageState): void;
}

const MAY_ENGAGE = ['trader', 'risk', 'approver', 'operator'];
const MAY_RELEASE = ['risk', 'approver'];

/** One person stops everything, with a reason; two are needed to go on. */
function killSwitchControl(actions: PageActions): KillSwitch {
  let engaged = false;
  const problem = el('div', { class: 'problem', attributes: { role: 'alert' } });
  const reason = el('input', {
    attributes: { type: 'text', placeholder: 'Reason', 'aria-label': 'Reason to stop', maxlength: '200' },
  });
  const confirm = button(
    {
      class: 'danger',
      testId: 'kill-switch-confirm',
      onClick: () => send(() => actions.engageKillSwitch(reason.value.trim())),
    },
    'Stop everything',
  );
  const form = el('div', { class: 'kill-form' }, el('div', { class: 'reason' }, reason, confirm), problem);
  form.hidden = true;
  const toggle = button({ class: 'kill', testId: 'kill-switch', onClick: onClick }, 'Kill switch');

  function onClick(): void {
    setText(problem, '');
    if (engaged) {
      form.hidden = false;
      send(() => actions.releaseKillSwitch());
      return;
    }
    form.hidden = !form.hidden;
    if (!form.hidden) reason.focus();
  }

  function send(command: () => Promise<void>): void {
    command().then(
      () => (form.hidden = true),
      (error: unknown) => setText(problem, wordsOf(error)),
    );
  }

  return {
    button: toggle,
    form,
    render: ({ proposals, session }) => {
      engaged = proposals?.killSwitchEngaged ?? false;
      setText(toggle, engaged ? 'Stopped: release' : 'Kill switch');
      setClass(toggle, engaged ? 'kill engaged' : 'kill');
      const roles = engaged ? MAY_RELEASE : MAY_ENGAGE;
      setHidden(toggle, !roles.some((role) => session.roles.includes(role)));
    },
  };
}
