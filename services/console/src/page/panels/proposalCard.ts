import type { PageState } from '../data/pageState.js';
import { wordsOf } from '../data/api.js';
import { button, el } from '../dom/el.js';
import type { Row } from '../dom/keyedRows.js';
import { setClass, setDisabled, setHidden, setText, setTitle } from '../dom/update.js';
import { formatUsd } from '../format/numbers.js';
import { formatCountdown, microsOf } from '../format/times.js';
import { nameOf, PENDING, PROPOSAL_STATES } from '../format/wireNames.js';
import type { PageActions, Proposal } from './actions.js';
import { actionWords, costParts, kindWord, limitName, limitValue } from './proposalWords.js';

export interface ShownProposal {
  readonly proposal: Proposal;
  readonly session: PageState['session'];
  readonly clockUs: number;
}

/** A proposal with what it costs, and for those who may decide it, how. */
export function proposalCard(actions: PageActions): Row<ShownProposal> {
  const kind = el('span', { class: 'kind' });
  const words = el('span', { class: 'proposal-words' });
  const state = el('span', { class: 'state', testId: 'proposal-state' });
  const effect = el('div', { class: 'proposal-effect' });
  const cost = el('dl', { class: 'proposal-cost' });
  const small = el('div', { class: 'proposal-small' });
  const reason = el('div', { class: 'proposal-reason' });
  const decision = decisionForm(actions);
  const element = el(
    'li',
    { class: 'proposal', testId: 'proposal-row' },
    el('div', { class: 'proposal-head' }, kind, words, state),
    effect,
    cost,
    small,
    reason,
    decision.element,
  );
  let drawnCost = '';
  return {
    element,
    update: (shown) => {
      const { made, state: standing } = shown.proposal;
      if (made?.action === undefined) return;
      const isPending = standing === PENDING;
      setClass(element, `proposal ${nameOf(PROPOSAL_STATES, standing)}`);
      setText(kind, kindWord(made.action.kind));
      setClass(kind, `kind ${kindWord(made.action.kind)}`);
      setText(words, actionWords(made.action));
      setTitle(words, `${made.proposalId}\n${made.action.instrumentId}`);
      const leftUs = microsOf(made.expiresAtUs) - shown.clockUs;
      setText(state, isPending ? `pending ${formatCountdown(leftUs)}` : nameOf(PROPOSAL_STATES, standing));
      setText(
        effect,
        `${limitName(made)} ${limitValue(made, made.valueBefore)} → ${limitValue(made, made.valueAfter)}, limit ${limitValue(made, made.level)}`,
      );
      const parts: (readonly [string, string])[] = [
        ['cost', formatUsd(made.cost?.totalUsd, 2)],
        ...costParts(made.cost),
      ];
      if (drawnCost !== String(parts))
        cost.replaceChildren(...parts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
      drawnCost = String(parts);
      setTitle(cost, made.cost?.basis ?? '');
      setText(
        small,
        `for ${made.proposedFor} · payload ${made.payloadHash.slice(0, 8)}…${made.payloadHash.slice(-4)} · ${alternatives(made.rejectedAlternatives)}`,
      );
      setTitle(small, made.rejectedAlternatives.join('\n'));
      setText(reason, shown.proposal.decisionReason);
      setTitle(reason, shown.proposal.decisionReason);
      setHidden(reason, shown.proposal.decisionReason === '');
      setHidden(cost, !isPending);
      setHidden(small, !isPending);
      decision.update(shown);
    },
  };
}

function alternatives({ length }: readonly string[]): string {
  return length === 1 ? '1 alternative set aside' : `${length} alternatives set aside`;
}

interface Decision {
  readonly element: HTMLElement;
  update(shown: ShownProposal): void;
}

/** Approve, or refuse with a reason. Who may is the services' to say; buttons that could only fail are not shown. */
function decisionForm(actions: PageActions): Decision {
  let shown: ShownProposal | undefined;
  let busy = false;
  const problem = el('div', { class: 'problem', testId: 'proposal-problem', attributes: { role: 'alert' } });
  const approve = button(
    { class: 'primary', testId: 'approve-button', onClick: () => decide(() => actions.approve(shown!.proposal)) },
    'Approve',
  );
  const refuse = button({ testId: 'refuse-button', onClick: () => openReason() }, 'Refuse');
  const reason = el('input', {
    attributes: { type: 'text', placeholder: 'Reason', 'aria-label': 'Reason of the refusal', maxlength: '200' },
  });
  const confirm = button(
    {
      class: 'danger',
      testId: 'refuse-confirm',
      onClick: () => decide(() => actions.refuse(shown!.proposal, reason.value.trim())),
    },
    'Refuse',
  );
  const reasonRow = el('div', { class: 'reason' }, reason, confirm);
  const buttons = el('div', { class: 'buttons' }, approve, refuse);
  const element = el('div', { class: 'decision' }, buttons, reasonRow, problem);
  reasonRow.hidden = true;
  reason.addEventListener('input', () => setDisabled(confirm, reason.value.trim() === ''));
  reason.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !confirm.disabled) confirm.click();
    if (event.key === 'Escape') reasonRow.hidden = true;
  });

  function openReason(): void {
    reasonRow.hidden = !reasonRow.hidden;
    setDisabled(confirm, reason.value.trim() === '');
    if (!reasonRow.hidden) reason.focus();
  }

  function decide(send: () => Promise<void>): void {
    busy = true;
    setText(problem, '');
    enable();
    send()
      .catch((error: unknown) => setText(problem, wordsOf(error)))
      .finally(() => {
        busy = false;
        enable();
      });
  }

  function enable(): void {
    setDisabled(approve, busy);
    setDisabled(refuse, busy);
    setDisabled(confirm, busy || reason.value.trim() === '');
  }

  return {
    element,
    update: (now) => {
      shown = now;
      const { roles } = now.session;
      const isPending = now.proposal.state === PENDING;
      const mayRefuse = ['trader', 'risk', 'approver'].some((role) => roles.includes(role));
      setHidden(element, !isPending || !mayRefuse);
      setHidden(approve, !roles.includes('approver'));
    },
  };
}
